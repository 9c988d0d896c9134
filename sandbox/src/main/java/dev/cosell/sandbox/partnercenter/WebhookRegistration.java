package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a tenant wants its events; there is at most one.
 *
 * @param ownHeader {@code SignatureTokenToMsSignatureHeader}
 * @param lastModified ISO 8601
 */
record WebhookRegistration(
        String subscriberId, String webhookUrl, List<String> webhookEvents, boolean ownHeader, String lastModified) {
    /** Every event name of the webhooks page; the sandbox raises the referral ones and {@code test-created}. */
    static final Set<String> EVENTS = Set.of(
            "azure-fraud-event-detected",
            "dap-admin-relationship-approved",
            "dap-admin-relationship-terminated",
            "dap-admin-relationship-terminated-by-microsoft",
            "granular-admin-access-assignment-activated",
            "granular-admin-access-assignment-created",
            "granular-admin-access-assignment-deleted",
            "granular-admin-access-assignment-updated",
            "granular-admin-relationship-activated",
            "granular-admin-relationship-approved",
            "granular-admin-relationship-expired",
            "granular-admin-relationship-terminated",
            "indirect-reseller-relationship-accepted-by-customer",
            "invoice-ready",
            "new-commerce-migration-completed",
            "new-commerce-migration-created",
            "new-commerce-migration-failed",
            "new-commerce-migration-schedule-failed",
            "referral-created",
            "referral-updated",
            "related-referral-created",
            "related-referral-updated",
            "reseller-relationship-accepted-by-customer",
            "subscription-updated",
            "test-created",
            "usagerecords-thresholdExceeded");

    /**
     * Reads a request body, member names in any case.
     *
     * @throws IllegalArgumentException saying what was expected and found
     */
    static WebhookRegistration read(JsonNode body, String subscriberId, String now) {
        Map<String, JsonNode> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        body.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        String url = text(members.get("webhookUrl"));
        if (!isHttp(url)) {
            throw new IllegalArgumentException("WebhookUrl: expected an absolute http or https address, found " + url);
        }
        List<String> events = new ArrayList<>();
        members.getOrDefault("webhookEvents", JsonNodeFactory.instance.arrayNode())
                .forEach(event -> events.add(event.asText()));
        if (events.isEmpty() || !EVENTS.containsAll(events)) {
            throw new IllegalArgumentException("WebhookEvents: expected known event names, found " + events);
        }
        // One of the clients in the field sends this flag as a text.
        boolean ownHeader = Boolean.parseBoolean(text(members.get("signatureTokenToMsSignatureHeader")));
        return new WebhookRegistration(subscriberId, url, events, ownHeader, now);
    }

    ObjectNode json(boolean camelCase) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put(name("SubscriberId", camelCase), subscriberId);
        out.put(name("WebhookUrl", camelCase), webhookUrl);
        var events = out.putArray(name("WebhookEvents", camelCase));
        webhookEvents.forEach(events::add);
        out.put(name("SignatureTokenToMsSignatureHeader", camelCase), ownHeader);
        out.put(name("LastModifiedTimestamp", camelCase), lastModified);
        return out;
    }

    private static String name(String pascal, boolean camelCase) {
        return camelCase ? Character.toLowerCase(pascal.charAt(0)) + pascal.substring(1) : pascal;
    }

    private static String text(JsonNode node) {
        return node == null ? "" : node.asText();
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
        } catch (URISyntaxException e) {
            // Not an address: that is the answer.
            return false;
        }
    }
}
