package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.Side;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a side shows while a part of it is hidden. */
class WholeGroupsTest {
    private static final Map<String, JsonNode> KNOWN =
            Map.of(World.VALUE, IntNode.valueOf(3), World.CURRENCY, World.text("USD"));

    private static Map<String, JsonNode> now(Map<String, JsonNode> shown) {
        return WholeGroups.of(World.MAP, Side.PARTNER_CENTER, KNOWN, shown);
    }

    @Test
    void anAmountIsNotCompletedFromAnotherTime() {
        assertEquals(KNOWN, now(Map.of(World.CURRENCY, World.text("EUR"))));
    }

    @Test
    void aGroupThatIsShownWholeIsTaken() {
        Map<String, JsonNode> shown = Map.of(World.VALUE, IntNode.valueOf(5), World.CURRENCY, World.text("EUR"));
        assertEquals(shown, now(shown));
    }

    @Test
    void whatIsShownAsEmptyIsNotHidden() {
        Map<String, JsonNode> shown = Map.of(World.VALUE, NullNode.getInstance(), World.CURRENCY, World.text("EUR"));
        assertEquals(shown, now(shown));
    }
}
