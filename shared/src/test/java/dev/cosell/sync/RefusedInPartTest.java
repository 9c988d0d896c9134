package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Status;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** A write of several fields is refused: what may go goes, nothing goes where it must not, and nothing is given up. */
class RefusedInPartTest {
    private static final String LINK = "msft_microsoftpartnercenterreferrallink";

    private static final Faults.Fault ANSWER_LOST = new Faults.Fault(
            Problem.of(ProblemCode.TIMED_OUT, "lost on the way back").from(RemoteSystem.CRM), true);

    private final World world = new World();

    @Test
    void nothingIsWrittenToAReferralThatTheSameRunClosed() {
        Pair pair = world.outbound("Deal");
        world.wait(Duration.ofMinutes(5));
        Map<String, JsonNode> edit = new LinkedHashMap<>();
        edit.put("description", World.text("last words"));
        edit.put(World.SOLUTIONS, World.text("SOL-7-XYZ;SOL-9-ABC"));
        edit.put("statecode", IntNode.valueOf(1));
        edit.put("statuscode", IntNode.valueOf(3));
        world.crm.edits(pair.record().orElseThrow(), edit);
        world.failsTimes("pc.patch", 1, refusedByPartnerCenter());
        world.settle();
        assertEquals(List.of(), world.violations());
        assertEquals("last words", world.note(pair));
        assertTrue(solutions(pair).contains("SOL-9-ABC"), solutions(pair));
        assertEquals(
                Optional.of(Status.WON),
                world.partnerCenter.look(pair.referralId().orElseThrow()).status());
    }

    @Test
    void nothingIsWrittenToARecordThatTheSameRunClosed() {
        Pair pair = world.outbound("Deal");
        world.wait(Duration.ofMinutes(5));
        String referral = pair.referralId().orElseThrow();
        JsonNode solutions = JsonNodeFactory.instance
                .arrayNode()
                .add(JsonNodeFactory.instance.objectNode().put("id", "SOL-7-XYZ"))
                .add(JsonNodeFactory.instance.objectNode().put("id", "SOL-9"));
        world.partnerCenter.edits(
                referral, Map.of(World.NOTES, World.text("last words"), "/details/requirements/solutions", solutions));
        world.partnerCenter.moves(referral, Status.WON);
        world.failsTimes("crm.update", 1, refusedByCrm());
        world.settle();
        assertEquals(List.of(), world.violations());
        assertEquals("last words", world.description(pair));
        assertTrue(world.crm.text(pair.record().orElseThrow(), World.SOLUTIONS).contains("SOL-9"));
    }

    @Test
    void ofTwoFieldsOfOnePathTheRefusedOneIsTriedAgain() {
        RecordRef record = sharedWhileUpdatesFail(number -> number == 1 || number == 3, refusedByCrm());
        askAgain(record);
        assertShowsLink(record);
    }

    @Test
    void ofTwoFieldsOfOnePathTheOneThatWasInterruptedIsWrittenAfterTheCrash() {
        RecordRef record = world.crm.enters("Deal", false);
        int[] updates = {0};
        world.hook = step -> {
            // Refused together; the id went alone; the process dies before the link is announced.
            if (step.equals("after crm.update") && ++updates[0] == 1) {
                throw new World.Crash();
            }
        };
        failsUpdates(number -> number == 1, refusedByCrm());
        world.sellerSwitches(record, true);
        world.settleThroughCrashes();
        assertShowsLink(record);
    }

    @Test
    void ofTwoFieldsOfOnePathTheOneThatWasOvertakenIsWrittenStill() {
        RecordRef record = world.crm.enters("Deal", false);
        int[] updates = {0};
        failsUpdates(number -> number == 1, refusedByCrm());
        world.hook = step -> {
            if (step.equals("after crm.update") && ++updates[0] == 1) {
                world.crm.edits(record, Map.of("description", World.text("edited meanwhile")));
            }
        };
        world.sellerSwitches(record, true);
        world.settle();
        assertShowsLink(record);
        assertEquals("edited meanwhile", world.note(world.pairOf(record)));
    }

    @Test
    void ofTwoFieldsOfOnePathTheOneThatAClosedRecordMissesIsSaidToStayApart() {
        RecordRef record = world.crm.enters("Deal", false);
        int[] updates = {0};
        // Refused together; the id goes alone and its answer is lost; then the seller closes the record.
        world.faults = (system, verb, write) -> verb.equals("crm.update") && ++updates[0] <= 2
                ? Optional.of(updates[0] == 1 ? refusedByCrm() : ANSWER_LOST)
                : Optional.empty();
        world.sellerSwitches(record, true);
        world.workNow();
        world.crm.edits(record, Map.of("statecode", IntNode.valueOf(2), "statuscode", IntNode.valueOf(4)));
        world.settle();
        assertEquals("", world.crm.text(record, LINK));
        assertEquals(
                ProblemCode.RECORD_CLOSED,
                world.pairOf(record).divergences().get("referralLink").code());
    }

