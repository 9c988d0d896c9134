package dev.cosell.operate.intake;

import static dev.cosell.operate.Problems.codeOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.cosell.crm.dynamics.DynamicsEvent;
import dev.cosell.crm.dynamics.DynamicsSecret;
import dev.cosell.crm.dynamics.OwnWrites;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.operate.work.HeldDeals;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Inbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicsIntakeTest {
    private static final String ID = "0c4f0f3a-0000-0000-0000-000000000001";
    private static final String MARK = "mark-of-this-installation";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final List<String> steps = new ArrayList<>();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryStore store = new MemoryStore(clock, this::step);
    private final MemoryQueue queue = new MemoryQueue(clock, this::step);
    private final HeldDeals held = mock(HeldDeals.class);
    private final Map<String, String> headers = new HashMap<>(Map.of("x-cosell-secret", "s3cret"));
    private Optional<String> storageAwayAt = Optional.empty();

    private final DynamicsIntake intake = new DynamicsIntake(
            new DynamicsSecret("X-Cosell-Secret", "s3cret", Optional.of("next")),
            () -> FieldMaps.of(FieldMapFile.dynamics().deals()),
            () -> DynamicsEvent.Names.NONE,
            new Inbox(store, queue),
            held,
            new OwnWrites(() -> MARK));

    @Test
    void eventsOfLeadsComeInWhereLeadsAreMapped() {
        DynamicsIntake withLeads = new DynamicsIntake(
                new DynamicsSecret("X-Cosell-Secret", "s3cret", Optional.of("next")),
                FieldMapFile::dynamics,
                () -> DynamicsEvent.Names.NONE,
                new Inbox(store, queue),
                held,
                new OwnWrites(() -> MARK));
        assertEquals(Reply.empty(202), withLeads.accept(headers, update("lead", "subject"), ""));
        assertEquals(Reply.empty(204), withLeads.accept(headers, update("lead", "leadqualitycode"), ""));
        assertEquals(Reply.empty(204), accept(update("lead", "subject")));
    }

    @Test
    void ofAMergeTheLeadThatIsGoneAndTheSurvivorAreBothLookedAt() {
        DynamicsIntake withLeads = new DynamicsIntake(
                new DynamicsSecret("X-Cosell-Secret", "s3cret", Optional.of("next")),
                FieldMapFile::dynamics,
                () -> DynamicsEvent.Names.NONE,
                new Inbox(store, queue),
                held,
                new OwnWrites(() -> MARK));
        String gone = "0c4f0f3a-0000-0000-0000-000000000002";
        String merge = "{\"MessageName\": \"Merge\", \"PrimaryEntityName\": \"lead\", \"PrimaryEntityId\": \"" + ID
                + "\", \"InputParameters\": [{\"key\": \"Target\", \"value\": {\"LogicalName\": \"lead\", \"Id\": \""
                + ID + "\"}}, {\"key\": \"SubordinateId\", \"value\": \"" + gone + "\"}]}";

        assertEquals(Reply.empty(202), withLeads.accept(headers, merge.getBytes(UTF_8), TRACE));

        Work first = queued();
        assertEquals(Subject.record(new RecordRef("lead", gone)), first.subject());
        assertEquals("Delete", first.cause());
        Work second = queued();
        assertEquals(Subject.record(new RecordRef("lead", ID)), second.subject());
        assertEquals(Map.of(), second.fingerprints());
    }

    @Test
    void aChangedDealMarksItsHintAndThenQueues() {
        assertEquals(Reply.empty(202), accept(update("opportunity", "name")));

        assertEquals(
                List.of("after hints.mark", "after queue.send"),
                steps.stream().filter(step -> step.startsWith("after ")).toList());
        Work work = queued();
        assertEquals(Subject.record(new RecordRef("opportunity", ID)), work.subject());
        assertEquals("Update", work.cause());
        assertEquals(Set.of("name"), work.fingerprints().keySet());
        assertEquals(TRACE, work.trace());
    }

    @Test
    void bothSecretsAreGoodDuringARotation() {
        headers.put("x-cosell-secret", "next");

        assertEquals(202, accept(update("opportunity", "name")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S3CRET", "s3cret "})
    void nothingOfAnEventWithoutTheSecretIsUsed(String wrong) {
        headers.put("x-cosell-secret", wrong);
        assertEquals(ProblemCode.SECRET_WRONG, codeOf(() -> accept(update("opportunity", "name"))));

        headers.remove("x-cosell-secret");
        assertEquals(ProblemCode.SECRET_WRONG, codeOf(() -> accept(update("account", "name"))));
        assertEquals(List.of(), steps);
        verifyNoInteractions(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "contact", "transactioncurrency"})
    void aChangeOfWhatDealsStandOnGivesHeldDealsAnotherTry(String table) {
        headers.put("x-ms-dynamics-entity-name", table);

        assertEquals(Reply.empty(202), accept(update(table, "name")));

        verify(held).retryForCustomers(table + " changed");
        assertEquals(List.of(), steps);
    }

    @Test
    void ifHeldDealsCannotBeQueuedTheSenderMustTryAgain() {
        doThrow(Problems.STORAGE_AWAY.failure()).when(held).retryForCustomers(any());

        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, codeOf(() -> accept(update("account", "name"))));
    }

    @Test
    void anUpdateOfOtherColumnsNeedsNoWork() {
        assertEquals(Reply.empty(204), accept(update("opportunity", "stepname")));
        assertEquals(List.of(), steps);
    }

    @Test
    void ourOwnWriteIsNeitherStoredNorQueued() {
        assertEquals(Reply.empty(204), accept(marked(MARK)));
        assertEquals(List.of(), steps);
        assertEquals(Reply.empty(202), accept(marked("another mark")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create", "Delete", "Win", "Lose", "SetState"})
    void otherMessagesAreAcceptedWhateverColumnsTheyName(String message) {
        assertEquals(202, accept(event(message, "opportunity", "stepname")).status());
        assertEquals(message, queued().cause());
    }

    @Test
    void anEventWhoseColumnsWereCutOffIsAccepted() {
        headers.put("x-ms-dynamics-msg-size-exceeded", "true");
        byte[] cut = ("{\"MessageName\":\"Update\",\"PrimaryEntityName\":\"opportunity\",\"PrimaryEntityId\":\"" + ID
                        + "\"}")
                .getBytes(UTF_8);

        assertEquals(202, accept(cut).status());
        assertTrue(queued().fingerprints().isEmpty());
    }

    @Test
    void aTableNobodyAskedForNeedsNoWork() {
        headers.put("x-ms-dynamics-entity-name", "lead");

        assertEquals(Reply.empty(204), accept(update("lead", "subject")));
        assertEquals(List.of(), steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"MessageName\":\"Update\",\"PrimaryEntityName\":\"opportunity\"}"})
    void whatIsNoEventIsNamed(String body) {
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> accept(body.getBytes(UTF_8))));
    }

    @Test
    void aHugeBodyIsRefused() {
        assertEquals(ProblemCode.TOO_LARGE, codeOf(() -> accept(new byte[DynamicsEvent.MOST_BYTES + 1])));
    }

    @ParameterizedTest
    @ValueSource(strings = {"before hints.mark", "before queue.send"})
    void whileStorageIsAwayNothingIsPromised(String step) {
        storageAwayAt = Optional.of(step);

        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, codeOf(() -> accept(update("opportunity", "name"))));
    }

    private Reply accept(byte[] body) {
        return intake.accept(headers, body, TRACE);
    }

    private Work queued() {
        return queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow().work();
    }

    private void step(String step) {
        steps.add(step);
        if (storageAwayAt.filter(step::equals).isPresent()) {
            throw Problems.STORAGE_AWAY.failure();
        }
    }

    private static byte[] update(String table, String column) {
        return event("Update", table, column);
    }

    private static byte[] marked(String tag) {
        String event = new String(update("opportunity", "name"), UTF_8);
        return event.replaceFirst(
                        "\\{", "{\"Depth\":1,\"SharedVariables\":[{\"key\":\"tag\",\"value\":\"" + tag + "\"}],")
                .getBytes(UTF_8);
    }

    private static byte[] event(String message, String table, String column) {
        return ("{\"MessageName\":\"" + message + "\",\"PrimaryEntityName\":\"" + table + "\",\"PrimaryEntityId\":\""
                        + ID + "\",\"InputParameters\":[{\"key\":\"Target\",\"value\":{\"Attributes\":[{\"key\":\""
                        + column + "\",\"value\":\"x\"}]}}]}")
                .getBytes(UTF_8);
    }
}
