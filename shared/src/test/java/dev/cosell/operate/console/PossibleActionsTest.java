package dev.cosell.operate.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.SideState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PossibleActionsTest {
    private static final RecordRef RECORD = new RecordRef("opportunity", "rec-1");

    @Test
    void aReferralIsOfferedItsLegalNextStepsWithTheirReasons() {
        assertEquals(List.of("sync", "accept", "decline"), names(linked(Status.PENDING)));
        assertEquals(List.of("sync", "win", "lose", "error"), names(linked(Status.ACCEPTED)));
        assertEquals(List.of("sync"), names(linked(Status.WON)));

        ObjectNode decline = PossibleActions.of(linked(Status.PENDING)).get(2);
        assertTrue(decline.path("reasons").size() > 1, decline.toString());
    }

    @Test
    void noMoveIsOfferedWhileAnotherWaitsOrTheDealIsNotShared() {
        Pair pair = linked(Status.PENDING);
        Command waiting =
                new Command("1", Command.Kind.ACCEPT, JsonNodeFactory.instance.objectNode(), "Kim", Instant.EPOCH);

        assertEquals(List.of("sync"), names(pair.change().command(waiting).now()));
        assertEquals(List.of("sync"), names(pair.change().phase(Phase.UNSHARED).now()));
    }

    @Test
    void aClosingThatWaitsCanBeTakenBackOrSent() {
        Pair pair = linked(Status.ACCEPTED)
                .change()
                .deadlines(Deadlines.NONE.closeAt(Optional.of(Instant.EPOCH)))
                .now();

        assertEquals(List.of("sync", "win", "lose", "error", "cancel-close", "close-now"), names(pair));
    }

    @Test
    void s36_anOrphanIsOfferedEverythingThatMendsIt() {
        Pair.Change change = fresh().referral("r-1").phase(Phase.ORPHAN);
        assertEquals(List.of("sync", "link", "create", "clear"), names(change.now()));

        Pair nothingLeft = fresh().record(RECORD)
                .phase(Phase.ORPHAN)
                .problem(Optional.of(Problem.of(ProblemCode.RECORD_GONE, "gone")))
                .now();
        assertEquals(List.of("sync", "create"), names(nothingLeft));
    }

    @Test
    void aDealThatWaitsForAnAnswerIsOfferedToGiveIt() {
        assertEquals(
                List.of("sync", "approve", "reject"),
                names(held(ProblemCode.APPROVAL_AWAITED).record(RECORD)));
        assertEquals(
                List.of("sync", "country"),
                names(held(ProblemCode.COUNTRY_UNKNOWN).record(RECORD)));
        assertEquals(
                List.of("sync", "customer"),
                names(held(ProblemCode.CUSTOMER_SIMILAR).referral("r-1")));
    }

    @Test
    void aDealOfWhichNothingIsKnownIsOfferedNothing() {
        assertEquals(List.of(), names(fresh()));
    }

    private static Pair.Change fresh() {
        return Pair.fresh(new PairId("p1"), Instant.EPOCH).change();
    }

    private static Pair.Change held(ProblemCode code) {
        return fresh().phase(Phase.HELD).problem(Optional.of(Problem.of(code, "found none")));
    }

    private static Pair linked(Status status) {
        return fresh().referral("r-1")
                .record(RECORD)
                .phase(Phase.IN_STEP)
                .side(
                        Side.PARTNER_CENTER,
                        SideState.UNKNOWN.seeing(Map.of(
                                "/status", TextNode.valueOf(status.status()),
                                "/substatus", TextNode.valueOf(status.substatus()))))
                .now();
    }

    private static List<String> names(Pair.Change change) {
        return names(change.now());
    }

    private static List<String> names(Pair pair) {
        return PossibleActions.of(pair).stream()
                .map(action -> action.path("action").asText())
                .toList();
    }
}
