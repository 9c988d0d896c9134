package dev.cosell.operate.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.fieldmap.Side;
import dev.cosell.operate.TestStorage;
import dev.cosell.operate.budget.BudgetedOutages;
import dev.cosell.operate.budget.Stop;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a switch held goes on when it is turned, from the index of a real table. */
class ReleaseTest {
    private static final int MANY = 230;
    private static final Switches OBSERVE = new Switches(true, true, true, false, Switches.Mode.OBSERVE, Set.of());
    private static final Switches PILOT =
            new Switches(true, true, true, false, Switches.Mode.PILOT, Set.of("ada@contoso.example"));

    private final TestStorage local = new TestStorage();
    private final TablePairs pairs = new TablePairs(local.storage());
    private final SettableClock clock = new SettableClock(Instant.now());
    private final MemoryState switches = new MemoryState();
    private final MemoryState position = new MemoryState();
    private final MemoryStore store = new MemoryStore(clock);
    private Predicate<Lane> lanes = lane -> false;
    private final BudgetedOutages outages = new BudgetedOutages(
            store,
            (system, lane) -> Optional.of(
                            new Stop(Problem.of(ProblemCode.BUDGET_SPENT, "all"), clock.instant(), clock.instant()))
                    .filter(stop -> lanes.test(lane)));
    private int sends;
    private int crashAt;
    private final MemoryQueue queue = new MemoryQueue(clock, this::step);
    private final List<String> taken = new ArrayList<>();

    @Test
    void inPilotModeEveryDealGoesOnHoweverManyThereAre() {
        hold(MANY, ProblemCode.SWITCHED_OFF);
        turn(PILOT);

        release().begin();
        assertEquals(100, waiting().size(), "as many as somebody can wait for");
        release().goOn();

        assertEquals(MANY - 100, waiting().size());
        assertEquals(0, nextRuns(), "once for the turn");
    }

    @Test
    void afterACrashItGoesOnWhereItStoppedAndNoDealIsWorkedOnTwice() {
        hold(MANY, ProblemCode.ONLY_OBSERVED);
        turn(Switches.ALL_ON);
        crashAt = 130;

        assertThrows(IllegalStateException.class, () -> release().goOn());
        assertEquals(0, release().goOn(), "another instance may still be at it");
        workOff();
        clock.advance(Duration.ofMinutes(2));
        release().goOn();
        workOff();

        assertEquals(MANY, taken.size());
        assertEquals(MANY, new HashSet<>(taken).size());
        assertEquals(0, nextRuns());
    }

    @Test
    void aCrashBetweenTheTurnAndTheReleaseLosesNothing() {
        hold(3, ProblemCode.SWITCHED_OFF);
        turn(Switches.ALL_ON);

        assertEquals(3, release().goOn());
    }

    @Test
    void whatStaysHeldIsNotQueuedByEverySweepUntilMoreIsSwitchedOn() {
        hold(3, ProblemCode.SWITCHED_OFF);
        turn(PILOT);
        assertEquals(3, release().goOn());
        assertEquals(0, nextRuns());

        turn(new Switches(true, true, true, true, PILOT.mode(), PILOT.pilots()));
        turn(PILOT);
        assertEquals(0, nextRuns(), "the end of a pause allows nothing new");

        turn(Switches.ALL_ON);
        assertEquals(3, release().goOn());
    }

    @Test
    void whileBackgroundWorkWaitsForCallsNothingIsQueued() {
        hold(3, ProblemCode.SWITCHED_OFF);
        turn(PILOT);
        turn(Switches.ALL_ON);
        lanes = lane -> lane == Lane.BACKGROUND;
        assertEquals(0, nextRuns());

        lanes = lane -> false;
        assertEquals(3, release().goOn());
    }

    @Test
    void duringAnOutageNothingIsQueuedAndAfterItAllIs() {
        hold(3, ProblemCode.SWITCHED_OFF);
        turn(PILOT);
        turn(Switches.ALL_ON);
        store.begin(new Outage(
                RemoteSystem.CRM, Problem.of(ProblemCode.UNAVAILABLE, "away"), clock.instant(), clock.instant()));
        assertEquals(0, nextRuns());

        store.current(RemoteSystem.CRM, Lane.PEOPLE).ifPresent(store::end);

        assertEquals(3, release().goOn());
    }

