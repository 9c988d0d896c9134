package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A CRM whose plug-ins drop or change what was written: written once more, then told, and never back and forth. */
class ReadBackTest {
    private static final String NOTE = "typed in the portal";

    /** How many writes the rule still touches. */
    private int ruled;

    private final World world = new World(1, World.MAP, ports -> Forgetful.ruled(ports, this::rule));
    private UnaryOperator<Map<String, JsonNode>> plugIn = values -> values;

    private Map<String, JsonNode> rule(Map<String, JsonNode> values) {
        boolean concerned = values.containsKey("description") && ruled > 0;
        ruled -= concerned ? 1 : 0;
        return concerned ? plugIn.apply(new LinkedHashMap<>(values)) : values;
    }

    private void drops(int times) {
        ruled = times;
        plugIn = values -> {
            values.remove("description");
            return values;
        };
    }

    private void changes(int times) {
        ruled = times;
        plugIn = values -> {
            values.put("description", TextNode.valueOf("CHECKED BY THE PLUG-IN"));
            return values;
        };
    }

    @Test
    void s48_whatIsDroppedOnceIsWrittenAgainAndIsNoFinding() {
        Pair pair = world.inbound("Move to Azure");
        drops(1);
        world.counting();
        world.portal(pair, World.NOTES, World.text(NOTE));
        world.settle();
        assertEquals(NOTE, world.description(pair));
        assertEquals(2, world.calls.of("crm.update"));
        assertEquals(Map.of(), world.again(pair).divergences());
        assertEquals(List.of("wrote", "was not kept, is written again", "wrote"), lastEntries(pair, 3));
    }

    @Test
    void s48_whatIsDroppedAgainIsAFindingOnTheRecordAndOnTheTimeline() {
        Pair pair = world.inbound("Move to Azure");
        drops(Integer.MAX_VALUE);
        world.counting();
        world.portal(pair, World.NOTES, World.text(NOTE));
        world.portal(pair, World.VALUE, IntNode.valueOf(99));
        world.settle();
        assertFinding(pair, "still shows \"as sent by Microsoft\"");
        assertEquals(2, world.calls.of("crm.update"));
        assertEquals("99.00", world.crm.text(pair.record().orElseThrow(), "estimatedvalue"));
    }

    @Test
    void s48_whatIsChangedIsAFindingToo() {
        Pair pair = world.inbound("Move to Azure");
        changes(Integer.MAX_VALUE);
        world.portal(pair, World.NOTES, World.text(NOTE));
        world.settle();
        assertFinding(pair, "wrote \"" + NOTE + "\", the CRM still shows \"CHECKED BY THE PLUG-IN\"");
    }

    @Test
    void s48_whatAPlugInPutInNeverCrossesBack() {
        Pair pair = world.inbound("Move to Azure");
        changes(Integer.MAX_VALUE);
        world.portal(pair, World.NOTES, World.text(NOTE));
        world.settle();
        world.counting();
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        world.asks(Subject.referral(pair.referralId().orElseThrow()), Causes.SYNC_NOW)
                .settle();
        assertEquals(NOTE, world.note(pair));
        assertEquals(0, world.calls.of("pc.patch"));
        assertEquals(0, world.calls.of("crm.update"));
        assertFinding(pair, "CHECKED BY THE PLUG-IN");
    }

    @Test
    void whereTheRecordIsKnownNotToKeepTheFieldItIsWrittenOnce() {
        Pair pair = world.inbound("Move to Azure");
        drops(Integer.MAX_VALUE);
        world.portal(pair, World.NOTES, World.text(NOTE));
        world.settle();
        world.counting();
        world.portal(pair, World.NOTES, World.text("typed later"));
        world.settle();
        assertEquals(1, world.calls.of("crm.update"));
        assertFinding(pair, "typed later");
    }

    @Test
    void onceTheRuleIsGoneTheNextEditEndsTheFinding() {
        Pair pair = world.inbound("Move to Azure");
        drops(2);
        world.portal(pair, World.NOTES, World.text(NOTE));
        world.settle();
        world.portal(pair, World.NOTES, World.text("typed later"));
        world.settle();
        assertEquals("typed later", world.description(pair));
        assertEquals(Map.of(), world.again(pair).divergences());
        assertEquals("In step", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void theSellersNextEditCrossesAndEndsTheFinding() {
        Pair pair = world.inbound("Move to Azure");
        changes(2);
        world.portal(pair, World.NOTES, World.text(NOTE));
        world.settle();
        world.seller(pair, "description", World.text("the seller's note"));
        world.settle();
        assertEquals("the seller's note", world.note(pair));
        assertEquals(Map.of(), world.again(pair).divergences());
    }

    @Test
    void s48_whatANewRecordDidNotKeepIsWrittenAgain() {
        drops(1);
        Pair pair = world.inbound("Move to Azure");
        assertEquals("as sent by Microsoft", world.description(pair));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void s48_whatANewRecordHasInsteadIsAFindingAndDoesNotCrossBack() {
        changes(Integer.MAX_VALUE);
        Pair pair = world.inbound("Move to Azure");
        assertFinding(pair, "wrote \"as sent by Microsoft\", the CRM still shows \"CHECKED BY THE PLUG-IN\"");
        assertEquals("as sent by Microsoft", world.note(pair));
    }

    @Test
    void s48_aCrashAtAnyStepLosesNeitherTheSecondTryNorTheFinding() {
        for (int step = 1; new ReadBackTest().survivesACrashAt(step); step++) {
            assertTrue(step < 200, "a run has fewer steps");
        }
    }

    /** @return whether there was such a step */
    private boolean survivesACrashAt(int step) {
        Pair pair = world.inbound("Move to Azure");
        drops(Integer.MAX_VALUE);
        int[] left = {step};
        world.hook = at -> {
            if (--left[0] == 0) {
                throw new World.Crash();
            }
        };
        world.portal(pair, World.NOTES, World.text(NOTE));
        world.settleThroughCrashes();
        assertEquals(NOTE, world.note(pair), "crash at step " + step);
        assertFinding(pair, NOTE);
        assertEquals(List.of(), world.violations(), "crash at step " + step);
        return left[0] <= 0;
    }

    @Test
    void aValueThatTheRecordDoesNotShowIsUnknownAndNoFinding() {
        Map<String, JsonNode> written = Map.of("description", TextNode.valueOf(NOTE));
        assertTrue(ReadBack.notKept(
                        World.MAP.groups().get("notes"),
                        Side.CRM,
                        written,
                        Map.of("description", NullNode.getInstance()),
                        Map.of())
                .isEmpty());
    }

    private void assertFinding(Pair pair, String detail) {
        Pair now = world.again(pair);
        assertEquals(ProblemCode.WRITE_NOT_KEPT, now.divergences().get("notes").code());
        assertTrue(now.divergences().get("notes").detail().contains(detail), now.divergences()::toString);
        assertEquals(Phase.IN_STEP, now.phase());
        String told = world.crm.text(pair.record().orElseThrow(), "cosell_syncproblem");
        assertTrue(told.contains("MAP-04"), told);
        assertTrue(
                world.store.audit(pair.id()).stream()
                        .anyMatch(entry -> entry.did().equals("was not kept")
                                && entry.problem().orElse("").contains("MAP-04")),
                () -> world.store.audit(pair.id()).toString());
    }

    private List<String> lastEntries(Pair pair, int count) {
        List<String> all =
                world.store.audit(pair.id()).stream().map(AuditEntry::did).toList();
        return all.subList(all.size() - count, all.size());
    }
}
