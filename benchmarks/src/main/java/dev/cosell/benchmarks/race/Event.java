package dev.cosell.benchmarks.race;

import java.util.Map;

/**
 * A webhook as it came in.
 *
 * @param headers by lower-case name
 * @param nanos when, by {@link System#nanoTime()}
 */
record Event(Map<String, String> headers, byte[] body, long nanos) {}
