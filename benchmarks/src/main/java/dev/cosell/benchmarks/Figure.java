package dev.cosell.benchmarks;

/**
 * What one view came to with so many pairs in the store.
 *
 * @param shown how many deals, or numbers, it showed
 * @param transactions of storage, for one look
 * @param rows that storage had to look at
 * @param bytes that storage answered
 * @param millis the median of all rounds
 */
record Figure(String view, int pairs, int shown, long transactions, long rows, long bytes, double millis) {}
