package dev.cosell.sync;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When something transient is tried again: doubling from two seconds to a quarter of an hour, jittered so that many
 * pairs do not come back together; a wait the other system asked for is kept exactly, plus up to a tenth.
 *
 * <p>The whole schedule spans four to eight hours, as the jitter falls; after that the work is parked with its history.
 */
public final class RetryPolicy {
    /** Failures in a row after which work is parked. */
    public static final int LAST_ATTEMPT = 40;

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration AT_LEAST = Duration.ofSeconds(2);
    private static final Duration WIDEST = Duration.ofMinutes(10);

    private RetryPolicy() {}

    /**
     * Whether work is given up. "Too many calls" says nothing about the work, so it is never given up for that.
     *
     * @param failures in a row so far
     */
    public static boolean givesUp(int failures, Problem problem) {
        return failures >= LAST_ATTEMPT && problem.code() != ProblemCode.THROTTLED;
    }

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

    /**
     * The wait for the end of an outage: until its next trial, and then up to a sixth of the time it has lasted, so that
     * the longer it was, the more gradually what waited comes back. It may end before, so nobody waits for long without a
     * look.
     *
     * @param lane what somebody waits for is not spread
     */
    public static Duration pause(Outage outage, Instant now, Lane lane, RandomGenerator random) {
        Duration left = Duration.between(now, outage.probeAt());
        Duration upTo = between(AT_LEAST, left, LONGEST);
        Duration lasted = Duration.between(outage.since(), now);
        Duration spread = lane == Lane.PEOPLE ? AT_LEAST : between(AT_LEAST, lasted.dividedBy(6), WIDEST);
        return upTo.plusMillis(jitter(spread.toMillis(), random));
    }

    private static Duration between(Duration least, Duration value, Duration most) {
        return value.compareTo(least) < 0 ? least : value.compareTo(most) > 0 ? most : value;
    }

    private static long jitter(long bound, RandomGenerator random) {
        return random.nextLong(bound + 1);
    }
}
