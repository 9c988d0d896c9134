package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Status;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moves that somebody asked for: made once, on both sides, or dropped with a reason. */
class MovingTest {
    private final World world = new World();
    private final Pair pair = world.inbound("Move to Azure");

    @Test
    void anAcceptedReferralIsAcceptedOnBothSides() {
        world.counting();
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle();
        assertEquals(Status.ACCEPTED, status());
        assertEquals("1", world.crm.text(record(), "statuscode"));
        assertEquals(1, world.calls.of("pc.patch"));
        assertEquals(1, world.calls.of("crm.update"));
        assertEquals(List.of(), world.again(pair).commands());
        assertTrue(timeline().contains("accept, asked by Kim, is done"), timeline());
    }

    @ParameterizedTest
    @CsvSource({"WIN,WON,1,", "LOSE,LOST,2,Budget not adequate", "ERROR,ERROR,2,Test referral"})
    void aDealIsClosedWithItsReasonInOnePatch(Command.Kind kind, Status ending, String state, String reason) {
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle().counting();
        ask(world, pair, kind, reason == null ? "" : reason);
        world.settle();
        assertEquals(ending, status());
        assertEquals(
                reason,
                world.partnerCenter.look(referral()).text("/statusReason").orElse(null));
        assertEquals(state, world.crm.text(record(), "statecode"));
        assertEquals(1, world.calls.of("pc.patch"));
        assertEquals(
                "Closed in Partner Center: " + ending.substatus() + (reason == null ? "" : ", " + reason),
                world.crm.text(record(), "cosell_syncstatus"));
    }

