package dev.cosell.launcher.soak;

import dev.cosell.launcher.LaunchFailure;
import java.time.Duration;

/** The rhythm of people and of misfortune; never a wait for the connector. */
final class Pause {
    private Pause() {}

    static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while the soak was running", e);
        }
    }
}
