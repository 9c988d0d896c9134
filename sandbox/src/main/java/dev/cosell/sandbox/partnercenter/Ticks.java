package dev.cosell.sandbox.partnercenter;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times as Partner Center keeps them, in steps of 100 ns. No two are equal, so that a time names a change.
 */
final class Ticks {
    private static final int NANOS = 100;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter EVENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'+00:00'").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private Instant last = Instant.EPOCH;

    Ticks(Clock clock) {
        this.clock = clock;
    }

    /** The time, later than every one before. */
    synchronized Instant next() {
        Instant now = clock.instant();
        Instant tick = now.minusNanos(now.getNano() % NANOS);
        last = tick.isAfter(last) ? tick : last.plusNanos(NANOS);
        return last;
    }

    /** Never gives a time up to this one again. */
    synchronized void after(Instant seen) {
        if (seen.isAfter(last)) {
            last = seen;
        }
    }

    /** As in a referral: up to seven fraction digits, trailing zeros trimmed (observed). */
    static String json(Instant time) {
        String fraction = String.format("%07d", time.getNano() / NANOS).replaceFirst("0+$", "");
        return SECONDS.format(time) + (fraction.isEmpty() ? "" : "." + fraction) + "Z";
    }

    /** As in a callback: always seven fraction digits and an offset. */
    static String event(Instant time) {
        return EVENT.format(time);
    }
}
