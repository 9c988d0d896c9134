package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlException;
import java.time.Duration;

/**
 * One fault of a service's webhooks.
 *
 * @param delay of {@link Effect#DELAY}; for {@link Effect#REORDER} the longest wait for a later event
 */
record EventFault(String id, String service, Effect effect, Duration delay, Odds odds) {
    enum Effect {
        DROP,
        DUPLICATE,
        DELAY,
        /** Waits until the service's next event has gone out first. */
        REORDER
    }

    static EventFault read(String id, JsonNode json) {
        return new EventFault(
                id,
                json.path("service").asText(),
                effect(json.path("effect").asText()),
                Duration.ofMillis(json.path("millis").asLong(2000)),
                Odds.read(json));
    }

    ObjectNode describe() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("id", id).put("service", service).put("effect", effect.name()).put("millis", delay.toMillis());
        odds.describe(out);
        return out;
    }

    private static Effect effect(String name) {
        return switch (name) {
            case "drop" -> Effect.DROP;
            case "duplicate" -> Effect.DUPLICATE;
            case "delay" -> Effect.DELAY;
            case "reorder" -> Effect.REORDER;
            default ->
                throw new ControlException(400, "effect: expected drop, duplicate, delay or reorder, found " + name);
        };
    }
}
