package dev.cosell.operate.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldDealsTest {
    private static final Page<PairSummary> NONE = new Page<>(List.of(), Optional.empty());

    private final MemoryStore store = new MemoryStore(() -> Instant.EPOCH);
    private final MemoryQueue queue = new MemoryQueue(() -> Instant.EPOCH);
    private final PairDirectory directory = mock(PairDirectory.class);
    private final HeldDeals held = new HeldDeals(directory, new Inbox(store, queue));

    @BeforeEach
    void nothingIsHeld() {
        when(directory.withProblem(any(), any(), anyInt())).thenReturn(NONE);
        when(directory.inPhase(any(), any(), anyInt())).thenReturn(NONE);
    }

    @Test
    void everyHeldDealIsTriedHoweverManyThereAre() {
        when(directory.inPhase(Optional.of(Phase.HELD), Optional.empty(), 500))
                .thenReturn(new Page<>(records(0, 500), Optional.of("next")));
        when(directory.inPhase(Optional.of(Phase.HELD), Optional.of("next"), 500))
                .thenReturn(new Page<>(records(500, 501), Optional.empty()));

        assertEquals("heldDealsTried=501", held.retryAll());
        assertEquals(501, queue.size(MemoryQueue.PARTNER_CENTER_UPDATES));
    }

    @Test
    void aDealWithoutRecordIsTriedByItsReferralAndOneWithNeitherNotAtAll() {
        when(directory.inPhase(any(), any(), anyInt()))
                .thenReturn(new Page<>(
                        List.of(
                                pair("p1", Optional.of("ref-1"), Optional.empty()),
                                pair("p2", Optional.empty(), Optional.empty())),
                        Optional.empty()));

        assertEquals("heldDealsTried=1", held.retryAll());
        assertEquals(
                Subject.referral("ref-1"),
                queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work().subject());
    }

    @Test
    void aChangedAccountTriesWhatStandsOnCustomersOnce() {
        when(directory.withProblem(ProblemCode.COUNTRY_UNKNOWN, Optional.empty(), 100))
                .thenReturn(new Page<>(records(0, 2), Optional.of("more, at night")));
        when(directory.withProblem(ProblemCode.CONTACT_INCOMPLETE, Optional.empty(), 100))
                .thenReturn(new Page<>(records(1, 3), Optional.empty()));

        held.retryForCustomers("account changed");

        assertEquals(3, queue.size(MemoryQueue.PARTNER_CENTER_UPDATES));
        assertEquals(
                "account changed",
                queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES)
                        .orElseThrow()
                        .work()
                        .cause());
    }

    @Test
    void aChangedAccountTriesWhatReadItAMomentAgoAndIsNotHeldYet() {
        when(directory.inPhase(Optional.of(Phase.LINKING), Optional.empty(), 100))
                .thenReturn(new Page<>(records(0, 1), Optional.empty()));

        held.retryForCustomers("account changed");

        assertEquals(1, queue.size(MemoryQueue.PARTNER_CENTER_UPDATES));
    }

    @Test
    void oneChangeAfterTheOtherIsTriedEachTime() {
        held.retryForCustomers("account changed");
        held.retryForCustomers("account changed");

        verify(directory, times(2)).withProblem(ProblemCode.COUNTRY_UNKNOWN, Optional.empty(), 100);
    }

    @Test
    void manyChangesAtOnceShareARunThatBeganAfterThem() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        when(directory.withProblem(ProblemCode.COUNTRY_UNKNOWN, Optional.empty(), 100))
                .thenAnswer(call -> {
                    running.countDown();
                    goOn.await();
                    return NONE;
                });
        List<Thread> callers = new ArrayList<>();
        try (ExecutorService workers = Executors.newCachedThreadPool()) {
            List<Future<?>> calls = new ArrayList<>();
            calls.add(workers.submit(() -> held.retryForCustomers("account changed")));
            running.await();
            for (int i = 0; i < 10; i++) {
                CountDownLatch started = new CountDownLatch(1);
                calls.add(workers.submit(() -> {
                    synchronized (callers) {
                        callers.add(Thread.currentThread());
                    }
                    started.countDown();
                    held.retryForCustomers("account changed");
                }));
                started.await();
            }
            while (callers.stream().anyMatch(caller -> caller.getState() != Thread.State.BLOCKED)) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            for (Future<?> call : calls) {
                call.get();
            }
        }

        verify(directory, times(2)).withProblem(ProblemCode.COUNTRY_UNKNOWN, Optional.empty(), 100);
    }

    private static List<PairSummary> records(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> pair("p" + n, Optional.empty(), Optional.of(new RecordRef("opportunity", "rec-" + n))))
                .toList();
    }

    private static PairSummary pair(String id, Optional<String> referral, Optional<RecordRef> record) {
        return new PairSummary(
                new PairId(id), Phase.HELD, Optional.empty(), referral, record, Optional.empty(), Instant.EPOCH);
    }
}
