package dev.cosell.launcher.soak;

import dev.cosell.launcher.demo.Sides;
import java.time.Instant;
import java.util.Map;

/** Calls and events, added up over all lives of the sandbox, which counts in memory. */
final class Ledger {
    private final Sides sides;
    private long calls;
    private long events;

    Ledger(Sides sides) {
        this.sides = sides;
    }

    /** Takes over what the sandbox has counted in this life; then it may end. */
    void takeOver() {
        calls += sides.calls(Instant.EPOCH).size();
        events += sides.control().get("/_sandbox/deliveries?state=DELIVERED").size();
        sides.control().call("DELETE", "/_sandbox/calls", "", Map.of());
        sides.control().call("DELETE", "/_sandbox/deliveries", "", Map.of());
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
