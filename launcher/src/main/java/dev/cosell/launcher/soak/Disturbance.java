package dev.cosell.launcher.soak;

import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.demo.Sides;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What goes wrong between the kills: calls that fail before or after they did something, events that come otherwise. */
final class Disturbance {
    private static final double CALLS = 0.01;
    private static final double EVENTS = 0.03;
    private static final int LATE_MILLIS = 3000;

    private final Sides sides;
    private final long seed;

    Disturbance(Sides sides, long seed) {
        this.sides = sides;
        this.seed = seed;
    }

    /** The sandbox forgets it when it ends, so each start needs it anew. */
    void begin() {
        CrmProduct crm = sides.crm().product();
        for (String system : List.of("partnerCenter", crm.word())) {
            call(system, Map.of("effect", "status", "status", 429, "retryAfter", 2));
            call(system, Map.of("effect", "status", "status", 503));
            call(system, Map.of("effect", "statusAfterCommit", "status", 500));
            call(system, Map.of("effect", "dropAfterCommit"));
        }
        for (String service : List.of("webhooks", crm.word())) {
            for (String effect : List.of("drop", "duplicate", "delay", "reorder")) {
                sides.control()
                        .send(
                                "POST",
                                "/_sandbox/event-faults",
                                Sides.json(Map.of(
                                        "service",
                                        service,
                                        "effect",
                                        effect,
                                        "millis",
                                        LATE_MILLIS,
                                        "probability",
                                        EVENTS,
                                        "seed",
                                        seed)));
            }
        }
    }

    void end() {
        sides.control().call("DELETE", "/_sandbox/faults", "", Map.of());
        sides.control().call("DELETE", "/_sandbox/event-faults", "", Map.of());
    }

    private void call(String system, Map<String, ?> effect) {
        Map<String, Object> fault = new HashMap<>(effect);
        fault.putAll(Map.of("system", system, "probability", CALLS, "seed", seed));
        sides.disturbCalls(fault);
    }
}
