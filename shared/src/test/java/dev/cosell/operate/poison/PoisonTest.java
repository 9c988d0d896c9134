package dev.cosell.operate.poison;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TestStorage;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueWork;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Inbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonTest {
    private static final Asker KIM = new Asker("Kim");
    /** After everything that is parked here, and before what is parked in a test that sets it back. */
    private Instant now = Instant.now().plus(Duration.ofMinutes(1));

    private final TestStorage local = new TestStorage();
    private final QueueWork parking = new QueueWork(local.storage(), local.queues());
    private final MemoryStore store = new MemoryStore(() -> Instant.EPOCH);
    private final MemoryQueue queue = new MemoryQueue(() -> Instant.EPOCH);
    private final MemoryState kept = new MemoryState();
    private final PoisonMessages messages = new PoisonMessages(local.storage(), local.queues());
    private final Poison poison = new Poison(messages, local.queues());
    private final PoisonGroups groups = new PoisonGroups(messages, local.queues(), store);
    private final Requeue requeue =
            new Requeue(messages, local.queues(), new Replay(new Inbox(store, queue)), kept, () -> now);
    private final Discard discard = new Discard(messages, local.queues(), store, store, () -> now);

    @Test
    void aParkedMessageIsListedWithItsReason() {
        park("r1", "referral-updated");

        JsonNode item = list().path("items").get(0);

        assertEquals(local.queues().crmUpdates(), item.path("queue").asText());
        assertEquals("pc|r1", item.path("subject").asText());
        assertEquals("referral-updated", item.path("cause").asText());
        assertEquals("BUG-02", item.path("problem").asText());
        assertEquals("why", item.path("detail").asText());
        assertEquals(0, item.path("attempts").asInt(-1));
        assertTrue(item.path("body").asText().contains("\"mark\":\"m-r1\""));
    }

    @Test
    void bothQueuesAreListedAndCanBeChosenFrom() {
        park("r1", "referral-updated");
        parkHalf("opportunity/7", ProblemCode.UNAVAILABLE);

        assertEquals(2, list().path("items").size());
        assertEquals(1, list("NET-02", "").path("items").size());
        assertEquals(
                "crm|opportunity/7",
                list("", "crm|opportunity/7")
                        .path("items")
                        .get(0)
                        .path("subject")
                        .asText());
    }

    @Test
    void whatNobodyCanReadIsShownUpToABoundAndRefusedToBeRequeued() {
        String foreign = "<script>" + "x".repeat(9000);
        throwIn(foreign);

        JsonNode item = list().path("items").get(0);
        assertEquals(4000, item.path("body").asText().length());
        assertEquals(foreign.length(), item.path("bodyLength").asInt());
        Problem refused =
                Problems.of(() -> requeue.requeue(foreign(item.path("id").asText()), KIM));

        assertEquals(ProblemCode.MESSAGE_UNREADABLE, refused.code());
        assertEquals("expected a JSON object, found 9008 characters that are no JSON", refused.detail());
        assertEquals(1, list().path("items").size());
    }

    @Test
    void messagesAreGroupedByProblemAndByDeal() {
        PairId pair = new PairId("r-r1");
        store.bind(Subject.referral("r1"), pair);
        store.mark(Subject.referral("r1"), "m");
        store.bind(new Subject(dev.cosell.fieldmap.Side.CRM, "opportunity/7"), pair);
        store.mark(new Subject(dev.cosell.fieldmap.Side.CRM, "opportunity/7"), "m");
        park("r1", "referral-updated");
        parkHalf("opportunity/7", ProblemCode.UNAVAILABLE);
        park("r2", "referral-updated");
        throwIn("?");

        JsonNode body = groups.groups(Optional.empty()).body().orElseThrow();

        assertEquals(4, body.path("messages").asInt());
        assertFalse(body.path("orMore").asBoolean());
        assertEquals("BUG-02", body.path("byProblem").get(0).path("problem").asText());
        assertEquals(2, body.path("byProblem").get(0).path("messages").asInt());
        JsonNode deal = body.path("byDeal").get(0);
        assertEquals("r-r1", deal.path("pair").asText());
        assertEquals(2, deal.path("messages").asInt());
        assertEquals(2, deal.path("subjects").size());
        assertTrue(body.path("byDeal").get(1).path("pair").isMissingNode());
    }

    @ParameterizedTest
    @CsvSource({
        "referral-updated,sync-now",
        "overdue,sync-now",
        "share,share",
        "share-by-rule,share-by-rule",
        "sync-now-forced,sync-now-forced",
        "Delete,Delete"
    })
    void aRequeuedMessageKeepsWhatItsCauseAsksFor(String was, String becomes) {
        park("r1", was);

        Reply reply = requeue.requeue(one(onlyId()), KIM);

        assertEquals(1, reply.body().orElseThrow().path("requeued").asInt());
        assertEquals(0, list().path("items").size());
        Work again = queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work();
        assertEquals(becomes, again.cause());
        assertEquals(store.hints().getFirst().mark(), again.mark(), "the hint is marked anew");
    }

    @Test
    void aPreviewCountsAndWritesNothing() {
        park("r1", Causes.SYNC_NOW);
        throwIn("?");

        JsonNode all = body(requeue.requeue(object().put("all", true).put("preview", true), KIM));
        JsonNode one = body(requeue.requeue(one(onlyReadable()).put("preview", true), KIM));

        assertEquals(1, all.path("messages").asInt());
        assertEquals(1, all.path("unreadable").asInt());
        assertEquals(1, all.path("byProblem").path("BUG-02").asInt());
        assertEquals(1, one.path("messages").asInt());
        assertEquals(0, queue.size(MemoryQueue.CRM_UPDATES));
        assertEquals(0, kept.writes());
    }

    @Test
    void manyGoAtTheRateThatWasAskedForOverSeveralRuns() {
        for (int i = 0; i < 5; i++) {
            park("r" + i, Causes.SYNC_NOW);
        }
        throwIn("?");

        Reply started = requeue.requeue(object().put("all", true).put("perMinute", 2), KIM);

        assertEquals(202, started.status());
        assertEquals(2, body(started).path("requeued").asInt());
        assertEquals(3, body(started).path("left").asInt());
        assertEquals("Kim", body(started).path("by").asText());
        assertEquals(Optional.empty(), requeue.run(), "it is not time yet");
        minuteLater();
        assertEquals(Optional.of("requeue=RUNNING requeued=4 unreadable=0"), requeue.run());
        minuteLater();
        assertEquals(Optional.of("requeue=DONE requeued=5 unreadable=1"), requeue.run());
        assertEquals(5, queue.size(MemoryQueue.CRM_UPDATES));
        assertEquals("DONE", body(requeue.progress()).path("state").asText());
        minuteLater();
        assertEquals(Optional.empty(), requeue.run());
    }

    @Test
    void aCrashWithinASliceLosesNoMessageAndTheNextRunGoesOn() {
        for (int i = 0; i < 4; i++) {
            park("r" + i, Causes.SYNC_NOW);
        }
        int[] left = {3};
        Requeue crashing = new Requeue(
                messages,
                local.queues(),
                new Replay(new Inbox(store, queue, () -> {
                    if (--left[0] == 0) {
                        throw new IllegalStateException("the process died");
                    }
                    return "m" + left[0];
                })),
                kept,
                () -> now);
        try {
            crashing.requeue(object().put("all", true), KIM);
        } catch (IllegalStateException died) {
            assertEquals(2, list().path("items").size());
        }
        minuteLater();

        assertEquals(Optional.of("requeue=DONE requeued=2 unreadable=0"), requeue.run());
        assertEquals(4, queue.size(MemoryQueue.CRM_UPDATES));
        assertEquals(0, list().path("items").size());
    }

    @Test
    void aJobOfOneProblemLeavesTheOthers() {
        park("r1", Causes.SYNC_NOW);
        parkHalf("opportunity/7", ProblemCode.UNAVAILABLE);

        requeue.requeue(object().put("problem", "NET-02"), KIM);

        assertEquals(1, queue.size(MemoryQueue.PARTNER_CENTER_UPDATES));
        assertEquals("pc|r1", list().path("items").get(0).path("subject").asText());
    }

    @Test
    void whatIsParkedAnewAfterTheStartIsNotTheJobsAgain() {
        now = Instant.now().minus(Duration.ofHours(1));
        park("r1", Causes.SYNC_NOW);

        JsonNode job = body(requeue.requeue(object().put("all", true), KIM));

        assertEquals("DONE", job.path("state").asText());
        assertEquals(0, job.path("requeued").asInt());
        assertEquals(1, list().path("items").size());
    }

    @Test
    void aStoppedJobLeavesTheRestParked() {
        park("r1", Causes.SYNC_NOW);
        park("r2", Causes.SYNC_NOW);
        requeue.requeue(object().put("all", true).put("perMinute", 1), KIM);

        assertEquals("STOPPED", body(requeue.stop()).path("state").asText());
        minuteLater();

        assertEquals(Optional.empty(), requeue.run());
        assertEquals(1, list().path("items").size());
    }

    @Test
    void withoutAJobThereIsNoProgressAndNothingToStop() {
        assertEquals("NONE", body(requeue.progress()).path("state").asText());
        assertEquals("NONE", body(requeue.stop()).path("state").asText());
        assertEquals(Optional.empty(), requeue.run());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"all\": false}",
                "{\"all\": true, \"problem\": \"NET-02\"}",
                "{\"problem\": \"NET-99\"}",
                "{\"problem\": \"x' or true\"}",
                "{\"subject\": \"r1\"}",
                "{\"all\": true, \"perMinute\": 0}",
                "{\"all\": true, \"perMinute\": 601}",
                "{\"all\": true, \"queue\": \"other\"}",
                "{\"id\": \"1\"}"
            })
    void anUnclearRequestIsRefusedAndNothingQueued(String request) throws IOException {
        park("r1", Causes.SYNC_NOW);
        JsonNode asked = new ObjectMapper().readTree(request);

        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> requeue.requeue(asked, KIM)));
        assertEquals(0, queue.size(MemoryQueue.CRM_UPDATES));
        assertEquals(0, kept.writes());
    }

    @Test
    void theFileHasWhatIsNeededToRepeatAndNoWordsOfOthers() throws IOException {
        park("r1", "share");
        throwIn("kim@contoso.example");

        String[] lines = poison.download(Optional.empty(), Optional.empty(), Optional.empty())
                .split("\n");

        JsonNode ours = new ObjectMapper().readTree(lines[0]);
        JsonNode foreign = new ObjectMapper().readTree(lines[1]);
        assertEquals(2, lines.length);
        assertEquals("share", WorkCodec.decode(ours.path("message").asText()).cause());
        assertEquals("BUG-02", ours.path("problem").asText());
        assertFalse(lines[0].contains("why"), lines[0]);
        assertFalse(lines[1].contains("kim"), lines[1]);
        assertEquals(19, foreign.path("length").asInt());
        assertEquals(64, foreign.path("sha256").asText().length());
    }

    @Test
    void discardingNeedsAReason() {
        park("r1", "referral-updated");
        for (String reason : List.of("", " ", "x".repeat(501))) {
            assertEquals(
                    ProblemCode.REQUEST_UNREADABLE,
                    codeOf(() -> discard.discard(one(onlyId()).put("reason", reason), KIM)));
        }

        JsonNode gone = body(discard.discard(one(onlyId()).put("reason", "test\ndeal"), KIM));

        assertEquals("test deal", gone.path("reason").asText());
        assertEquals("pc|r1", gone.path("message").path("subject").asText());
        assertEquals(0, list().path("items").size());
        assertEquals(0, queue.size(MemoryQueue.CRM_UPDATES));
    }

    @Test
    void whoDiscardedWhatAndWhyIsKept() {
        park("r1", "referral-updated");
        throwIn("?");
        discard.discard(one(onlyReadable()).put("reason", "test deal"), KIM);
        discard.discard(foreign(onlyId()).put("reason", "not ours"), KIM);

        JsonNode items = body(poison.discarded(Optional.empty())).path("items");

        assertEquals(2, items.size());
        JsonNode ours = items.get(items.get(0).has("subject") ? 0 : 1);
        assertEquals("pc|r1", ours.path("subject").asText());
        assertEquals("BUG-02", ours.path("problem").asText());
        assertEquals("Kim", ours.path("by").asText());
        assertEquals("test deal", ours.path("reason").asText());
        assertEquals(List.of("not ours", "test deal"), reasons(items));
    }

    @Test
    void aDiscardedMessageIsOnTheTimelineOfItsDeal() {
        Pair pair = store.create(Pair.fresh(new PairId("r-r1"), Instant.EPOCH)).value();
        store.bind(Subject.referral("r1"), pair.id());
        store.mark(Subject.referral("r1"), "newer");
        park("r1", "referral-updated");

        discard.discard(one(onlyId()).put("reason", "test deal"), KIM);

        AuditEntry entry = store.audit(pair.id()).getLast();
        assertEquals("parked message discarded by Kim: test deal", entry.did());
    }

    @Test
    void whatWasDiscardedIsNotWaitedForAnyMore() {
        store.mark(Subject.referral("r1"), "m-r1");
        store.mark(Subject.referral("r2"), "newer");
        park("r1", "referral-updated");
        discard.discard(one(onlyId()).put("reason", "test deal"), KIM);
        park("r2", "referral-updated");
        discard.discard(one(onlyId()).put("reason", "test deal"), KIM);

        assertEquals(Optional.empty(), store.read(Subject.referral("r1")));
        assertEquals("newer", store.read(Subject.referral("r2")).orElseThrow().mark());
    }

    @Test
    void aShareThatWasDiscardedIsNotAskedForAnyMoreButANewerEventIs() {
        store.request(Subject.referral("r1"), "m-r1", "share");
        store.mark(Subject.referral("r1"), "newer");
        park("r1", "share");
        discard.discard(one(onlyId()).put("reason", "test deal"), KIM);

        Hint hint = store.read(Subject.referral("r1")).orElseThrow();
        assertEquals("newer", hint.mark());
        assertEquals(Optional.empty(), hint.request());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "crm-updates-poison", "other", "x' or true"})
    void anUnknownQueueIsRefusedAndNotRepeated(String name) {
        ObjectNode request = object().put("queue", name).put("id", "1").put("reason", "r");
        Problem problem =
                Problems.of(() -> poison.list(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty()));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code());
        assertTrue(problem.detail().endsWith("found another name"), problem.detail());
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> requeue.requeue(request, KIM)));
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> discard.discard(request, KIM)));
    }

    @Test
    void anIdIsAnId() {
        assertEquals(ProblemCode.NOT_FOUND, codeOf(() -> requeue.requeue(one("000-unknown"), KIM)));
        for (String id : List.of("", "' or true", "../x")) {
            assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> requeue.requeue(one(id), KIM)));
        }
    }

    private void minuteLater() {
        now = now.plus(Duration.ofMinutes(1));
    }

    private void park(String referral, String cause) {
        Work work = new Work(Subject.referral(referral), "m-" + referral, cause, Optional.empty(), Map.of(), 0, "");
        parking.park(work, Problem.of(ProblemCode.UNEXPECTED, "why"));
    }

    private void parkHalf(String record, ProblemCode code) {
        Subject subject = Subject.parse("crm|" + record);
        parking.park(new Work(subject, "m", "Update", Optional.empty(), Map.of(), 0, ""), Problem.of(code, "why"));
    }

    /** As somebody else could put it on a queue. */
    private void throwIn(String text) {
        local.throwOnPoisonQueue(local.queues().partnerCenterUpdates(), text);
    }

    private JsonNode list() {
        return list("", "");
    }

    private JsonNode list(String problem, String subject) {
        return body(poison.list(
                Optional.empty(),
                Optional.of(problem).filter(text -> !text.isEmpty()),
                Optional.of(subject).filter(text -> !text.isEmpty()),
                Optional.empty()));
    }

    private static JsonNode body(Reply reply) {
        return reply.body().orElseThrow();
    }

    private String onlyId() {
        return list().path("items").get(0).path("id").asText();
    }

    private String onlyReadable() {
        for (JsonNode item : list().path("items")) {
            if (item.has("subject")) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("nothing can be read");
    }

    private ObjectNode one(String id) {
        return object().put("queue", local.queues().crmUpdates()).put("id", id);
    }

    private ObjectNode foreign(String id) {
        return object().put("queue", local.queues().partnerCenterUpdates()).put("id", id);
    }

    private static List<String> reasons(JsonNode items) {
        return items.findValuesAsText("reason").stream().sorted().toList();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
