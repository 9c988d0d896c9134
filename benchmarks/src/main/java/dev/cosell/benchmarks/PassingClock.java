package dev.cosell.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes on by itself, and that can be moved over a time nobody wants to wait for. */
final class PassingClock implements InstantSource {
    private final InstantSource real;
    private Duration passed = Duration.ZERO;

    PassingClock(InstantSource real) {
        this.real = real;
    }

    @Override
    public Instant instant() {
        return real.instant().plus(passed);
    }

    void pass(Duration time) {
        passed = passed.plus(time);
    }
}
