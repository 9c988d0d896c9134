package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.benchmarks.Installation.Deal;
import java.time.Duration;
import java.util.Map;

/**
 * The engine and the stores, used until the JVM has compiled them: the first hundreds of syncs of a process say more of the
 * compiler than of the connector.
 */
public final class WarmEngine {
    private static final Duration LEFT_ALONE = Duration.ofMinutes(15);

    private WarmEngine() {}

    /** Edits a deal in Partner Center so often, on the real stores over tables in memory, with both systems in memory. */
    public static void by(int edits) {
        Installation installation = Installation.onTables();
        Deal deal = installation.deal("Datacentre move");
        for (int i = 0; i < edits; i++) {
            installation.pass(LEFT_ALONE);
            installation.partnerCenter.edits(
                    deal.referral(), Map.of("/details/notes", TextNode.valueOf("They decide in month " + i)));
            installation.settle();
        }
    }
}
