package dev.cosell.operate.command;

import static dev.cosell.operate.Desk.NOW;
import static dev.cosell.operate.Desk.RECORD;
import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Desk;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.Approval;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalsTest {
    private static final PairId ID = new PairId("c-" + RECORD.id());
    private static final Asker GRACE = new Asker("Grace Hopper");
    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Desk desk = new Desk();
    private final TablePairs pairs = desk.pairs;
    private final MemoryQueue queue = desk.queue;
    private final Approvals approvals = new Approvals(desk.referrals, desk.asking);

    @Test
    void anApprovalIsInThePairWithWhoGaveItBeforeItIsWorkedOn() {
        waiting(ProblemCode.APPROVAL_AWAITED);

        Reply reply = approvals.approve(RECORD.id(), GRACE);

        assertEquals(202, reply.status());
        assertEquals(
                "/api/referrals/" + ID.value(),
                reply.body().orElseThrow().path("follow").asText());
        Command decision = Approval.decision(pair()).orElseThrow();
        assertEquals(Command.Kind.APPROVE, decision.kind());
        assertEquals("Grace Hopper", decision.by());
        assertEquals(NOW, decision.at());
        AuditEntry entry =
                desk.directory.audit(ID, Optional.empty(), 10).items().getLast();
        assertEquals("approved by Grace Hopper", entry.did());
        assertEquals(NOW, entry.at());
        assertEquals(
                Causes.DECIDED,
                queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES)
                        .orElseThrow()
                        .work()
                        .cause());
    }

    @Test
    void whoApprovesTwiceIsOnTheTimelineOnce() {
        waiting(ProblemCode.APPROVAL_AWAITED);
        approvals.approve(ID.value(), GRACE);
        approvals.approve(ID.value(), GRACE);
        approvals.approve(ID.value(), new Asker("Ada Byron"));

        assertEquals(
                List.of("approved by Grace Hopper", "approved by Ada Byron"),
                desk.directory.audit(ID, Optional.empty(), 10).items().stream()
                        .map(AuditEntry::did)
                        .toList());
    }

    @Test
    void aRejectionTakesThePlaceOfTheDecisionBefore() {
        waiting(ProblemCode.APPROVAL_REFUSED);
        approvals.approve(ID.value(), GRACE);
        approvals.reject(ID.value(), reason("too\nearly"), new Asker("Ada Byron"));

        assertEquals(1, pair().commands().size());
        Command decision = Approval.decision(pair()).orElseThrow();
        assertEquals(Command.Kind.REJECT, decision.kind());
        assertEquals("too early", decision.details().path("reason").asText());
        assertEquals(
                List.of("approved by Grace Hopper", "rejected by Ada Byron: too early"),
                desk.directory.audit(ID, Optional.empty(), 10).items().stream()
                        .map(AuditEntry::did)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "LONG"})
    void aRejectionNeedsAReasonThatFits(String text) {
        waiting(ProblemCode.APPROVAL_AWAITED);
        String given = text.equals("LONG") ? "x".repeat(501) : text;

        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> approvals.reject(ID.value(), reason(given), GRACE)));
        assertEquals(List.of(), pair().commands());
    }

    @Test
    void whatDoesNotWaitCannotBeDecided() {
        waiting(ProblemCode.SOLUTION_MISSING);
        Problem problem = Problems.of(() -> approvals.approve(ID.value(), GRACE));

        assertEquals(ProblemCode.NOTHING_TO_DECIDE, problem.code());
        assertTrue(problem.detail().contains("SOL-01"), problem.detail());
        assertEquals(409, Reply.of(problem, "c").status());
        assertEquals(0, queue.size(MemoryQueue.PARTNER_CENTER_UPDATES));
        assertEquals(ProblemCode.NOT_FOUND, codeOf(() -> approvals.approve("nobody", GRACE)));
    }

    @Test
    void whoAsksIsWhomThePlatformKnowsElseWhomTheyName() {
        JsonNode named = JsonNodeFactory.instance.objectNode().put("by", " Ada\r\nByron ");

        assertEquals(
                "grace@contoso.com",
                Asker.of(Optional.of("grace@contoso.com"), named).name());
        assertEquals("Ada Byron", Asker.of(Optional.empty(), named).name());
        assertEquals(Asker.UNNAMED, Asker.of(Optional.empty(), NOTHING).name());
        assertEquals(100, Asker.of(Optional.of("x".repeat(101)), NOTHING).name().length());
    }

    @Test
    void whoNamesThemselvesInAWayNobodyCanReadIsRefused() {
        for (JsonNode by : List.of(TextNode.valueOf(" "), TextNode.valueOf("x".repeat(101)), IntNode.valueOf(7))) {
            JsonNode request = JsonNodeFactory.instance.objectNode().set("by", by);
            assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> Asker.of(Optional.empty(), request)));
        }
    }

    private void waiting(ProblemCode code) {
        desk.claims.claim(Claim.of(Subject.record(RECORD)), ID.value());
        pairs.create(Pair.fresh(ID, NOW)
                .change()
                .record(RECORD)
                .phase(Phase.HELD)
                .problem(Optional.of(Problem.of(code, "as it is")))
                .now());
    }

    private Pair pair() {
        return pairs.read(ID).orElseThrow().value();
    }

    private static JsonNode reason(String text) {
        return JsonNodeFactory.instance.objectNode().put("reason", text);
    }
}
