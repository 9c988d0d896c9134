package dev.cosell.operate.work;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.cosell.operate.Problems;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.Outcome;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String PERSONAL = "Ada Byron, ada@contoso.com";
    private static final Work WORK = new Work(
            Subject.record(new RecordRef("opportunity", "0c4f0f3a-0000-0000-0000-000000000001")),
            "m1",
            "Update",
            Optional.of(NOW),
            Map.of("name", "f"),
            3,
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    private final SettableClock clock = new SettableClock(NOW);
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final MemoryStore store = new MemoryStore(clock);
    private final SyncEngine engine = mock(SyncEngine.class);

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void theOutcomeIsOneLine() {
        Problem held = Problem.of(ProblemCode.SOLUTION_MISSING, PERSONAL);

        assertEquals(
                "outcome=synced pair=c-1 writes=2 afterMillis=1500",
                lineOf(new Outcome.Synced(new PairId("c-1"), 2, Duration.ofMillis(1500))));
        assertEquals("outcome=skipped why=\"settled already\"", lineOf(new Outcome.Skipped("settled already")));
        assertEquals("outcome=held problem=SOL-01", lineOf(new Outcome.Held(Optional.empty(), held)));
        assertEquals(
                "outcome=held problem=SOL-01 pair=c-1", lineOf(new Outcome.Held(Optional.of(new PairId("c-1")), held)));
        assertEquals("outcome=later delayMillis=1500", lineOf(new Outcome.Later(Duration.ofMillis(1500), PERSONAL)));
        assertEquals("outcome=parked problem=SOL-01", lineOf(new Outcome.Parked(held)));
    }

    @Test
    void aForeignEventNameWritesNoLogLineOfItsOwn() {
        when(engine.work(any())).thenReturn(new Outcome.Skipped("not shared"));
        Work foreign =
                new Work(Subject.referral("r\n1"), "m", "Update\nERROR " + PERSONAL, Optional.empty(), Map.of(), 0, "");

        String line = worker().work(WorkCodec.encode(foreign));

        assertEquals(1, line.lines().count());
        assertTrue(line.startsWith("subject=pc|r_1 cause=Update_ERROR_"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{}", "{\"v\":1,\"subject\":\"x|1\",\"mark\":\"m\"}"})
    void aMessageNobodyCanReadIsLeftToTheHost(String message) {
        assertEquals(ProblemCode.MESSAGE_UNREADABLE, codeOf(() -> worker().work(message)));
        assertEquals(List.of(), queue.parked());
    }

    @Test
    void whileStorageIsAwayTheMessageComesBack() {
        when(engine.work(any())).thenThrow(Problems.STORAGE_AWAY.failure());

        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, codeOf(() -> worker().work(WorkCodec.encode(WORK))));
        assertEquals(List.of(), queue.parked());
    }

    @Test
    void s17_aPairThatOnlyALaterVersionCanReadIsLeftToItAndBurnsNoAttempt() {
        Problem later = Problem.of(ProblemCode.STORED_LATER, "expected row version v = 2 or earlier, found 3");
        when(engine.work(any())).thenThrow(later.failure());

        String line = worker().work(WorkCodec.encode(WORK));

        assertTrue(line.contains("outcome=later delayMillis=30000 problem=STO-02"), line);
        assertEquals(List.of(), queue.parked());
        clock.advance(Worker.WITHOUT_ENGINE);
        assertEquals(
                WORK,
                queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow().work());
    }

    @Test
    void s04_aWorkerThatBeginsWhenTheCallsAreSpentLooksAgainNowAndThen() {
        Problem spent = Problem.of(ProblemCode.BUDGET_SPENT, "spent").retryAfter(Duration.ofHours(14));
        Worker withoutEngine = new Worker(
                work -> {
                    throw spent.failure();
                },
                queue,
                store,
                clock,
                new Delays(),
                Telemetry.none().runs());

        String line = withoutEngine.work(WorkCodec.encode(WORK));

        assertTrue(line.contains("outcome=later delayMillis=900000 withoutEngine=NET-09"), line);
        assertEquals(Optional.of(NOW.plus(Duration.ofMinutes(15))), queue.nextVisible());
        assertEquals(List.of(), queue.parked());
    }

    @Test
    void aDefectParksTheWorkWholeWithItsPlaceAndWithoutData() {
        when(engine.work(any())).thenAnswer(call -> {
            throw new IllegalStateException(PERSONAL, new ArithmeticException(PERSONAL));
        });

        String line = worker().work(WorkCodec.encode(WORK));

        MemoryQueue.Parked parked = queue.parked().getFirst();
        assertEquals(WORK, parked.work());
        assertEquals(ProblemCode.UNEXPECTED, parked.problem().code());
        assertTrue(parked.problem()
                .detail()
                .contains("java.lang.IllegalStateException at dev.cosell.operate.work.WorkerTest"));
        assertTrue(parked.problem().detail().contains("caused by java.lang.ArithmeticException"));
        assertFalse(parked.problem().detail().contains("Ada"));
        assertTrue(line.contains("outcome=parked problem=BUG-02 detail=\"expected no exception, found "), line);
        assertFalse(line.contains("Ada"), line);
    }

    @Test
    void aNamedFailureThatIsNotStorageAwayIsParkedUnderItsName() {
        when(engine.work(any()))
                .thenThrow(Problem.of(ProblemCode.UNEXPECTED, "row of a later version")
                        .failure());

        worker().work(WorkCodec.encode(WORK));

        assertEquals(
                "row of a later version", queue.parked().getFirst().problem().detail());
    }

    @Test
    void aStoppingProcessParksNothing() {
        RuntimeException stopping = new IllegalStateException(new InterruptedException());
        when(engine.work(any())).thenThrow(stopping);

        assertSame(stopping, assertThrows(RuntimeException.class, () -> worker().work(WorkCodec.encode(WORK))));
        assertEquals(List.of(), queue.parked());
    }

    @ParameterizedTest
    @EnumSource(
            value = ProblemCode.class,
            names = {"UNAVAILABLE", "TIMED_OUT", "SIGN_IN_REFUSED", "SCHEMA_MISMATCH", "INVALID_VALUE", "UNEXPECTED"})
    void withoutAnEngineTheWorkWaitsAndBurnsNoAttempt(ProblemCode why) {
        String line = worker(() -> {
                    throw Problem.of(why, PERSONAL).from(RemoteSystem.CRM).failure();
                })
                .work(WorkCodec.encode(WORK));

        assertEquals(Optional.empty(), queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES));
        clock.advance(Worker.WITHOUT_ENGINE);
        assertEquals(
                WORK,
                queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow().work());
        assertTrue(line.contains("outcome=later delayMillis=30000 withoutEngine=" + why.code()), line);
        assertEquals(List.of(), queue.parked());
    }

    @Test
    void aSystemThatKeepsTheEngineFromStartingIsShownAsOut() {
        Problem refused =
                Problem.of(ProblemCode.SIGN_IN_REFUSED, "AADSTS7000222").from(RemoteSystem.CRM);

        worker(() -> {
                    throw refused.failure();
                })
                .work(WorkCodec.encode(WORK));

        assertEquals(
                refused,
                store.current(RemoteSystem.CRM, Lane.PEOPLE).orElseThrow().problem());
        assertEquals(
                NOW.plus(Worker.WITHOUT_ENGINE),
                store.current(RemoteSystem.CRM, Lane.PEOPLE).orElseThrow().probeAt());
    }

    @Test
    void aPassingFailureOfTheStartStopsNobodyElse() {
        worker(() -> {
                    throw Problem.of(ProblemCode.UNAVAILABLE, "503")
                            .from(RemoteSystem.CRM)
                            .failure();
                })
                .work(WorkCodec.encode(WORK));

        assertEquals(Optional.empty(), store.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    private String lineOf(Outcome outcome) {
        when(engine.work(WORK)).thenReturn(outcome);
        String line = worker().work(WorkCodec.encode(WORK));
        String head = "subject=crm|opportunity/0c4f0f3a-0000-0000-0000-000000000001 cause=Update ";
        assertTrue(line.startsWith(head), line);
        assertFalse(line.contains("Ada"), line);
        String tail = " trace=4bf92f3577b34da6a3ce929d0e0e4736";
        assertTrue(line.endsWith(tail), line);
        return line.substring(head.length(), line.length() - tail.length());
    }

    private Worker worker() {
        return worker(() -> engine);
    }

    private Worker worker(Supplier<SyncEngine> start) {
        return new Worker(
                work -> start.get(),
                queue,
                store,
                clock,
                new Delays(),
                Telemetry.none().runs());
    }
}
