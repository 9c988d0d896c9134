package dev.cosell.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The two documents that a peer translates: the event into a referral's id, the referral into columns. */
final class Documents {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    /** Dataverse dates have no time. */
    private static final int DATE_LENGTH = 10;

    private Documents() {}

    /** The id at the end of an event's {@code ResourceUri}. */
    static String referralOf(String event) {
        String resource = read(event).path("ResourceUri").asText();
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    /** What makes an event the same as another: its resource and the time of the change. */
    static String keyOf(String event) {
        JsonNode json = read(event);
        return json.path("ResourceUri").asText() + " "
                + json.path("ResourceChangeUtcDate").asText();
    }

    /** The columns of an opportunity, without the referral's id. */
    static ObjectNode opportunity(String referral) {
        JsonNode document = read(referral);
        JsonNode details = document.path("details");
        ObjectNode columns = JSON.createObjectNode();
        columns.put("name", document.path("name").asText());
        columns.set("estimatedvalue", details.path("dealValue"));
        columns.put("description", details.path("notes").asText());
        String closes = details.path("closingDateTime").asText();
        columns.put("estimatedclosedate", closes.substring(0, Math.min(DATE_LENGTH, closes.length())));
        return columns;
    }

    /** Any of them; {@link IllegalArgumentException} for what is no JSON. */
    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected JSON, found " + e.getOriginalMessage(), e);
        }
    }
}
