package dev.cosell.localhost.app;

import java.time.Duration;

/** Something that starts functions until it is told to stop. */
public interface Listener {
    /** Takes no new work from now on; returns at once. */
    void stop();

    /** Waits for the work already taken; after {@link #stop()} only. False when the limit passed first. */
    boolean awaitIdle(Duration limit) throws InterruptedException;
}
