package dev.cosell.launcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for a condition, by asking again and again. */
public final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(40);

    private Waiting() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what it waits for, for the message
     * @throws LaunchFailure if it does not hold within the limit
     */
    public static void until(Duration limit, String what, BooleanSupplier condition) {
        until(limit, PAUSE, what, condition);
    }

    /** The same, with a pause of one's own between two looks: each may be a call to somebody else's system. */
    public static void until(Duration limit, Duration pause, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new LaunchFailure("Waited " + limit.toSeconds() + " s for " + what + ", in vain");
            }
            pause(pause, what);
        }
    }

    private static void pause(Duration pause, String what) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while waiting for " + what, e);
        }
    }
}
