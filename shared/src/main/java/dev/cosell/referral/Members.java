package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/**
 * Reads members of a Partner Center document by JSON pointer, whatever the case of their names.
 *
 * <p>The documented samples mix {@code ConsentToContact} with {@code consentToShare...}; the service itself does not
 * mind, so neither do we.
 */
public final class Members {
    private Members() {}

    /** The node at a pointer such as {@code /details/dealValue}; a missing node if any step is absent. */
    public static JsonNode at(JsonNode document, String pointer) {
        JsonNode node = document;
        for (String step : pointer.substring(1).split("/")) {
            node = child(node, step);
        }
        return node;
    }

    private static JsonNode child(JsonNode node, String name) {
        if (node.isArray()) {
            return name.chars().allMatch(Character::isDigit)
                    ? node.path(Integer.parseInt(name))
                    : MissingNode.getInstance();
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
}
