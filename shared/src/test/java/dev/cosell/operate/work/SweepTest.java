package dev.cosell.operate.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.cosell.operate.budget.BudgetedOutages;
import dev.cosell.operate.budget.Stop;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Subject SUBJECT = Subject.referral("r1");
    private static final Problem WHY = Problem.of(ProblemCode.UNEXPECTED, "why");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryStore store = new MemoryStore(clock);
    private Predicate<Lane> lanes = lane -> false;
    private final BudgetedOutages outages = new BudgetedOutages(
            store,
            (system, lane) ->
                    Optional.of(new Stop(WHY, clock.instant(), clock.instant())).filter(stop -> lanes.test(lane)));
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final PoisonMessages poison = mock(PoisonMessages.class);
    private final PairDirectory directory = mock(PairDirectory.class);
    private final Sweep sweep = sweep(store, outages);

    private Sweep sweep(MemoryStore store, Outages outages) {
        Inbox inbox = new Inbox(store, queue);
        LostWork lost = new LostWork(
                new OverdueHints(
                        store, store, inbox, new ParkedForAReason(poison, QueueNames.STANDARD), Gate.OPEN, clock),
                new StaleWakeUps(directory::toWake, store, store, inbox),
                outages,
                clock);
        return new Sweep(lost, directory, poison, QueueNames.STANDARD);
    }

    @BeforeEach
    void nothingIsParked() {
        listed(List.of());
    }

    @Test
    void anOverdueHintIsQueuedAgain() {
        store.mark(SUBJECT, "lost");
        clock.advance(Duration.ofMinutes(16));

        assertEquals("overdueHints=1 lostReminders=0 parkedMessagesKept=0", sweep.run());

        Work work = queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work();
        assertEquals(SUBJECT, work.subject());
        assertEquals("overdue", work.cause());
        assertEquals(store.read(SUBJECT).orElseThrow().mark(), work.mark());
    }

    @Test
    void aFreshHintIsLeftToItsMessage() {
        store.mark(SUBJECT, "m");
        clock.advance(Duration.ofMinutes(14));

        assertQueued(0);
    }

    @Test
    void aHintOfAPairThatSettledItIsDone() {
        bound(pair -> pair.change().settle(SUBJECT, "m").now());

        assertQueued(0);
    }

    @Test
    void aHintOfAPairThatDidNotSettleItIsQueuedAgain() {
        bound(pair -> pair.change().settle(SUBJECT, "an older one").now());

        assertQueued(1);
    }

    @Test
    void aShareWhoseMessageIsLostIsQueuedAsAShareAgain() {
        store.request(SUBJECT, "share", "share");
        store.mark(SUBJECT, "m");
        store.bind(SUBJECT, new PairId("p1"));
        store.create(Pair.fresh(new PairId("p1"), clock.instant())
                .change()
                .settle(SUBJECT, "m")
                .now());
        clock.advance(Duration.ofMinutes(16));

        assertQueued(1);
        assertEquals(
                "share",
                queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work().cause());
    }

    @Test
    void aNewcomerThatIsTriedAgainIsNotQueuedBesideItsMessage() {
        store.mark(SUBJECT, "m");
        clock.advance(Duration.ofMinutes(20));
        store.postpone(SUBJECT, clock.instant().plus(Duration.ofMinutes(10)));
        clock.advance(Duration.ofMinutes(20));
        assertQueued(0);

        clock.advance(Duration.ofMinutes(10));
        assertQueued(1);
    }

    @Test
    void aParkedPairIsLeftToThePoisonList() {
        bound(pair -> pair.change().phase(Phase.PARKED).now());

        assertQueued(0);
    }

    @Test
    void whatWasParkedWithoutAPairIsNotParkedAgainAndAgain() {
        store.mark(SUBJECT, "m");
        listed(List.of(parked(Optional.of(WHY))));
        clock.advance(Duration.ofMinutes(16));

        assertQueued(0);
    }

    @Test
    void whatTheHostGaveUpWithoutAReasonHealsItself() {
        store.mark(SUBJECT, "m");
        listed(List.of(parked(Optional.empty())));
        clock.advance(Duration.ofMinutes(16));

        assertQueued(1);
    }

    @Test
    void aPairThatWaitsOrIsBeingWorkedOnIsLookedAtAgainLater() {
        Instant later = clock.instant().plus(Duration.ofHours(1));
        bound(pair -> pair.change().notBefore(Optional.of(later)).now());
        Subject other = Subject.referral("r2");
        store.mark(other, "m2");
        store.bind(other, new PairId("p2"));
        store.create(Pair.fresh(new PairId("p2"), clock.instant())
                .change()
                .lease(new Lease("worker", later))
                .now());

        assertQueued(0);
        clock.advance(Duration.ofHours(1));
        assertQueued(2);
    }

    @Test
    void theNetIsOutWhenBackgroundWorkWaitsForCalls() {
        store.mark(SUBJECT, "m");
        clock.advance(Duration.ofHours(3));
        lanes = lane -> lane == Lane.BACKGROUND;
        assertQueued(1);
    }

    @Test
    void whileASystemIsOutNothingIsQueuedBesideWhatWaits() {
        store.mark(SUBJECT, "m");
        clock.advance(Duration.ofHours(3));
        store.begin(new Outage(RemoteSystem.CRM, WHY, clock.instant(), clock.instant()));
        assertQueued(0);

        store.current(RemoteSystem.CRM, Lane.PEOPLE).ifPresent(store::end);
        assertQueued(1);
    }

    @Test
    void noneOfManyHintsIsOverlooked() {
        for (int i = 0; i < 1201; i++) {
            store.mark(Subject.referral("r" + i), "m");
            if (i % 3 == 0) {
                clock.advance(Duration.ofMillis(1));
            }
        }
        clock.advance(Duration.ofDays(3));

        assertQueued(1201);
    }

    @Test
    void whatAnEarlierVersionPutOnListsIsMoved() {
        when(directory.moveEarlierRows(10_000)).thenReturn(7);

        assertEquals("overdueHints=0 lostReminders=0 parkedMessagesKept=0 listRowsMoved=7", sweep.run());
    }

    @Test
    void aSweepDoesNotLookAtTheSameDoneHintsAgain() {
        List<String> reads = new ArrayList<>();
        MemoryStore watched = new MemoryStore(clock, reads::add);
        Sweep again = sweep(watched, watched);
        watched.mark(SUBJECT, "m");
        watched.bind(SUBJECT, new PairId("p1"));
        watched.create(Pair.fresh(new PairId("p1"), clock.instant())
                .change()
                .settle(SUBJECT, "m")
                .now());
        clock.advance(Duration.ofMinutes(20));

        again.run();
        again.run();

        assertEquals(1, reads.stream().filter("after pairs.read"::equals).count());
    }

    @Test
    void parkedMessagesAreMovedToWhereTheyDoNotExpire() {
        when(poison.drain("crm-updates")).thenReturn(2);
        when(poison.drain("partner-center-updates")).thenReturn(3);

        assertEquals("overdueHints=0 lostReminders=0 parkedMessagesKept=5", sweep.run());
    }

    @Test
    void aReminderWhoseMessageIsGoneIsFoundAndQueuedOnce() {
        Instant due = clock.instant().plus(Duration.ofDays(2));
        asleep(due);
        clock.advance(Duration.ofDays(2).plusMinutes(16));

        assertEquals("overdueHints=0 lostReminders=1 parkedMessagesKept=0", sweep.run());

        Work work = queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work();
        assertEquals(SUBJECT, work.subject());
        assertEquals("wake-up", work.cause());
        assertEquals(Optional.empty(), work.stamp());
        clock.advance(Duration.ofMinutes(10));
        assertEquals("overdueHints=0 lostReminders=0 parkedMessagesKept=0", sweep.run());
    }

    @Test
    void aReminderOfAParkedPairIsLeftToThePoisonList() {
        asleep(clock.instant().plus(Duration.ofHours(1)));
        Stored<Pair> row = store.read(new PairId("p1")).orElseThrow();
        store.replace(row, row.value().change().phase(Phase.PARKED).now(), List.of());
        clock.advance(Duration.ofHours(2));

        assertEquals("overdueHints=0 lostReminders=0 parkedMessagesKept=0", sweep.run());
    }

    @Test
    void onlyDaysWithSomethingOpenAreLookedThroughAgain() {
        List<LocalDate> days = new ArrayList<>();
        when(directory.toWake(any(), any(), anyInt())).thenAnswer(call -> {
            days.add(call.getArgument(0));
            return List.of();
        });
        sweep.run();
        assertEquals(31, days.size());
        days.clear();
        sweep.run();
        assertEquals(List.of(LocalDate.parse("2026-03-01")), days);
        clock.advance(Duration.ofDays(1));
        days.clear();
        sweep.run();
        assertEquals(List.of(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-03-02")), days);
    }

    /** A pair that is in step, with nothing but a date ahead. */
    private void asleep(Instant due) {
        bound(pair -> pair.change()
                .referral("r1")
                .settle(SUBJECT, "m")
                .deadlines(Deadlines.NONE.wakeAt(Optional.of(due)))
                .now());
        LocalDate day = LocalDate.ofInstant(due, ZoneOffset.UTC);
        when(directory.toWake(eq(day), any(), anyInt())).thenReturn(List.of(new PairId("p1")));
    }

    private void bound(UnaryOperator<Pair> state) {
        PairId id = new PairId("p1");
        store.mark(SUBJECT, "m");
        store.bind(SUBJECT, id);
        store.create(state.apply(Pair.fresh(id, clock.instant())));
        clock.advance(Duration.ofMinutes(16));
    }

    private void assertQueued(int expected) {
        clock.advance(Duration.ofMinutes(1));
        assertEquals("overdueHints=" + expected + " lostReminders=0 parkedMessagesKept=0", sweep.run());
        assertEquals(expected, queue.size(MemoryQueue.CRM_UPDATES));
    }

    private void listed(List<PoisonMessage> messages) {
        when(poison.list(anyString(), any(), anyInt())).thenReturn(new Page<>(List.of(), Optional.empty()));
        when(poison.list("crm-updates", Optional.empty(), 1000)).thenReturn(new Page<>(messages, Optional.empty()));
    }

    private static PoisonMessage parked(Optional<Problem> problem) {
        Work work = new Work(SUBJECT, "m", "c", Optional.empty(), Map.of(), 0, "");
        return new PoisonMessage(
                "1", "crm-updates", Instant.EPOCH, Optional.of(work), Optional.empty(), problem, "body");
    }
}
