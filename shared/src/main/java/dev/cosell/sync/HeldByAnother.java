package dev.cosell.sync;

import java.time.Duration;

/**
 * When a message looks again at a pair that another worker holds. Pure.
 *
 * <p>A worker is done within a second or two. The longer it holds the pair, the likelier it is that it died, and then
 * nothing happens before the lease's end, however often each message about the pair asks.
 */
final class HeldByAnother {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final int PART_OF_THE_TIME_HELD = 4;

    private HeldByAnother() {}

    /**
     * How long to wait.
     *
     * @param held since when the other worker has the pair
     * @param left until its lease ends
     * @param jitter so that many messages do not come back together
     */
    static Duration delay(Duration held, Duration left, Duration jitter) {
        Duration longer = held.isNegative() ? Duration.ZERO : held.dividedBy(PART_OF_THE_TIME_HELD);
        Duration wanted = longer.compareTo(left) < 0 ? longer : left;
        return SOON.plus(wanted).plus(jitter);
    }
}
