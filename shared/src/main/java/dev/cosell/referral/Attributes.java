package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a referral: a list of {@code {"type", "id"}} in which each type stands once. A pointer that goes on
 * below the list names the attribute of one type.
 */
public final class Attributes {
    /** Where the list is. */
    public static final String LIST = "/details/requirements/additionalRequirements/attributes";

    private Attributes() {}

    /** The type a pointer names, if it names an attribute. */
    public static Optional<String> type(String pointer) {
        return pointer.startsWith(LIST + "/") ? Optional.of(pointer.substring(LIST.length() + 1)) : Optional.empty();
    }

    /**
     * The list with some attributes set, beside all others it has.
     *
     * @param shown the list now; any other node counts as an empty one
     * @param ids by type; an empty id takes the attribute out
     */
    public static ArrayNode with(JsonNode shown, Map<String, String> ids) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Map<String, String> left = new LinkedHashMap<>(ids);
        if (shown.isArray()) {
            for (JsonNode entry : shown) {
                Optional<String> type = Referral.textOf(entry, "/type")
                        .flatMap(shownType -> ids.keySet().stream()
                                .filter(shownType::equalsIgnoreCase)
                                .findFirst());
                if (type.isEmpty()) {
                    list.add(entry);
                } else if (left.containsKey(type.get())) {
                    add(list, type.get(), left.remove(type.get()));
                }
            }
        }
        left.forEach((type, id) -> add(list, type, id));
        return list;
    }

    private static void add(ArrayNode list, String type, String id) {
        if (!id.isEmpty()) {
            ObjectNode attribute = list.addObject();
            attribute.put("type", type).put("id", id);
        }
    }
}
