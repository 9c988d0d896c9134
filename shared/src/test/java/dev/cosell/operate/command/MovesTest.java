package dev.cosell.operate.command;

import static dev.cosell.operate.Desk.NOW;
import static dev.cosell.operate.Desk.RECORD;
import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Desk;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.ClosingReason;
import dev.cosell.referral.Status;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.PairStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked for is checked, kept once, and queued. */
class MovesTest {
    private final Desk desk = new Desk();
    private final TablePairs pairs = desk.pairs;
    private final Moves moves = new Moves(desk.referrals, desk.asking);

    @Test
    void aMoveIsKeptInThePairWithWhoAskedAndWhyAndThePairIsQueued() {
        pairs.create(pair(Status.ACCEPTED));
        desk.claims.claim(Claim.of(Subject.record(RECORD)), "r-1");
        Reply reply = moves.lose(
                RECORD.id(), request().put("reason", "customer DIDNT respond").put("by", "Kim"));

        assertEquals(202, reply.status());
        assertEquals(
                "/api/referrals/r-1", reply.body().orElseThrow().path("follow").asText());
        Command kept = kept().getFirst();
        assertEquals(Command.Kind.LOSE, kept.kind());
        assertEquals(Optional.of("Customer didn't respond"), kept.reason());
        assertEquals("Kim", kept.by());
        MemoryQueue.Delivery queued = desk.queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow();
        assertEquals(Subject.referral("ref-1"), queued.work().subject());
        assertEquals(Causes.ASKED, queued.work().cause());
    }

    @Test
    void askingTwiceForTheSameAsksOnceAndForAnotherMoveIsRefused() {
        pairs.create(pair(Status.ACCEPTED));
        moves.win("r-1", request());
        assertEquals(202, moves.win("r-1", request()).status());
        assertEquals(1, kept().size());
        Problem problem = Problems.of(() -> moves.lose("r-1", request().put("reason", "Other")));
        assertEquals(ProblemCode.NOT_POSSIBLE, problem.code());
        assertTrue(problem.detail().contains("found win, asked by an operator"), problem.detail());
    }

    @Test
    void oneMoveWaitsAtATimeWhicheverItIs() {
        Pair pair = pair(Status.ACCEPTED);
        pairs.create(pair.change()
                .deadlines(pair.deadlines().closeAt(Optional.of(NOW.plusSeconds(600))))
                .now());
        assertEquals(202, moves.cancelClose("r-1", request()).status());
        assertEquals(ProblemCode.NOT_POSSIBLE, codeOf(() -> moves.win("r-1", request())));
        assertEquals(ProblemCode.NOT_POSSIBLE, codeOf(() -> moves.closeNow("r-1", request())));
        assertEquals(202, moves.cancelClose("r-1", request()).status());
        assertEquals(1, kept().size());
    }

    @Test
    void anImpossibleStepIsRefusedNamingWhatIsPossible() {
        pairs.create(pair(Status.PENDING));
        Problem problem = Problems.of(() -> moves.win("r-1", request()));
        assertEquals(ProblemCode.ILLEGAL_MOVE, problem.code());
        assertTrue(problem.detail().contains("[Active/Accepted, Closed/Declined]"), problem.detail());
        assertEquals(409, Reply.of(problem, "c").status());
        assertEquals(List.of(), kept());
    }

    @Test
    void aClosedDealIsNotMoved() {
        pairs.create(pair(Status.EXPIRED));
        Problem problem = Problems.of(() -> moves.accept("r-1", request()));
        assertEquals(ProblemCode.REFERRAL_CLOSED, problem.code());
        assertTrue(problem.detail().contains("Closed/Expired"), problem.detail());
    }

