package dev.cosell.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What attackers and broken senders write, from {@code hostile-texts.json} and {@code hostile-values.json}: each has
 * brought some program down.
 */
final class Hostile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> TEXTS =
            resource("hostile-texts.json").valueStream().map(JsonNode::asText).toList();

    /** JSON as it is written, because some of it survives no parser. */
    private static final List<String> VALUES =
            resource("hostile-values.json").valueStream().map(JsonNode::asText).toList();

    private static final List<Integer> LENGTHS = List.of(1, 100, 256, 1_000, 33_000, 70_000);
    /** More than any request, any row and any message may have. */
    static final int GIGANTIC = 3 * 1024 * 1024;

    private Hostile() {}

    static String text(Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> "x".repeat(dice.oneIn(40) ? GIGANTIC : dice.pick(LENGTHS));
            case 1 -> new String(dice.bytes(1 + dice.below(40)), StandardCharsets.ISO_8859_1);
            default -> dice.pick(TEXTS);
        };
    }

    /** A value of any kind. */
    static JsonNode value(Dice dice) {
        return switch (dice.below(6)) {
            case 0 -> JsonNodeFactory.instance.nullNode();
            case 1 -> JsonNodeFactory.instance.booleanNode(dice.oneIn(2));
            case 2 -> parsed(dice);
            case 3 -> dice.oneIn(2) ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
            default -> TextNode.valueOf(text(dice));
        };
    }

    /** A value as it is written, which may be no JSON, or JSON that is costly to read. */
    static String written(Dice dice) {
        return switch (dice.below(10)) {
            case 0 -> "[".repeat(1_500) + "]".repeat(1_500);
            case 1 -> "{\"a\":".repeat(1_500) + "1" + "}".repeat(1_500);
            case 2 -> "9".repeat(2_000);
            default -> dice.pick(VALUES);
        };
    }

    private static JsonNode parsed(Dice dice) {
        try {
            return JSON.readTree(dice.pick(VALUES));
        } catch (JsonProcessingException notForATree) {
            return JsonNodeFactory.instance.numberNode(Long.MIN_VALUE);
        }
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Hostile.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
