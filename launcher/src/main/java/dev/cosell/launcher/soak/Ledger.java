package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.demo.Sides;
import java.time.Instant;

/** Calls and events, added up over all lives of the sandbox, which counts in memory. */
final class Ledger {
    private final Sides sides;
    private long calls;
    private long events;

    Ledger(Sides sides) {
        this.sides = sides;
    }

    /** Takes over what the sandbox has counted in this life; then it may end. */
    void close() {
        calls += sides.calls(Instant.EPOCH).size();
        for (JsonNode delivery : sides.control().get("/_sandbox/deliveries")) {
            events += delivery.path("state").asText().equals("DELIVERED") ? 1 : 0;
        }
        sides.control().call("DELETE", "/_sandbox/calls", "", java.util.Map.of());
        sides.control().call("DELETE", "/_sandbox/deliveries", "", java.util.Map.of());
    }

    /** Calls to Partner Center and the CRM, sign-in apart. */
    long calls() {
        return calls;
    }

    /** Events that the connector accepted. */
    long events() {
        return events;
    }
}