    @Test
    void aReasonIsNeededWhereAClosingHasOneAndRefusedWhereItWouldBeLost() {
        pairs.create(pair(Status.ACCEPTED));
        for (JsonNode request : List.of(
                request(),
                request().put("reason", " "),
                request().put("reason", 7),
                request().put("reason", "x".repeat(ClosingReason.LONGEST + 1)))) {
            Problem problem = Problems.of(() -> moves.closeAsError("r-1", request));
            assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code());
            assertTrue(problem.detail().contains("Test referral"), problem.detail());
            assertFalse(problem.detail().contains("xxx"), problem.detail());
        }
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> moves.win("r-1", request().put("reason", "why not"))));
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> moves.win("r-1", request().put("by", "x".repeat(101)))));
        assertEquals(List.of(), kept());
    }

    @Test
    void onlyAClosingThatWaitsCanBeTakenBackOrSentNow() {
        Stored<Pair> row = pairs.create(pair(Status.ACCEPTED));
        assertEquals(ProblemCode.ILLEGAL_MOVE, codeOf(() -> moves.cancelClose("r-1", request())));
        assertEquals(ProblemCode.ILLEGAL_MOVE, codeOf(() -> moves.closeNow("r-1", request())));
        Pair waiting = row.value()
                .change()
                .deadlines(row.value().deadlines().closeAt(Optional.of(NOW.plusSeconds(600))))
                .now();
        pairs.replace(row, waiting, List.of());
        assertEquals(202, moves.cancelClose("r-1", request()).status());
    }

    @Test
    void aDealThatIsNotSharedOrHasNoReferralIsNotMoved() {
        pairs.create(pair(Status.ACCEPTED).change().phase(Phase.UNSHARED).now());
        assertEquals(ProblemCode.ILLEGAL_MOVE, codeOf(() -> moves.win("r-1", request())));
        pairs.create(Pair.fresh(new PairId("c-2"), NOW));
        assertEquals(ProblemCode.ILLEGAL_MOVE, codeOf(() -> moves.win("c-2", request())));
        assertEquals(ProblemCode.NOT_FOUND, codeOf(() -> moves.win("nobody", request())));
    }

    @Test
    void s50_winningWithinThreeDaysIsDoneWithAWarning() {
        pairs.create(pair(Status.ACCEPTED));
        Reply reply = moves.win("r-1", request());
        assertTrue(reply.body().orElseThrow().path("warning").asText().contains("72 hours"));
        assertEquals(1, kept().size());
    }

    @Test
    void aPairThatIsStoredMeanwhileIsReadAgainAndLosesNothing() {
        pairs.create(pair(Status.ACCEPTED));
        int[] meddled = {0};
        PairStore busy = new PairStore() {
            @Override
            public Optional<Stored<Pair>> read(PairId id) {
                return pairs.read(id);
            }

            @Override
            public Stored<Pair> create(Pair pair) {
                return pairs.create(pair);
            }

            @Override
            public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
                if (meddled[0]++ < 3) {
                    Stored<Pair> row = pairs.read(was.value().id()).orElseThrow();
                    pairs.replace(
                            row,
                            row.value().change().told("meddled " + meddled[0]).now(),
                            List.of());
                }
                return pairs.replace(was, now, audit);
            }
        };
        new Moves(desk.referrals, new Asking(busy, desk.inbox, () -> NOW)).win("r-1", request());
        assertEquals(1, kept().size());
        assertEquals(
                "meddled 3", pairs.read(new PairId("r-1")).orElseThrow().value().told());
    }

    private List<Command> kept() {
        return pairs.read(new PairId("r-1")).orElseThrow().value().commands();
    }

    private static ObjectNode request() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Pair pair(Status status) {
        SideState seen = new SideState(
                Map.of(
                        "/status",
                        TextNode.valueOf(status.status()),
                        "/substatus",
                        TextNode.valueOf(status.substatus()),
                        "/createdDateTime",
                        TextNode.valueOf(NOW.minus(Duration.ofHours(71)).toString())),
                Optional.empty(),
                Optional.empty());
        return Pair.fresh(new PairId("r-1"), NOW)
                .change()
                .phase(Phase.IN_STEP)
                .referral("ref-1")
                .record(RECORD)
                .side(Side.PARTNER_CENTER, seen)
                .now();
    }
}
