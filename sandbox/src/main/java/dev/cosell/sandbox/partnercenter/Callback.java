package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The notification of one event.
 *
 * @param resource address of what changed
 * @param resourceName {@code referral} or {@code test}
 */
record Callback(String eventName, URI resource, String resourceName, Instant changed) {
    /** Compact JSON with exactly five members; {@code AuditUri} is null in every documented referral sample. */
    byte[] body() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("EventName", eventName)
                .put("ResourceUri", resource.toString())
                .put("ResourceName", resourceName)
                .putNull("AuditUri")
                .put("ResourceChangeUtcDate", Ticks.event(changed))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