    @Test
    void whileItWouldOnlyWaitOrBeHeldAgainNothingIsQueued() {
        hold(3, ProblemCode.ONLY_OBSERVED);
        turn(new Switches(false, false, true, false, Switches.Mode.LIVE, Set.of()));
        assertEquals(0, nextRuns());
        turn(OBSERVE);
        assertEquals(0, nextRuns());
        turn(Switches.ALL_ON);
        turn(new Switches(true, true, true, true, Switches.Mode.LIVE, Set.of()));
        assertEquals(0, nextRuns());

        turn(Switches.ALL_ON);

        assertEquals(3, release().goOn());
    }

    @Test
    void withOneDirectionOffADealGoesOnByItsOtherHalf() {
        PairSummary whole = new PairSummary(
                new PairId("p"),
                Phase.HELD,
                Optional.empty(),
                Optional.of("ref"),
                Optional.of(new RecordRef("opportunity", "rec")),
                Optional.empty(),
                clock.instant());

        assertEquals(
                Side.CRM, Release.subject(whole, Switches.ALL_ON).orElseThrow().side());
        assertEquals(Optional.of(Subject.referral("ref")), Release.subject(whole, only(true, false)));
        assertEquals(
                Optional.of(Side.CRM), Release.subject(whole, only(false, true)).map(Subject::side));
        assertEquals(Optional.empty(), Release.subject(whole, Switches.ALL_OFF));
    }

    @Test
    void whatAnInstanceHeldThatHadNotHeardOfTheTurnGoesOnToo() {
        clock.set(Instant.now().minusSeconds(10));
        write(Switches.ALL_ON);
        hold(2, ProblemCode.SWITCHED_OFF);
        assertEquals(0, release().goOn());

        clock.advance(Duration.ofMinutes(1));

        assertEquals(2, release().goOn());
        assertEquals(0, nextRuns());
    }

    @Test
    void whatIsReleasedLeavesRoomForChangesThatHappenMeanwhile() {
        hold(5, ProblemCode.SWITCHED_OFF);
        turn(Switches.ALL_ON);
        release().goOn();

        assertTrue(queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).isPresent());
        assertTrue(queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).isEmpty(), "one after the other");
    }

    private static Switches only(boolean inbound, boolean outbound) {
        return new Switches(inbound, outbound, true, false, Switches.Mode.LIVE, Set.of());
    }

    private void step(String name) {
        if (name.equals("before queue.send") && ++sends == crashAt) {
            throw new IllegalStateException("crash");
        }
    }

    private Release release() {
        return new Release(
                board(), new PairDirectory(local.storage()), new Inbox(store, queue), outages, position, clock);
    }

    private Switchboard board() {
        return new Switchboard(switches, Switches.ALL_OFF, true, clock);
    }

    /** A turn, a moment after everything that happened before. */
    private void turn(Switches to) {
        Instant now = Instant.now();
        clock.set((now.isAfter(clock.instant()) ? now : clock.instant()).plusSeconds(10));
        write(to);
    }

    private void write(Switches to) {
        board().turn(now -> to, "Ada", Set.of());
    }

    private int nextRuns() {
        int queued = 0;
        for (int run = 0; run < 3; run++) {
            clock.advance(Duration.ofMinutes(10));
            queued += release().goOn();
        }
        return queued;
    }

    private void hold(int many, ProblemCode code) {
        IntStream.range(0, many)
                .forEach(number -> pairs.create(Pair.fresh(new PairId("p" + number), clock.instant())
                        .change()
                        .referral("ref-" + number)
                        .record(new RecordRef("opportunity", "rec-" + number))
                        .phase(Phase.HELD)
                        .problem(Optional.of(Problem.of(code, "why")))
                        .now()));
    }

    /** Everything on the queue is done, as the engine would do it. */
    private void workOff() {
        clock.advance(Duration.ofMinutes(10));
        for (String id : waiting()) {
            taken.add(id);
            Stored<Pair> pair =
                    pairs.read(new PairId(id.replaceFirst(".*rec-", "p"))).orElseThrow();
            pairs.replace(
                    pair,
                    pair.value()
                            .change()
                            .phase(Phase.IN_STEP)
                            .problem(Optional.empty())
                            .now(),
                    List.of());
        }
    }

    private List<String> waiting() {
        clock.advance(Duration.ofMinutes(10));
        List<String> found = new ArrayList<>();
        for (Optional<MemoryQueue.Delivery> next = queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES);
                next.isPresent();
                next = queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES)) {
            found.add(next.get().work().subject().id());
            queue.complete(next.get());
        }
        return found;
    }
}
