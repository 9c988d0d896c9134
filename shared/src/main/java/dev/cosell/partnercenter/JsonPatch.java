package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Changes as the RFC 6902 array that Partner Center takes; it knows only {@code replace} and {@code add}.
 *
 * <p>{@code replace} also sets a member the referral did not show, since the service patches a model in which every
 * documented member exists; {@code add} is for appending to a list ({@code /team/-}).
 */
final class JsonPatch {
    /** Other values first, while the referral is still open; then status, substatus, reason, as documented. */
    private static final List<String> LAST = List.of("/status", "/substatus", "/statusReason");

    private JsonPatch() {}

    /** @param values by JSON pointer */
    static ArrayNode of(Map<String, JsonNode> values) {
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        values.entrySet().stream()
                .sorted(Comparator.comparingInt(value -> LAST.indexOf(value.getKey())))
                .forEach(value -> operations
                        .addObject()
                        .put("op", value.getKey().endsWith("/-") ? "add" : "replace")
                        .put("path", value.getKey())
                        .set("value", value.getValue()));
        return operations;
    }
}
