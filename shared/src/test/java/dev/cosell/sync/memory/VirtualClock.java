package dev.cosell.sync.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it; never back. */
public final class VirtualClock implements InstantSource {
    private Instant now = Instant.parse("2026-03-02T09:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Moves to an instant, unless it is over already. */
    public void reach(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
    }
}
