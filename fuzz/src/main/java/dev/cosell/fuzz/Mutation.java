package dev.cosell.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns a sample into an input: mostly something that is still nearly right, because what is all wrong is refused at the
 * door and tries nothing behind it.
 */
final class Mutation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CHANGES = 3;
    private static final int MANY = 300;

    private final Dice dice;

    Mutation(Dice dice) {
        this.dice = dice;
    }

    /** Of a JSON text: members of other kinds, missing, twice or strange; now and then no JSON any more. */
    String json(JsonNode sample) {
        if (dice.oneIn(12)) {
            return sample.toString();
        }
        JsonNode changed = tree(sample);
        String text = written(changed);
        return dice.oneIn(5) ? text(text) : text;
    }

    /** The sample with some of its values changed. */
    JsonNode tree(JsonNode sample) {
        ArrayNode root = JsonNodeFactory.instance.arrayNode().add(sample.deepCopy());
        for (int change = 1 + dice.below(MOST_CHANGES); change > 0; change--) {
            change(dice.pick(containers(root)));
        }
        return root.path(0);
    }

    /** Of any text: cut, doubled, with something hostile in its midst. */
    String text(String sample) {
        if (sample.isEmpty()) {
            return Hostile.text(dice);
        }
        int at = dice.below(sample.length());
        int to = at + dice.below(Math.min(sample.length() - at, 64) + 1);
        return switch (dice.below(6)) {
            case 0 -> sample.substring(0, at);
            case 1 -> sample.substring(0, at) + Hostile.text(dice) + sample.substring(at);
            case 2 -> sample.substring(0, at) + sample.substring(to);
            case 3 -> sample.substring(0, to) + sample.substring(at);
            case 4 -> sample.substring(0, at) + Hostile.written(dice) + sample.substring(to);
            default -> Hostile.text(dice);
        };
    }

    /** Of bytes: flipped, cut, doubled, in another character set. */
    byte[] bytes(byte[] sample) {
        if (sample.length == 0) {
            return dice.bytes(dice.below(64));
        }
        int at = dice.below(sample.length);
        return switch (dice.below(6)) {
            case 0 -> Arrays.copyOf(sample, at);
            case 1 -> joined(sample, sample);
            case 2 -> new String(sample, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
            case 3 -> joined(Arrays.copyOf(sample, at), dice.bytes(1 + dice.below(16)));
            default -> flipped(sample);
        };
    }

    private byte[] flipped(byte[] sample) {
        byte[] changed = sample.clone();
        for (int flips = 1 + dice.below(4); flips > 0; flips--) {
            changed[dice.below(changed.length)] ^= (byte) (1 << dice.below(8));
        }
        return changed;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static List<JsonNode> containers(JsonNode root) {
        List<JsonNode> found = new ArrayList<>(List.of(root));
        for (int i = 0; i < found.size(); i++) {
            found.get(i).valueStream().filter(JsonNode::isContainerNode).forEach(found::add);
        }
        // The outermost only stands around the sample: it is chosen as often as any other, which changes the sample's
        // kind.
        return found;
    }

    private void change(JsonNode container) {
        if (container instanceof ObjectNode object) {
            change(object);
        } else if (container instanceof ArrayNode array) {
            change(array);
        }
    }

    private void change(ObjectNode object) {
        List<Map.Entry<String, JsonNode>> members = List.copyOf(object.properties());
        if (members.isEmpty()) {
            object.set(Hostile.text(dice), Hostile.value(dice));
            return;
        }
        Map.Entry<String, JsonNode> member = dice.pick(members);
        switch (dice.below(8)) {
            case 0 -> object.remove(member.getKey());
            case 1 -> object.set(Hostile.text(dice), member.getValue());
            case 2 -> {
                object.remove(member.getKey());
                object.set(member.getKey().toUpperCase(Locale.ROOT), member.getValue());
            }
            case 3 -> object.set(member.getKey(), dice.pick(members).getValue().deepCopy());
            default -> object.set(member.getKey(), other(member.getValue()));
        }
    }

    private void change(ArrayNode array) {
        if (array.isEmpty()) {
            array.add(Hostile.value(dice));
            return;
        }
        int at = dice.below(array.size());
        switch (dice.below(6)) {
            case 0 -> array.remove(at);
            case 1 -> array.insert(at, Hostile.value(dice));
            case 2 -> {
                JsonNode again = array.get(at);
                for (int more = dice.oneIn(20) ? many(again) : 1; more > 0; more--) {
                    // Each is one of its own: what is changed in one later must not become gigantic in all.
                    array.add(again.deepCopy());
                }
            }
            default -> array.set(at, other(array.get(at)));
        }
    }

    private static int many(JsonNode value) {
        return Math.clamp(Hostile.GIGANTIC / (1 + plain(value).length()), 1, MANY);
    }

    private JsonNode other(JsonNode value) {
        return value.isTextual() && dice.oneIn(2) ? TextNode.valueOf(text(value.asText())) : Hostile.value(dice);
    }

    /** Now and then with a value that no tree can hold, and with a member twice. */
    private String written(JsonNode tree) {
        String text = plain(tree);
        if (dice.oneIn(8)) {
            int member = text.indexOf(':', dice.below(text.length() + 1));
            if (member > 0) {
                int end = text.indexOf(',', member);
                return text.substring(0, member + 1) + Hostile.written(dice) + (end > 0 ? text.substring(end) : "}");
            }
        }
        if (dice.oneIn(12) && text.startsWith("{\"") && tree.size() > 0) {
            String first = text.substring(1, text.indexOf(':') + 1);
            return "{" + first + Hostile.written(dice) + "," + text.substring(1);
        }
        return text;
    }

    private static String plain(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException unpaired) {
            // A text with half a character has no UTF-8; Java's own form of the tree has.
            return tree.toString();
        }
    }
}
