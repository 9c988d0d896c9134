package dev.cosell.operate.command;

import static dev.cosell.operate.Desk.NOW;
import static dev.cosell.operate.Desk.RECORD;
import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Desk;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people ask about a deal without its other half is kept in it, if it fits. */
class OrphansTest {
    private final Desk desk = new Desk();
    private final TablePairs pairs = desk.pairs;
    private final MemoryQueue queue = desk.queue;
    private final Orphans orphans = new Orphans(desk.referrals, desk.asking);

    @Test
    void s36_linkCreateAndClearAreKeptAndTheLatestCounts() {
        orphan();

        assertEquals(202, orphans.create("p1", none()).status());
        assertEquals(202, orphans.clear("p1", none()).status());
        assertEquals(202, orphans.link("p1", record(RECORD.id())).status());

        assertEquals(
                List.of(
                        "create, asked by an operator, gives way to clear, asked by an operator",
                        "clear, asked by an operator, gives way to link, asked by an operator"),
                desk.directory.audit(new PairId("p1"), Optional.empty(), 10).items().stream()
                        .map(AuditEntry::did)
                        .toList());
        List<Command> commands =
                pairs.read(new PairId("p1")).orElseThrow().value().commands();
        assertEquals(1, commands.size());
        assertEquals(Command.Kind.LINK, commands.getFirst().kind());
        assertEquals(RECORD.id(), commands.getFirst().details().path("record").asText());
        assertEquals(
                Subject.referral("ref-1"),
                queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work().subject());
    }

    @Test
    void whatIsAskedNamesTheHalvesThatWereThere() {
        pairs.create(Pair.fresh(new PairId("p1"), NOW)
                .change()
                .phase(Phase.ORPHAN)
                .referral("ref-1")
                .record(RECORD)
                .now());

        orphans.create("p1", none());

        JsonNode details = pairs.read(new PairId("p1"))
                .orElseThrow()
                .value()
                .commands()
                .getFirst()
                .details();
        assertEquals(RECORD.toString(), details.path("record").asText());
        assertEquals("ref-1", details.path("referral").asText());
    }

    @Test
    void aDealThatHasBothHalvesIsLeftAlone() {
        pairs.create(Pair.fresh(new PairId("p1"), NOW)
                .change()
                .phase(Phase.IN_STEP)
                .referral("ref-1")
                .record(RECORD)
                .now());

        assertEquals(ProblemCode.NOT_POSSIBLE, codeOf(() -> orphans.create("p1", none())));
        assertEquals(409, Reply.of(Problem.of(ProblemCode.NOT_POSSIBLE, ""), "").status());
    }

    @Test
    void aRecordThatIsGoneAndHasNoReferralCannotBeClearedForNothingWouldBeLeft() {
        pairs.create(Pair.fresh(new PairId("p1"), NOW)
                .change()
                .phase(Phase.ORPHAN)
                .record(RECORD)
                .problem(Optional.of(Problem.of(ProblemCode.RECORD_GONE, "gone")))
                .now());

        assertEquals(ProblemCode.NOT_POSSIBLE, codeOf(() -> orphans.clear("p1", none())));
        assertEquals(
                202,
                orphans.link("p1", record("{" + RECORD.id().toUpperCase(Locale.ROOT) + "}"))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b/c", "' or true", "x y"})
    void whatIsNoRecordIdIsNotLinked(String record) {
        orphan();

        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> orphans.link("p1", record(record))));
    }

    private void orphan() {
        pairs.create(Pair.fresh(new PairId("p1"), NOW)
                .change()
                .phase(Phase.ORPHAN)
                .referral("ref-1")
                .now());
    }

    private static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode record(String id) {
        return none().put("record", id);
    }
}
