package dev.cosell.operate.command;

import static dev.cosell.operate.Desk.NOW;
import static dev.cosell.operate.Desk.RECORD;
import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Desk;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Conflict;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a decision is listed with both values, and a decision is kept once. */
class ConflictsTest {
    private final Desk desk = new Desk();
    private final TablePairs pairs = desk.pairs;
    private final MemoryQueue queue = desk.queue;
    private final Conflicts conflicts = new Conflicts(desk.maps, desk.directory, desk.referrals, desk.asking);

    @Test
    void aConflictIsListedWithBothValuesTheirTimesAndTheRule() {
        conflict("p1");

        JsonNode item = body(conflicts.list(Optional.empty(), Optional.empty()))
                .path("items")
                .get(0);

        assertEquals("p1", item.path("pair").asText());
        assertEquals("ref-p1", item.path("referralId").asText());
        assertEquals(RECORD.toString(), item.path("record").asText());
        assertEquals("money", item.path("field").asText());
        assertEquals("dealValue", item.path("fields").get(0).asText());
        assertEquals("10 EUR", item.at("/partnerCenter/value").asText());
        assertEquals("referral-updated", item.at("/partnerCenter/event").asText());
        assertEquals("20 EUR", item.at("/crm/value").asText());
        assertEquals(NOW.toString(), item.at("/crm/changedAt").asText());
        assertFalse(item.path("crm").has("event"));
        assertEquals("CRM user 5000", item.at("/crm/by").asText());
        assertEquals("Partner Center", item.at("/partnerCenter/by").asText());
        assertEquals("a person decides", item.path("rule").asText());
    }

    @Test
    void conflictsAreListedPageByPage() {
        conflict("p1");
        conflict("p2");

        JsonNode first = body(conflicts.list(Optional.of("1"), Optional.empty()));
        JsonNode second = body(
                conflicts.list(Optional.of("1"), Optional.of(first.path("next").asText())));

        assertEquals("p1", first.at("/items/0/pair").asText());
        assertEquals("p2", second.at("/items/0/pair").asText());
    }

    @Test
    void aDecisionIsKeptInTheDealAndQueuedAndAnotherTakesItsPlace() {
        conflict("p1");

        assertEquals(202, conflicts.settle(request("p1", "dealValue", "crm")).status());
        assertEquals(202, conflicts.settle(request("p1", "money", "crm")).status());
        Command kept = only();
        assertEquals(Command.Kind.SETTLE, kept.kind());
        assertEquals("money", kept.details().path("group").asText());
        assertEquals(Side.CRM.name(), kept.details().path("keep").asText());
        assertEquals("an operator", kept.by());
        Work work = queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow().work();
        assertEquals(Subject.record(RECORD), work.subject());
        assertEquals(Causes.ASKED, work.cause());

        conflicts.settle(request("p1", "money", "PARTNERCENTER").put("by", "Kim"));
        assertEquals(Side.PARTNER_CENTER.name(), only().details().path("keep").asText());
        assertEquals("Kim", only().by());
        assertEquals(
                List.of("settle, asked by an operator, gives way to settle, asked by Kim"),
                desk.directory.audit(new PairId("p1"), Optional.empty(), 10).items().stream()
                        .map(AuditEntry::did)
                        .toList());
    }

    @Test
    void whereThereIsNoConflictNothingIsAskedAndThatIsSaid() {
        conflict("p1");

        Reply reply = conflicts.settle(request("p1", "notes", "crm"));

        assertEquals(200, reply.status());
        assertFalse(body(reply).path("accepted").asBoolean());
        assertEquals(
                List.of(), pairs.read(new PairId("p1")).orElseThrow().value().commands());
    }

    @ParameterizedTest
    @ValueSource(strings = {"p1,money,both", "p1,nonsense,crm", "p1,,crm", "p1,name,"})
    void anUnclearDecisionIsRefused(String request) {
        conflict("p1");
        String[] parts = request.split(",", -1);

        assertEquals(
                ProblemCode.REQUEST_UNREADABLE, codeOf(() -> conflicts.settle(request(parts[0], parts[1], parts[2]))));
    }

    private Command only() {
        List<Command> commands =
                pairs.read(new PairId("p1")).orElseThrow().value().commands();
        assertEquals(1, commands.size());
        return commands.getFirst();
    }

    private void conflict(String id) {
        pairs.create(Pair.fresh(new PairId(id), NOW)
                .change()
                .phase(Phase.HELD)
                .referral("ref-" + id)
                .record(RECORD)
                .held(Map.of("money", Problem.of(ProblemCode.CONFLICT, "both").on("money")))
                .conflicts(Map.of(
                        "money",
                        new Conflict(
                                new Conflict.Shown("10 EUR", NOW, Optional.of("referral-updated"), Optional.empty()),
                                new Conflict.Shown("20 EUR", NOW, Optional.empty(), Optional.of("5000")))))
                .now());
    }

    private static ObjectNode request(String pair, String field, String keep) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("pair", pair)
                .put("field", field)
                .put("keep", keep);
    }

    private static JsonNode body(Reply reply) {
        return reply.body().orElseThrow();
    }
}
