package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Map;

/**
 * Reads members of a Partner Center document by JSON pointer, whatever the case of their names.
 *
 * <p>The documented samples mix {@code ConsentToContact} with {@code consentToShare...}; the service itself does not
 * mind, so neither do we.
 *
 * <p>An entry of a list is addressed by its number, or, in a list of {@code {"type", "id"}}, by its type: {@code
 * .../attributes/PartnerRole} is the id of the attribute of that type, and explicitly empty if there is none.
 */
public final class Members {
    private Members() {}

    /** The node at a pointer such as {@code /details/dealValue}; a missing node if any step is absent. */
    public static JsonNode at(JsonNode document, String pointer) {
        JsonNode node = document;
        for (int from = 1; from <= pointer.length(); ) {
            int slash = pointer.indexOf('/', from);
            int to = slash < 0 ? pointer.length() : slash;
            node = child(node, pointer.substring(from, to));
            from = to + 1;
        }
        return node;
    }

    private static JsonNode child(JsonNode node, String name) {
        if (node.isArray()) {
            return name.chars().allMatch(Character::isDigit) ? node.path(Integer.parseInt(name)) : byType(node, name);
        }
        JsonNode exact = node.path(name);
        if (!exact.isMissingNode()) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode byType(JsonNode list, String type) {
        for (JsonNode entry : list) {
            if (child(entry, "type").asText().equalsIgnoreCase(type)) {
                return child(entry, "id");
            }
        }
        return NullNode.getInstance();
    }
}
