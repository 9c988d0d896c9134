package dev.cosell.operate.reconcile;

import static dev.cosell.JsonText.json;
import static dev.cosell.JsonText.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TestStorage;
import dev.cosell.operate.share.FilteredRecords;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.store.SealedTokens;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResyncTest {
    private static final RecordRef RECORD = new RecordRef("opportunity", "8d9e5a3c-51f2-4f0e-9e0a-3f3f0c1d2b4a");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryStore store = new MemoryStore(clock);
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final PairDirectory directory = mock(PairDirectory.class);
    private final Crm crm = mock(Crm.class);
    private final SealedTokens tokens = new SealedTokens(new TestStorage().storage());
    private final Resync resync = new Resync(
            List.of("opportunity", "lead"),
            directory,
            new FilteredRecords(crm, CrmProduct.DYNAMICS, tokens),
            new Inbox(store, queue));

    @Test
    void dealsOfOneProblemAreQueuedForASyncOfBothSides() {
        when(directory.withProblem(eq(ProblemCode.COUNTRY_UNKNOWN), any(), anyInt()))
                .thenReturn(new Page<>(List.of(summary()), Optional.of("more")));

        Reply reply = resync.resync(json("{\"problem\": \"cus-01\"}"));

        assertEquals(202, reply.status());
        assertEquals("more", reply.body().orElseThrow().path("next").asText());
        assertEquals("sync-now", cause());
    }

    @Test
    void aPreviewQueuesNothing() {
        when(directory.inPhase(eq(Optional.of(Phase.HELD)), any(), anyInt()))
                .thenReturn(new Page<>(List.of(summary()), Optional.empty()));

        Reply reply = resync.resync(json("{\"phase\": \"held\", \"preview\": true}"));

        assertEquals(1, reply.body().orElseThrow().path("deals").asInt());
        assertTrue(queue.nextVisible().isEmpty());
    }

    @Test
    void aConditionIsTheCrmsOwnAndOnlySharedRecordsAreMeant() {
        when(crm.records(
                        new RecordQuery("opportunity", Optional.of(true), Optional.of("estimatedvalue gt 1000"), 200),
                        Optional.of("page2")))
                .thenReturn(new RecordPage(
                        List.of(new RecordPage.Entry(
                                RECORD, new Snapshot(Map.of(), Optional.empty(), Optional.empty()))),
                        Optional.of("page3")));
        String next = tokens.seal("resync opportunity estimatedvalue gt 1000", "page2");

        Reply reply = resync.resync(
                object("{'filter': 'estimatedvalue gt 1000', 'force': true}").put("next", next));

        assertEquals("sync-now-forced", cause());
        assertNotEquals("page3", reply.body().orElseThrow().path("next").asText());
    }

    @Test
    void whereAListGoesOnIsNotForTheCallerToSay() {
        String ofAnother = tokens.seal("resync opportunity estimatedvalue gt 1000", "page2");
        for (String next : List.of("https://elsewhere.example/opportunities", ofAnother)) {
            ObjectNode request = object("{'filter': 'estimatedvalue gt 1'}").put("next", next);
            assertEquals(ProblemCode.REQUEST_UNREADABLE, Problems.codeOf(() -> resync.resync(request)));
        }
        verifyNoInteractions(crm);
    }

    @Test
    void aConditionMayBeAboutLeads() {
        RecordQuery leads = new RecordQuery("lead", Optional.of(true), Optional.of("leadqualitycode eq 1"), 200);
        when(crm.records(leads, Optional.empty())).thenReturn(new RecordPage(List.of(), Optional.of("more")));

        Reply reply = resync.resync(json("{\"filter\": \"leadqualitycode eq 1\", \"table\": \"lead\"}"));

        assertEquals(
                "more",
                tokens.open(
                        "resync lead leadqualitycode eq 1",
                        reply.body().orElseThrow().path("next").asText()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"phase\": \"held\", \"problem\": \"CUS-01\"}",
                "{\"phase\": \"sleeping\"}",
                "{\"filter\": \"name ne null\", \"table\": \"systemuser\"}",
                "{\"problem\": \"CUS-99\"}",
                "{\"phase\": \"\", \"problem\": \"CUS-01\"}",
                "{\"phase\": \"held\", \"table\": \"lead\"}",
                "{\"filter\": \"name eq 'a') or (1 eq 1\"}"
            })
    void anUnclearChoiceIsRefusedAndNothingQueued(String request) {
        Failure refused = assertThrows(Failure.class, () -> resync.resync(json(request)));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, refused.problem().code());
        assertTrue(queue.nextVisible().isEmpty());
    }

    private String cause() {
        var work = queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow().work();
        assertEquals(Subject.record(RECORD), work.subject());
        return work.cause();
    }

    private static PairSummary summary() {
        return new PairSummary(
                new PairId("r-1"),
                Phase.HELD,
                Optional.of(ProblemCode.COUNTRY_UNKNOWN),
                Optional.of("1"),
                Optional.of(RECORD),
                Optional.empty(),
                Instant.EPOCH);
    }
}
