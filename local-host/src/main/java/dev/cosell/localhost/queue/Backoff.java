package dev.cosell.localhost.queue;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before looking at an empty queue again: 100 ms, then 100 ms + 100 ms x 2^(n-1) x (0.8 to 1.2), up to
 * the longest. Source: the storage extension's RandomizedExponentialBackoffStrategy.
 */
final class Backoff {
    static final Duration SHORTEST = Duration.ofMillis(100);

    private static final double LEAST_FACTOR = 0.8;
    private static final double FACTOR_RANGE = 0.4;
    /** Beyond this many doublings every sensible longest wait is reached, and the arithmetic stays exact. */
    private static final int MOST_DOUBLINGS = 30;

    private final Duration longest;
    private final DoubleSupplier random;
    private int misses;

    /** @param random numbers from 0 to 1 */
    Backoff(Duration longest, DoubleSupplier random) {
        this.longest = longest;
        this.random = random;
    }

    Duration next() {
        misses++;
        if (misses == 1) {
            return SHORTEST;
        }
        double factor = LEAST_FACTOR + FACTOR_RANGE * random.getAsDouble();
        double growth = SHORTEST.toMillis() * Math.pow(2, Math.min(misses - 2, MOST_DOUBLINGS)) * factor;
        Duration wait = SHORTEST.plusMillis(Math.round(growth));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    void reset() {
        misses = 0;
    }
}