    @Test
    void manyFieldsTriedOneByOneAreNoPingPong() {
        String referral = world.partnerCenter.arrives("known");
        world.events.clear();
        RecordRef record = world.crm.enters("known", false);
        Map<String, JsonNode> edit = new LinkedHashMap<>();
        edit.put(World.MAP.columns().referralId(), World.text(referral));
        edit.put("description", World.text("other notes"));
        edit.put("estimatedvalue", IntNode.valueOf(5));
        edit.put("estimatedclosedate", World.text("2027-02-02"));
        world.crm.edits(record, edit);
        Map<String, Integer> tries = new HashMap<>();
        world.faults = (system, verb, write) -> write && tries.merge(verb, 1, Integer::sum) == 1
                ? Optional.of(system == RemoteSystem.CRM ? refusedByCrm() : refusedByPartnerCenter())
                : Optional.empty();
        int[] updates = {0};
        world.hook = step -> {
            if (step.equals("after crm.update") && ++updates[0] == 1) {
                world.crm.edits(record, Map.of("description", World.text("edited meanwhile")));
            }
        };
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals(
                "edited meanwhile",
                world.partnerCenter.look(referral).text(World.NOTES).orElse(""));
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertFalse(Asked.did(world, world.pairOf(record)).contains("held"));
    }

    @Test
    void aRefusedRequestForHelpHoldsOnlyTheRequest() {
        Pair pair = world.outbound("Deal");
        world.faults = (system, verb, write) ->
                verb.equals("pc.create") ? Optional.of(refusedByPartnerCenter()) : Optional.empty();
        world.seller(pair, World.HELP, World.text("Quotes or Licensing"));
        world.settle();
        world.seller(pair, "description", World.text("this must cross"));
        world.settle();
        assertEquals("this must cross", world.note(pair));
        Pair now = world.again(pair);
        assertEquals(Phase.HELD, now.phase());
        assertEquals(Set.of("help"), now.held().keySet());
        assertEquals(ProblemCode.INVALID_VALUE, now.held().get("help").code());
    }

    @Test
    void aRefusedVisibilityHoldsOnlyTheRequestForHelp() {
        Pair pair = world.outbound("Deal");
        world.faults = (system, verb, write) ->
                verb.equals("pc.patch") && !world.description(pair).startsWith("this")
                        ? Optional.of(refusedByPartnerCenter())
                        : Optional.empty();
        world.seller(pair, World.HELP, World.text("Quotes or Licensing"));
        world.settle();
        assertEquals(Set.of("help"), world.again(pair).held().keySet());
        world.seller(pair, "description", World.text("this must cross"));
        world.settle();
        assertEquals("this must cross", world.note(pair));
        assertTrue(world.again(pair).microsoftReferralId().isPresent());
    }

    @Test
    void aRefusedRequestForHelpIsSentOnceItIsTaken() {
        Pair pair = world.outbound("Deal");
        world.failsTimes("pc.create", 1, refusedByPartnerCenter());
        world.seller(pair, World.HELP, World.text("Quotes or Licensing"));
        world.settle();
        askAgain(pair.record().orElseThrow());
        Pair now = world.again(pair);
        assertEquals(Phase.IN_STEP, now.phase());
        assertTrue(now.microsoftReferralId().isPresent());
    }

    private RecordRef sharedWhileUpdatesFail(IntPredicate fails, Faults.Fault fault) {
        RecordRef record = world.crm.enters("Deal", false);
        failsUpdates(fails, fault);
        world.sellerSwitches(record, true);
        world.settle();
        return record;
    }

    /** @param fails by the number of the update, from 1 on */
    private void failsUpdates(IntPredicate fails, Faults.Fault fault) {
        int[] number = {0};
        world.faults = (system, verb, write) ->
                verb.equals("crm.update") && fails.test(++number[0]) ? Optional.of(fault) : Optional.empty();
    }

    private void askAgain(RecordRef record) {
        world.asks(Subject.record(record), Causes.SYNC_NOW).settle();
    }

    private void assertShowsLink(RecordRef record) {
        Pair pair = world.pairOf(record);
        assertEquals(Map.of(), pair.held());
        assertEquals(Set.of(), world.differences(pair));
        assertTrue(world.crm.text(record, LINK).contains(pair.referralId().orElseThrow()));
    }

    private String solutions(Pair pair) {
        return world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .document()
                .at("/details/requirements/solutions")
                .toString();
    }

    private static Faults.Fault refusedByPartnerCenter() {
        return new Faults.Fault(
                Problem.of(ProblemCode.INVALID_VALUE, "one of them").from(RemoteSystem.PARTNER_CENTER), false);
    }

    private static Faults.Fault refusedByCrm() {
        return new Faults.Fault(
                Problem.of(ProblemCode.PLUGIN_REFUSED, "one of them").from(RemoteSystem.CRM), false);
    }
}
