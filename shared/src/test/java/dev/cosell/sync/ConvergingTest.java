package dev.cosell.sync;

import static dev.cosell.JsonText.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.CustomMap;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What happens to values: who wins, what is held, what stays where it is. */
class ConvergingTest {
    private final World world = new World();
    private final Pair pair = world.inbound("Move to Azure");

    @Test
    void differentFieldsEditedOnBothSidesAtOnceBothSurvive() {
        world.seller(pair, "description", World.text("the seller's note"));
        world.portal(pair, World.VALUE, IntNode.valueOf(777));
        world.settle();
        assertEquals("the seller's note", world.note(pair));
        assertEquals("777.00", world.crm.text(pair.record().orElseThrow(), "estimatedvalue"));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void theSameFieldEditedOnBothSidesGoesToItsRuleAndBothValuesAreOnRecord() {
        world.seller(pair, "description", World.text("the seller's note"));
        world.portal(pair, World.NOTES, World.text("Microsoft's note"));
        world.settle();
        assertEquals("the seller's note", world.note(pair));
        assertEquals("the seller's note", world.description(pair));
        AuditEntry.FieldChange change = world.store.audit(pair.id()).stream()
                .filter(entry -> entry.did().equals("conflict"))
                .flatMap(entry -> entry.changes().stream())
                .findFirst()
                .orElseThrow();
        assertEquals("Microsoft's note", change.lost().orElseThrow());
        assertEquals("the seller's note", change.after());
    }

    @Test
    void sameValueTypedOnBothSidesIsNoConflictAndNoWrite() {
        world.seller(pair, "description", World.text("agreed by phone"));
        world.portal(pair, World.NOTES, World.text("agreed by phone"));
        int before = world.store.audit(pair.id()).size();
        world.settle();
        assertEquals(before, world.store.audit(pair.id()).size());
    }

    @Test
    void aHoldRuleLeavesTheDecisionToAPerson() {
        World holding = new World(1, mapWithRule("notes", "hold"), UnaryOperator.identity());
        Pair held = holding.inbound("Move to Azure");
        holding.seller(held, "description", World.text("the seller's note"));
        holding.portal(held, World.NOTES, World.text("Microsoft's note"));
        holding.settle();
        assertEquals("the seller's note", holding.description(held));
        assertEquals("Microsoft's note", holding.note(held));
        assertEquals(
                ProblemCode.CONFLICT,
                holding.again(held).problem().orElseThrow().code());
        holding.seller(held, "description", World.text("Microsoft's note"));
        holding.settle();
        assertEquals(Phase.IN_STEP, holding.again(held).phase());
        assertEquals("In step", holding.crm.text(held.record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void s48_aFieldTheSystemTookButDroppedIsAFinding() {
        World dropping = new World(1, World.MAP, ports -> Forgetful.crm(ports, "description", () -> true));
        Pair dropped = dropping.inbound("Move to Azure");
        dropping.portal(dropped, World.NOTES, World.text("typed in the portal"));
        dropping.portal(dropped, World.VALUE, IntNode.valueOf(99));
        dropping.settle();
        assertEquals(
                ProblemCode.WRITE_NOT_KEPT,
                dropping.again(dropped).divergences().get("notes").code());
        String told = dropping.crm.text(dropped.record().orElseThrow(), "cosell_syncproblem");
        assertTrue(told.contains("MAP-04"), told);
        assertEquals("99.00", dropping.crm.text(dropped.record().orElseThrow(), "estimatedvalue"));
    }

    @Test
    void absentIsUnknownAndChangesNothing() {
        ObjectNode details = (ObjectNode) world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .document()
                .path("details")
                .deepCopy();
        details.remove("notes");
        world.portal(pair, "/details", details);
        world.settle();
        assertEquals("as sent by Microsoft", world.description(pair));
        world.seller(pair, "description", World.text("typed later"));
        world.settle();
        assertEquals("typed later", world.note(pair));
    }

    @Test
    void anExplicitlyEmptyNoteClearsTheOtherSide() {
        world.seller(pair, "description", NullNode.getInstance());
        world.settle();
        assertEquals("", world.note(pair));
        world.portal(pair, World.NOTES, World.text("again"));
        world.settle();
        world.portal(pair, World.NOTES, World.text(""));
        world.settle();
        assertEquals("", world.description(pair));
    }

    @Test
    void aRequiredFieldThatWasClearedIsHeldAndTheOtherFieldsGoOn() {
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of("estimatedclosedate", NullNode.getInstance(), "description", World.text("goes on")));
        world.settle();
        assertEquals(
                ProblemCode.REQUIRED_CLEARED,
                world.again(pair).problem().orElseThrow().code());
        assertEquals("goes on", world.note(pair));
        assertEquals("Held", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
        world.seller(pair, "estimatedclosedate", World.text("2027-01-15"));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void aHoldIsOverWhenTheOldValueIsTypedAgain() {
        world.seller(pair, "estimatedclosedate", NullNode.getInstance());
        world.settle();
        world.seller(pair, "estimatedclosedate", World.text("2026-09-30"));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals("In step", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void manyFieldsEmptiedAtOnceAreStoppedUntilForced() {
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of(
                        "description",
                        NullNode.getInstance(),
                        "estimatedclosedate",
                        NullNode.getInstance(),
                        World.SOLUTIONS,
                        NullNode.getInstance()));
        world.settle();
        assertEquals("as sent by Microsoft", world.note(pair));
        assertEquals(
                ProblemCode.MASS_CLEAR,
                world.again(pair).problem().orElseThrow().code());
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW_FORCED)
                .settle();
        assertEquals("", world.note(pair));
    }

    @Test
    void aValueOfZeroHoldsOnlyTheMoney() {
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of("estimatedvalue", IntNode.valueOf(0), "description", World.text("goes on")));
        world.settle();
        assertEquals("goes on", world.note(pair));
        assertEquals(Set.of("money"), world.again(pair).held().keySet());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aNoteThatWasCutInTheCrmDoesNotFlowBack() {
        String epic = "word ".repeat(100) + "end";
        world.portal(pair, World.NOTES, World.text(epic));
        world.settle();
        assertTrue(world.description(pair).length() <= World.LONGEST_NOTE);
        world.seller(pair, "estimatedvalue", IntNode.valueOf(4321));
        world.settle();
        assertEquals(epic, world.note(pair));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void moneyMovesWithItsCurrency() {
        world.seller(pair, "estimatedvalue", IntNode.valueOf(100));
        world.portal(pair, World.CURRENCY, World.text("JPY"));
        world.settle();
        assertEquals("USD", world.crm.text(pair.record().orElseThrow(), "transactioncurrencyid"));
        assertEquals(
                "USD",
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .text(World.CURRENCY)
                        .orElseThrow());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void solutionsMergeAsSets() {
        world.seller(pair, World.SOLUTIONS, World.text("SOL-1-ABC; SOL-2-CRM"));
        world.portal(pair, "/details/requirements/solutions", json("""
                        [{"id": "SOL-1-ABC", "type": "Name", "price": 10}, {"id": "SOL-3-PC", "type": "Name"}]"""));
        world.settle();
        assertEquals(
                "SOL-1-ABC; SOL-2-CRM; SOL-3-PC", world.crm.text(pair.record().orElseThrow(), World.SOLUTIONS));
        assertEquals(Set.of(), world.differences(pair));
        world.seller(pair, World.SOLUTIONS, World.text("SOL-1-ABC; SOL-3-PC"));
        world.settle();
        assertEquals(Set.of(), world.differences(pair));
        assertEquals(
                "10",
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .text("/details/requirements/solutions/0/price")
                        .orElse(""),
                "what a solution says beside its id stays");
    }

    @Test
    void aNameThatPartnerCenterDoesNotTakeStaysOnItsSideAndIsToldOnce() {
        world.seller(pair, "name", World.text("Our own name for it"));
        world.settle();
        assertEquals(List.of(), world.violations());
        assertTrue(world.crm
                .text(pair.record().orElseThrow(), "cosell_syncproblem")
                .contains("MAP-01"));
        assertEquals("In step", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
        world.counting();
        world.portal(pair, World.NOTES, World.text("life goes on"));
        world.settle();
        assertEquals("Our own name for it", world.crm.text(pair.record().orElseThrow(), "name"));
        assertEquals(0, world.calls.of("crm.tell"));
    }

    @Test
    void aStaleVersionIsReadAgainAndMerged() {
        world.counting();
        world.seller(pair, "description", World.text("the seller's note"));
        world.hook = step -> {
            if (step.equals("before pc.patch")) {
                world.hook = any -> {};
                world.portal(pair, World.VALUE, IntNode.valueOf(777));
            }
        };
        world.settle();
        assertEquals("the seller's note", world.note(pair));
        assertEquals("777.00", world.crm.text(pair.record().orElseThrow(), "estimatedvalue"));
        assertEquals(2, world.calls.of("pc.patch"));
    }

    @Test
    void aSideThatKeepsMovingIsLeftForLaterAndThenCaughtUpWith() {
        world.seller(pair, "description", World.text("the seller's note"));
        int[] busy = {5};
        world.hook = step -> {
            if (step.equals("before pc.patch") && busy[0]-- > 0) {
                world.portal(pair, World.VALUE, IntNode.valueOf(700 + busy[0]));
            }
        };
        world.settle();
        assertEquals("the seller's note", world.note(pair));
        assertEquals("700.00", world.crm.text(pair.record().orElseThrow(), "estimatedvalue"));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aSideThatRefusesOneValueStillGetsTheOthers() {
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of("description", World.text("fine"), "estimatedclosedate", World.text("2027-01-15")));
        int[] calls = {0};
        world.faults = (system, verb, write) -> verb.equals("pc.patch") && calls[0]++ < 2
                ? java.util.Optional.of(
                        new Faults.Fault(Problem.of(ProblemCode.INVALID_VALUE, "closing date not taken"), false))
                : java.util.Optional.empty();
        world.settle();
        assertEquals(1, world.again(pair).held().size());
        assertEquals(1, world.differences(pair).size());
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        assertEquals(Set.of(), world.differences(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aFieldThatGoesBackAndForthIsStopped() {
        for (int i = 0; i < 4; i++) {
            world.seller(pair, "description", World.text("robot in the CRM " + i));
            world.settle();
            world.portal(pair, World.NOTES, World.text("robot in the portal " + i));
            world.settle();
        }
        assertEquals(
                ProblemCode.PING_PONG, world.again(pair).problem().orElseThrow().code());
        world.wait(Duration.ofMinutes(11));
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void unsharedDealsCrossNothingAndCatchUpWhenSharedAgain() {
        world.sellerSwitches(pair.record().orElseThrow(), false);
        world.settle();
        world.portal(pair, World.NOTES, World.text("while it was off"));
        world.seller(pair, "estimatedvalue", IntNode.valueOf(4321));
        world.settle();
        assertFalse(world.description(pair).contains("while it was off"));
        assertEquals("Not shared", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
        world.sellerSwitches(pair.record().orElseThrow(), true);
        world.settle();
        assertEquals("while it was off", world.description(pair));
        assertEquals(Set.of(), world.differences(pair));
        assertEquals("In step", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void syncNowOnTheRecordReadsBothSidesAndSwitchesItselfOff() {
        world.partnerCenter.edits(pair.referralId().orElseThrow(), Map.of(World.NOTES, World.text("event lost")));
        world.events.clear();
        world.seller(pair, "cosell_syncnow", com.fasterxml.jackson.databind.node.BooleanNode.TRUE);
        world.settle();
        assertEquals("event lost", world.description(pair));
        assertEquals("false", world.crm.text(pair.record().orElseThrow(), "cosell_syncnow"));
    }

    private static FieldMap mapWithRule(String name, String rule) {
        return CustomMap.deals("{'fields': {'" + name + "': {'rule': '" + rule + "'}}}");
    }
}
