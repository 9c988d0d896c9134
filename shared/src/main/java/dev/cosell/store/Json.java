package dev.cosell.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How the rows and messages of this package read and write JSON. Numbers keep every digit. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    static String text(JsonNode tree) {
        return tree.toString();
    }

    static JsonNode parse(byte[] json) throws IOException {
        return JsonText.read(READER, json);
    }

    static JsonNode parse(String json) throws JsonProcessingException {
        return JsonText.read(READER, json);
    }

    /** The member, if it is there and not null. */
    static Optional<JsonNode> member(JsonNode object, String member) {
        return Optional.ofNullable(object.get(member)).filter(node -> !node.isNull());
    }

    /** The member's text, if it is there and not null. */
    static Optional<String> optional(JsonNode object, String member) {
        return member(object, member).map(JsonNode::asText);
    }

    /** The member's text; the empty text if it is absent, as in a row written before the member existed. */
    static String textOrEmpty(JsonNode object, String member) {
        return optional(object, member).orElse("");
    }

    /** Writes a member only if there is a value: absent and empty are the same. */
    static void put(ObjectNode object, String member, Optional<?> value) {
        value.ifPresent(present -> object.put(member, present.toString()));
    }

    /** An object as a map, in its order; empty if it is absent. */
    static <T> Map<String, T> map(JsonNode object, String member, Function<JsonNode, T> each) {
        Map<String, T> map = new LinkedHashMap<>();
        object.path(member).properties().forEach(entry -> map.put(entry.getKey(), each.apply(entry.getValue())));
        return map;
    }

    /** A map as an object; absent if it is empty. */
    static <T> void put(ObjectNode object, String member, Map<String, T> map, Function<T, JsonNode> each) {
        if (!map.isEmpty()) {
            ObjectNode node = object.putObject(member);
            map.forEach((key, value) -> node.set(key, each.apply(value)));
        }
    }
}
