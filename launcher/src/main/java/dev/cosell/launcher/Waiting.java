package dev.cosell.launcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for a condition, by asking again and again. */
public final class Waiting {
    private static final long PAUSE_MILLIS = 40;

    private Waiting() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what it waits for, for the message
     * @throws LaunchFailure if it does not hold within the limit
     */
    public static void until(Duration limit, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new LaunchFailure("Waited " + limit.toSeconds() + " s for " + what + ", in vain");
            }
            pause(what);
        }
    }

    private static void pause(String what) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while waiting for " + what, e);
        }
    }
}
