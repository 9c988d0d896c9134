package dev.cosell.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is understood once means what it says itself, however often what a side shows changes. */
class UnderstandingTest {
    private static final FieldMap MAP = FieldMapFile.dynamics().deals();
    private static final List<JsonNode> NODES = List.of(
            NullNode.getInstance(),
            IntNode.valueOf(5),
            TextNode.valueOf("5"),
            TextNode.valueOf("Active"),
            TextNode.valueOf("Accepted"),
            TextNode.valueOf("2026-03-01"));

    @Property(tries = 200)
    void itSaysWhatTheFieldSaysWhateverWasShownBefore(@ForAll long seed) {
        Random random = new Random(seed);
        Understanding understanding = new Understanding();
        for (int reading = 0; reading < 4; reading++) {
            for (Side side : Side.values()) {
                Map<String, JsonNode> shown = shown(side, random);
                for (Field field : MAP.fields()) {
                    assertEquals(field.on(side, shown), understanding.of(field, side, shown), field.name());
                }
            }
        }
    }

    @Example
    void theSameStoredFormIsUnderstoodOnce() {
        Understanding understanding = new Understanding();
        Field field = MAP.field("name").orElseThrow();
        Map<String, JsonNode> shown = Map.of("/name", TextNode.valueOf("Datacentre move"));

        assertSame(
                understanding.of(field, Side.PARTNER_CENTER, shown).orElseThrow(),
                understanding
                        .of(field, Side.PARTNER_CENTER, new HashMap<>(shown))
                        .orElseThrow());
    }

    /** Some paths are not shown. */
    private static Map<String, JsonNode> shown(Side side, Random random) {
        Map<String, JsonNode> shown = new HashMap<>();
        for (String path : MAP.paths(side)) {
            int chosen = random.nextInt(NODES.size() + 1);
            if (chosen < NODES.size()) {
                shown.put(path, NODES.get(chosen));
            }
        }
        return shown;
    }
}
