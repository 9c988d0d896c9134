/**
 * Measures the connector. {@code Main} is the command; {@code ListsBenchmark} fills a store, measures the {@code Views} of it, and
 * {@code Figures} says what came of it. {@code OrderedTables} stands in for Table Storage.
 */
package dev.cosell.benchmarks;
