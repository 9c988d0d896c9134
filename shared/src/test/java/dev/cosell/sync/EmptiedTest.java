package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many fields emptied in one step wait for somebody, whatever else goes on with them. */
class EmptiedTest {
    private static final String CLOSES_ON = "estimatedclosedate";

    private final World world = new World();
    private final Pair pair = world.inbound("Deal");

    @Test
    void theyStayHeldAlthoughTheSellerEditedOneOfThem() {
        String before = crm(CLOSES_ON);
        world.seller(pair, "description", World.text("the seller's"));
        portalEmptiesThree();
        world.settle();
        assertEquals("the seller's", world.note(pair));
        assertEquals(before, crm(CLOSES_ON));
        assertEquals(Set.of("closeDate", "solutions"), massCleared());
    }

    @Test
    void theyStayHeldUntilEachIsFilledAgain() {
        String before = crm(CLOSES_ON);
        portalEmptiesThree();
        world.settle();
        assertEquals(Set.of("notes", "closeDate", "solutions"), massCleared());
        world.portal(pair, World.NOTES, World.text("filled again"));
        world.settle();
        assertEquals("filled again", world.description(pair));
        assertEquals(before, crm(CLOSES_ON));
        assertEquals(Set.of("closeDate", "solutions"), massCleared());
        world.portal(pair, "/details/closingDateTime", World.text("2027-05-05T00:00:00Z"));
        world.portal(
                pair,
                "/details/requirements/solutions",
                JsonNodeFactory.instance
                        .arrayNode()
                        .add(JsonNodeFactory.instance.objectNode().put("id", "SOL-7-XYZ")));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals("2027-05-05", crm(CLOSES_ON));
    }

    @Test
    void theyGoThroughWithForce() {
        portalEmptiesThree();
        world.settle();
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW_FORCED)
                .settle();
        assertEquals(Set.of(), massCleared());
        assertEquals("", world.description(pair));
    }

    @Test
    void requiredFieldsAndAPriceWithoutItsCurrencyCountToo() {
        String note = world.note(pair);
        assertNotEquals("", note);
        Map<String, JsonNode> edit = new LinkedHashMap<>();
        edit.put("description", NullNode.getInstance());
        edit.put("estimatedvalue", NullNode.getInstance());
        edit.put(CLOSES_ON, NullNode.getInstance());
        world.crm.edits(pair.record().orElseThrow(), edit);
        world.settle();
        assertEquals(note, world.note(pair));
        assertEquals(Set.of("notes", "money", "closeDate"), massCleared());
    }

    private void portalEmptiesThree() {
        Map<String, JsonNode> edit = new LinkedHashMap<>();
        edit.put(World.NOTES, World.text(""));
        edit.put("/details/closingDateTime", NullNode.getInstance());
        edit.put("/details/requirements/solutions", JsonNodeFactory.instance.arrayNode());
        world.partnerCenter.edits(pair.referralId().orElseThrow(), edit);
    }

    private String crm(String column) {
        return world.crm.text(pair.record().orElseThrow(), column);
    }

    private Set<String> massCleared() {
        return world.again(pair).held().entrySet().stream()
                .filter(held -> held.getValue().code() == ProblemCode.MASS_CLEAR)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
