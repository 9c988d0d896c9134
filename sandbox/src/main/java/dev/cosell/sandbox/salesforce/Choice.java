package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One value of a picklist.
 *
 * @param initial whether new records get it
 */
record Choice(String value, String label, boolean active, boolean initial) {
    static Choice of(String value) {
        return new Choice(value, value, true, false);
    }

    /** A text, or {@code {"value","label","active","default"}}. */
    @JsonCreator
    static Choice read(JsonNode json) {
        if (json.isTextual()) {
            return of(json.textValue());
        }
        String value = json.path("value").asText();
        return new Choice(
                value,
                json.path("label").asText(value),
                json.path("active").asBoolean(true),
                json.path("default").asBoolean());
    }
}
