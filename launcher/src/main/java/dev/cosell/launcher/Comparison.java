package dev.cosell.launcher;

import java.time.Duration;

/** The connector's look at both systems, at somebody's wish. */
public final class Comparison {
    private static final int FINISHED = 200;
    /** It waits for people who saved a moment ago, so that it may have to be asked again. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    private Comparison() {}

    /**
     * Asks for it until it is finished.
     *
     * @param functions who is asked
     * @throws LaunchFailure if it is not finished within the limit
     */
    public static void finish(JsonClient functions, Duration limit) {
        Waiting.until(
                limit,
                BETWEEN_LOOKS,
                "the connector to compare both sides",
                () -> functions
                                .call("POST", "/api/reconcile", JsonClient.JSON.createObjectNode())
                                .status()
                        == FINISHED);
    }
}
