package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The order of a referral's members on the wire and what an unset one looks like, as observed in records of 2022:
 * {@code referral-shape.json}. An array in it holds the shape of its items; a name with a question mark may be missing.
 */
final class Shape {
    private static final JsonNode REFERRAL = load();

    private Shape() {}

    /** The referral with every member in its place; unknown members come last. */
    static ObjectNode complete(JsonNode referral) {
        return (ObjectNode) complete(REFERRAL, referral);
    }

    /** Whether the referral entity has a top-level member of this name. */
    static boolean knows(String member) {
        return REFERRAL.has(member) || REFERRAL.has(member + "?");
    }

    /**
     * The same JSON with every member name in camel case: the service reads names in any case, and Microsoft's newest
     * sample mixes both.
     */
    static JsonNode camelCase(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> {
                String name = member.getKey();
                String camel = name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
                out.set(camel, camelCase(member.getValue()));
            });
            return out;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> out.add(camelCase(item)));
            return out;
        }
        return value;
    }

    private static JsonNode complete(JsonNode shape, JsonNode value) {
        boolean unset = value.isNull() || value.isMissingNode();
        return switch (shape) {
            case ObjectNode members when unset -> object(members, JsonNodeFactory.instance.objectNode());
            case ObjectNode members when value instanceof ObjectNode object -> object(members, object);
            case ArrayNode items when unset -> JsonNodeFactory.instance.arrayNode();
            case ArrayNode items when value instanceof ArrayNode array -> items(items, array);
            // A value of another kind than usual stays: one observed "ids" is an object, not an array.
            default -> value.isMissingNode() ? shape : value;
        };
    }

    private static ObjectNode object(ObjectNode shape, ObjectNode value) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ObjectNode rest = value.deepCopy();
        shape.properties().forEach(member -> {
            boolean optional = member.getKey().endsWith("?");
            String name =
                    optional ? member.getKey().substring(0, member.getKey().length() - 1) : member.getKey();
            String spelt = spelling(value, name);
            if (value.has(spelt) || !optional) {
                out.set(spelt, complete(member.getValue(), value.path(spelt)));
            }
            rest.remove(spelt);
        });
        return out.setAll(rest);
    }

    /** The member's name as the document spells it: some senders mix {@code ConsentToContact} with camel case. */
    private static String spelling(ObjectNode value, String name) {
        return value.has(name)
                ? name
                : value.propertyStream()
                        .map(java.util.Map.Entry::getKey)
                        .filter(name::equalsIgnoreCase)
                        .findFirst()
                        .orElse(name);
    }

    private static JsonNode items(ArrayNode shape, ArrayNode value) {
        if (shape.isEmpty()) {
            return value;
        }
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        value.forEach(item -> out.add(complete(shape.get(0), item)));
        return out;
    }

    private static JsonNode load() {
        try (InputStream in = Shape.class.getResourceAsStream("referral-shape.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read referral-shape.json", e);
        }
    }
}
