package dev.cosell.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The computer's clock plus an offset that only grows, so that a test can let fourteen days pass. */
public final class SandboxClock extends Clock {
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Lets time pass at once, then tells the listeners. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time runs forward only: expected a positive duration, found " + by);
        }
        offset.accumulateAndGet(by, Duration::plus);
        listeners.forEach(Runnable::run);
    }

    public Duration offset() {
        return offset.get();
    }

    /** Called after each jump, for what is due by time alone. */
    public void onAdvance(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the sandbox keeps UTC, found " + zone);
    }
}
