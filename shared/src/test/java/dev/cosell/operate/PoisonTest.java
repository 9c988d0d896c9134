package dev.cosell.operate;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueWork;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Inbox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonTest {
    private final TestStorage local = new TestStorage();
    private final QueueWork parking = new QueueWork(local.storage(), local.queues());
    private final MemoryStore store = new MemoryStore(() -> Instant.EPOCH);
    private final MemoryQueue queue = new MemoryQueue(() -> Instant.EPOCH);
    private final Poison poison = new Poison(
            new PoisonMessages(local.storage(), local.queues()), local.queues(), new Inbox(store, queue), store);

    @Test
    void aParkedMessageIsListedWithItsReason() {
        park("r1", "referral-updated");

        JsonNode list = list();
        JsonNode item = list.path("items").get(0);

        assertEquals(local.queues().crmUpdates(), list.path("queue").asText());
        assertEquals("pc|r1", item.path("subject").asText());
        assertEquals("referral-updated", item.path("cause").asText());
        assertEquals("BUG-02", item.path("problem").asText());
        assertEquals("why", item.path("detail").asText());
        assertTrue(item.path("body").asText().contains("\"mark\":\"m-r1\""));
    }

    @ParameterizedTest
    @CsvSource({
        "referral-updated,sync-now",
        "overdue,sync-now",
        "share,share",
        "sync-now-forced,sync-now-forced",
        "Delete,Delete"
    })
    void aRequeuedMessageKeepsWhatItsCauseAsksFor(String was, String becomes) {
        park("r1", was);

        Reply reply = poison.requeue(request().put("id", onlyId()));

        assertEquals(1, reply.body().orElseThrow().path("requeued").asInt());
        assertEquals(0, list().path("items").size());
        Work again = queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work();
        assertEquals(becomes, again.cause());
        assertEquals(store.hints().getFirst().mark(), again.mark(), "the hint is marked anew");
    }

    @Test
    void allCanBeRequeuedAtOnce() {
        park("r1", Causes.SYNC_NOW);
        park("r2", Causes.SYNC_NOW);

        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> poison.requeue(request().put("all", true).put("id", onlyId()))));

        JsonNode done = poison.requeue(request().put("all", true)).body().orElseThrow();

        assertEquals(2, done.path("requeued").asInt());
        assertEquals(0, done.path("unreadable").asInt());
        assertEquals(2, queue.size(MemoryQueue.CRM_UPDATES));
    }

    @Test
    void discardingNeedsAReason() {
        park("r1", "referral-updated");
        for (String reason : List.of("", " ")) {
            assertEquals(
                    ProblemCode.REQUEST_UNREADABLE,
                    codeOf(() -> poison.discard(request().put("id", onlyId()).put("reason", reason))));
        }

        JsonNode gone = poison.discard(request().put("id", onlyId()).put("reason", "test deal"))
                .body()
                .orElseThrow();

        assertEquals("test deal", gone.path("reason").asText());
        assertEquals("pc|r1", gone.path("message").path("subject").asText());
        assertEquals(0, list().path("items").size());
        assertEquals(0, queue.size(MemoryQueue.CRM_UPDATES));
    }

    @Test
    void whatWasDiscardedIsNotWaitedForAnyMore() {
        store.mark(Subject.referral("r1"), "m-r1");
        store.mark(Subject.referral("r2"), "newer");
        park("r1", "referral-updated");
        poison.discard(request().put("id", onlyId()).put("reason", "test deal"));
        park("r2", "referral-updated");
        poison.discard(request().put("id", onlyId()).put("reason", "test deal"));

        assertEquals(Optional.empty(), store.read(Subject.referral("r1")));
        assertEquals("newer", store.read(Subject.referral("r2")).orElseThrow().mark());
    }

    @Test
    void aShareByRuleStaysAShareByRule() {
        park("r1", "share-by-rule");
        poison.requeue(request().put("id", onlyId()));

        assertEquals(
                "share-by-rule",
                queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work().cause());
    }

    @Test
    void aShareThatWasDiscardedIsNotAskedForAnyMoreButANewerEventIs() {
        store.request(Subject.referral("r1"), "m-r1", "share");
        store.mark(Subject.referral("r1"), "newer");
        park("r1", "share");
        poison.discard(request().put("id", onlyId()).put("reason", "test deal"));

        Hint hint = store.read(Subject.referral("r1")).orElseThrow();
        assertEquals("newer", hint.mark());
        assertEquals(Optional.empty(), hint.request());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "crm-updates-poison", "other", "x' or true"})
    void anUnknownQueueIsRefusedAndNotRepeated(String name) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("queue", name)
                .put("id", "1")
                .put("reason", "r");
        Problem problem = Problems.of(() -> poison.list(Optional.of(name), Optional.empty()));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code());
        assertTrue(problem.detail().endsWith("found another name"), problem.detail());
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> poison.requeue(request)));
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> poison.discard(request)));
    }

    @Test
    void anIdIsAnId() {
        assertEquals(
                ProblemCode.NOT_FOUND, codeOf(() -> poison.requeue(request().put("id", "000-unknown"))));
        for (String id : List.of("", "' or true", "../x")) {
            assertEquals(
                    ProblemCode.REQUEST_UNREADABLE,
                    codeOf(() -> poison.requeue(request().put("id", id))));
        }
    }

    private void park(String referral, String cause) {
        Work work = new Work(Subject.referral(referral), "m-" + referral, cause, Optional.empty(), Map.of(), 0, "");
        parking.park(work, Problem.of(ProblemCode.UNEXPECTED, "why"));
    }

    private JsonNode list() {
        return poison.list(Optional.empty(), Optional.empty()).body().orElseThrow();
    }

    private String onlyId() {
        return list().path("items").get(0).path("id").asText();
    }

    private ObjectNode request() {
        return JsonNodeFactory.instance.objectNode().put("queue", local.queues().crmUpdates());
    }
}