    @Test
    void whatIsAskedForStandsOverWhatTheSellerDidMeanwhile() {
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle();
        world.sellerCloses(pair, false);
        ask(world, pair, Command.Kind.WIN, "");
        world.settle();
        assertEquals(Status.WON, status());
        assertEquals("1", world.crm.text(record(), "statecode"));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void aStepThatIsImpossibleByNowIsDroppedWithItsReason() {
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.partnerCenter.moves(referral(), Status.DECLINED);
        world.settle();
        assertEquals(Status.DECLINED, status());
        assertEquals(List.of(), world.again(pair).commands());
        assertEquals(List.of(), world.violations());
        assertTrue(timeline().contains("accept, asked by Kim, is not possible STA-01"), timeline());
    }

    @Test
    void whatIsDoneAlreadyIsNotDoneAgain() {
        world.partnerCenter.moves(referral(), Status.ACCEPTED);
        world.settle().counting();
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle();
        assertEquals(0, world.calls.writes());
        assertEquals(List.of(), world.again(pair).commands());
    }

    @Test
    void aMoveThatPartnerCenterRefusesIsDroppedAndTheRestGoesOn() {
        world.failsNext(
                "pc.patch",
                new Faults.Fault(Problem.of(ProblemCode.INVALID_VALUE, "no").from(RemoteSystem.PARTNER_CENTER), false));
        world.seller(pair, "description", World.text("typed meanwhile"));
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle();
        assertEquals(Status.PENDING, status());
        assertEquals("typed meanwhile", world.note(pair));
        assertEquals(List.of(), world.again(pair).commands());
    }

    @Test
    void aReferralThatChangesMeanwhileIsReadAgainAndMovedOnce() {
        boolean[] once = {false};
        world.hook = step -> {
            if (step.equals("before pc.patch") && !once[0]) {
                once[0] = true;
                world.portal(pair, World.NOTES, World.text("typed in between"));
            }
        };
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle();
        assertEquals(Status.ACCEPTED, status());
        assertEquals("typed in between", world.description(pair));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void aMoveOfADealThatIsNotSharedIsDropped() {
        world.sellerSwitches(record(), false);
        world.settle();
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle();
        assertEquals(Status.PENDING, status());
        assertEquals(List.of(), world.again(pair).commands());
    }

    @Test
    void aReferralThatStillLacksItsRecordCanBeAcceptedInTime() {
        String orphan = world.partnerCenter.arrives("lost", it -> it.put("externalReferenceId", "nobody knows it"));
        world.settle();
        Pair held = world.pairOf(orphan);
        assertEquals(Phase.ORPHAN, held.phase());
        ask(world, held, Command.Kind.ACCEPT, "");
        world.settle();
        assertEquals(Status.ACCEPTED, world.partnerCenter.look(orphan).status().orElseThrow());
        assertEquals(List.of(), world.again(held).commands());
    }

    @Test
    void whatIsAskedForWhileAWorkerIsAtItIsKeptAndDisturbsNobody() {
        boolean[] once = {false};
        world.hook = step -> {
            if (step.equals("before crm.update") && !once[0]) {
                once[0] = true;
                ask(world, pair, Command.Kind.ACCEPT, "");
            }
        };
        world.counting();
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.settle();
        assertTrue(once[0]);
        assertEquals(Status.ACCEPTED, status());
        assertEquals("typed in the portal", world.description(pair));
        assertFalse(
                world.outcomes.stream().anyMatch(outcome -> outcome.toString().contains("another worker")),
                world.outcomes::toString);
    }

    /** Whoever took the request may end before anything is queued: then the sweep finds the pair by its day. */
    @Test
    void whatIsKeptAndNotQueuedIsToBeLookedAtUntilItIsDone() {
        Command command = new Command(
                "c1", Command.Kind.ACCEPT, JsonNodeFactory.instance.objectNode(), "Kim", world.clock.instant());
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        world.store.replace(row, row.value().change().command(command).now(), List.of());
        assertEquals(Optional.of(command.at()), world.again(pair).deadlines().wakeAt());

        world.asks(Subject.referral(pair.referralId().orElseThrow()), Causes.WAKE_UP);
        world.settle();

        assertEquals(Status.ACCEPTED, status());
        assertNotEquals(Optional.of(command.at()), world.again(pair).deadlines().wakeAt());
    }

    @Test
    void aCrashAtAnyStepOfAMoveRepeatsNothingAndLosesNothing() {
        int steps = steps(Status.WON);
        for (int at = 1; at <= steps; at++) {
            World crashing = new World();
            Pair crashed = crashing.inbound("Move to Azure");
            ask(crashing, crashed, Command.Kind.ACCEPT, "");
            crashing.settle().counting();
            ask(crashing, crashed, Command.Kind.WIN, "");
            crashing.crashesAt(at);
            crashing.settleThroughCrashes();
            Pair after = crashing.again(crashed);
            assertEquals(
                    Status.WON,
                    crashing.partnerCenter
                            .look(after.referralId().orElseThrow())
                            .status()
                            .orElseThrow(),
                    "crash at step " + at);
            assertEquals("1", crashing.crm.text(after.record().orElseThrow(), "statecode"), "crash at step " + at);
            assertEquals(List.of(), crashing.violations(), "crash at step " + at);
            assertEquals(List.of(), after.commands(), "crash at step " + at);
            assertEquals(Phase.CLOSED, after.phase(), "crash at step " + at);
            assertEquals(1, crashing.calls.of("pc.patch"), "crash at step " + at);
        }
    }

    private static int steps(Status ending) {
        World counting = new World();
        Pair counted = counting.inbound("Move to Azure");
        ask(counting, counted, Command.Kind.ACCEPT, "");
        counting.settle();
        int[] steps = {0};
        ask(counting, counted, Command.Kind.WIN, "");
        counting.hook = step -> steps[0]++;
        counting.settle();
        assertEquals(
                ending,
                counting.partnerCenter
                        .look(counted.referralId().orElseThrow())
                        .status()
                        .orElseThrow());
        return steps[0];
    }

    @Test
    void aReasonTheSellerWroteGoesAlongWithTheClosing() {
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle().counting();
        world.crm.edits(
                record(),
                Map.of(
                        "statecode",
                        IntNode.valueOf(2),
                        "statuscode",
                        IntNode.valueOf(5),
                        "cosell_closereason",
                        World.text("timeline  too short!")));
        world.settle();
        assertEquals(
                "Timeline too short",
                world.partnerCenter.look(referral()).text("/statusReason").orElseThrow());
        assertEquals(1, world.calls.of("pc.patch"));
    }

    @Test
    void withoutTheSellersWordsTheStatusReasonStandsForOne() {
        ask(world, pair, Command.Kind.ACCEPT, "");
        world.settle();
        world.crm.edits(record(), Map.of("statecode", IntNode.valueOf(2), "statuscode", IntNode.valueOf(5)));
        world.settle();
        assertEquals(
                "Customer chose another vendor",
                world.partnerCenter.look(referral()).text("/statusReason").orElseThrow());
    }

    @Test
    void theReasonOfPartnerCenterAndOfMicrosoftIsToldOnTheRecord() {
        RecordRef shared = world.crm.enters("With Microsoft", false);
        world.crm.edits(shared, Map.of(World.HELP, World.text("Quotes or Licensing")));
        world.sellerSwitches(shared, true);
        world.settle();
        Pair coSell = world.pairOf(shared);
        String half = world.partnerCenter
                .microsofts(coSell.engagementId().orElseThrow())
                .orElseThrow()
                .id();
        world.partnerCenter.edits(half, Map.of("/statusReason", World.text("No seller in this region")));
        world.partnerCenter.moves(half, Status.DECLINED);
        world.settle();
        assertTrue(
                world.crm
                        .text(shared, "cosell_syncproblem")
                        .contains("Microsoft's half was closed: Declined, No seller in this region."),
                world.crm.text(shared, "cosell_syncproblem"));
        world.partnerCenter.moves(coSell.referralId().orElseThrow(), Status.LOST);
        world.settle();
        assertEquals("Closed in Partner Center: Lost", world.crm.text(shared, "cosell_syncstatus"));
    }

    static void ask(World world, Pair pair, Command.Kind kind, String reason) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (!reason.isEmpty()) {
            details.put("reason", reason);
        }
        Command command = new Command(kind + reason, kind, details, "Kim", world.clock.instant());
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        assertTrue(world.store
                .replace(row, row.value().change().command(command).now(), List.of())
                .isPresent());
        world.asks(Subject.referral(pair.referralId().orElseThrow()), Causes.ASKED);
    }

    private String timeline() {
        return world.store.audit(pair.id()).stream()
                .map(entry -> entry.did() + " " + entry.problem().orElse(""))
                .toList()
                .toString();
    }

    private Status status() {
        return world.partnerCenter.look(referral()).status().orElseThrow();
    }

    private String referral() {
        return pair.referralId().orElseThrow();
    }

    private RecordRef record() {
        return pair.record().orElseThrow();
    }
}
