package dev.cosell.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The storage server's time, which all instances of the app share.
 *
 * <p>Every answer of the server carries its time in whole seconds; between answers this computer's monotonic clock counts
 * on. Precision: within one second plus the time one call takes. It does not step back while the two clocks run at the
 * same speed. Until the first answer it is this computer's own time, which is kept if it agrees.
 */
public final class StorageClock implements InstantSource {
    /** The Date header drops the fraction: the true time is up to this much later. */
    private static final Duration GRANULARITY = Duration.ofSeconds(1);

    private final LongSupplier nanos;
    private Instant base;
    private long baseNanos;

    public StorageClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    /**
     * For tests.
     *
     * @param nanos a monotonic clock, in nanoseconds
     */
    StorageClock(InstantSource untilFirstAnswer, LongSupplier nanos) {
        this.nanos = nanos;
        this.base = untilFirstAnswer.instant();
        this.baseNanos = nanos.getAsLong();
    }

    @Override
    public synchronized Instant instant() {
        return base.plusNanos(nanos.getAsLong() - baseNanos);
    }

    /** A reading of the monotonic clock, to give to {@link #observe}. */
    long now() {
        return nanos.getAsLong();
    }

    /**
     * Learns from an answer. The server's time now is at least {@code date} and at most {@code date} plus one second
     * plus the time since the request was sent; only a reading outside of that is corrected, so that the clock is steady.
     *
     * @param date the answer's Date header
     * @param sentAt what {@link #now()} gave before the request was sent
     */
    synchronized void observe(Instant date, long sentAt) {
        long readAt = nanos.getAsLong();
        Instant reading = base.plusNanos(readAt - baseNanos);
        Instant latest = date.plus(GRANULARITY).plusNanos(readAt - sentAt);
        if (reading.isBefore(date)) {
            base = date;
            baseNanos = readAt;
        } else if (reading.isAfter(latest)) {
            base = latest;
            baseNanos = readAt;
        }
    }
}
