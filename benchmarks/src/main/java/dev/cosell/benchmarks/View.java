package dev.cosell.benchmarks;

import java.util.function.IntSupplier;

/**
 * Something that people or timers look at.
 *
 * @param looks looks once, and says how many deals, or numbers, it got to see
 */
record View(String name, IntSupplier looks) {}
