package dev.cosell.launcher.crm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.LaunchFailure;
import java.util.Map;
import java.util.TreeMap;

/** What may be chosen of a column: what is stored, by what people read. The demo's words differ in case alone. */
final class Choices {
    private final Map<String, JsonNode> stored = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Reads them from metadata.
     *
     * @param list one object per choice
     * @param label pointer to what people read
     * @param value pointer to what is stored
     */
    Choices(JsonNode list, String label, String value) {
        list.forEach(choice -> stored.put(choice.at(label).asText(), choice.at(value)));
    }

    /** @throws LaunchFailure for a label that is none */
    JsonNode stored(String label) {
        if (!stored.containsKey(label)) {
            throw new LaunchFailure("Expected one of " + stored.keySet() + ", found " + label);
        }
        return stored.get(label);
    }
}
