package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlException;
import java.util.Random;

/** How often a fault strikes: the next N times, or with a probability that a seed makes repeatable, or both. */
final class Odds {
    private static final int FOR_EVER = -1;

    private final double probability;
    private final Random random;
    private int left;

    private Odds(int count, double probability, long seed) {
        this.left = count;
        this.probability = probability;
        this.random = new Random(seed);
    }

    /** Reads {@code count} (default: 1, or for ever if a probability is given), {@code probability}, {@code seed}. */
    static Odds read(JsonNode fault) {
        double probability = fault.path("probability").asDouble(1);
        if (probability <= 0 || probability > 1) {
            throw new ControlException(400, "probability: expected above 0 and at most 1, found " + probability);
        }
        int count = fault.path("count").asInt(fault.has("probability") ? FOR_EVER : 1);
        return new Odds(count, probability, fault.path("seed").asLong(0));
    }

    synchronized boolean strikes() {
        if (left == 0 || random.nextDouble() >= probability) {
            return false;
        }
        if (left > 0) {
            left--;
        }
        return true;
    }

    synchronized boolean spent() {
        return left == 0;
    }

    synchronized void describe(ObjectNode out) {
        out.put("left", left).put("probability", probability);
    }
}
