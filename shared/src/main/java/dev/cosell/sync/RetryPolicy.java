package dev.cosell.sync;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When something transient is tried again: doubling from two seconds to a quarter of an hour, jittered so that many
 * pairs do not come back together; a wait the other system asked for is kept exactly, plus up to a tenth.
 *
 * <p>The whole schedule spans two and a half to five and a quarter hours, by its jitter; after that the work is parked with its history.
 */
public final class RetryPolicy {
    /** Failures in a row after which work is parked. */
    public static final int LAST_ATTEMPT = 40;

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private RetryPolicy() {}

    /**
     * The wait before the next try.
     *
     * @param failures in a row so far, at least 1
     * @param asked what the other system asked for, if it did
     */
    public static Duration delay(int failures, Optional<Duration> asked, RandomGenerator random) {
        if (asked.isPresent()) {
            return asked.get().plusMillis(jitter(asked.get().toMillis() / 10 + 500, random));
        }
        long doubled = FIRST.toMillis() << Math.min(failures - 1, 20);
        long capped = Math.min(doubled, LONGEST.toMillis());
        return Duration.ofMillis(capped / 2 + jitter(capped / 2, random));
    }

    private static long jitter(long bound, RandomGenerator random) {
        return random.nextLong(bound + 1);
    }
}
