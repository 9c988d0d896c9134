package dev.cosell.setup.salesforce;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where Salesforce sends its events, and with what.
 *
 * @param address the app's, {@code https://<host>/api/events/salesforce}
 * @param secret an outbound message has no headers, so it stands in its address; whoever sees outbound messages sees it
 * @param sender username of an administrator who may send outbound messages
 */
public record SalesforceEvents(URI address, String secret, String sender) {
    /** What the project's placeholders are replaced with; see {@code replacements} in {@code sfdx-project.json}. */
    Map<String, String> environment() {
        return Map.of(
                "COSELL_EVENTS_ADDRESS",
                address + "?secret=" + URLEncoder.encode(secret, StandardCharsets.UTF_8),
                "COSELL_EVENTS_SENDER",
                sender);
    }

    /** What a secret is not put into. */
    @Override
    public String toString() {
        return "events to " + address;
    }
}
