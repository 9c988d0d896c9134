package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.WorkQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Defects planted around the engine, each of which the simulation must find; with none, it finds nothing. */
class SimulationBitesTest {
    private static final int MOST_SEEDS = 1000;

    @Test
    void workersThatDoNotSeeALeaseAreFound() {
        mustBeFound(
                "two at once",
                50,
                Simulation.Planted.in(
                        readingPairs(pair -> pair.change().release().now())));
    }

    @Test
    void aWriteThatDoesNotLookAtItsDeadlineIsFound() {
        mustBeFound("past its lease", 47, Simulation.Planted.in(SimulationBitesTest::withoutDeadline));
    }

    @Test
    void whatIsAbsentTakenForEmptiedIsFound() {
        mustBeFound("nobody typed", 70, Simulation.Planted.in(SimulationBitesTest::absentIsEmpty));
    }

    @Test
    void oneSeenValueForBothSidesIsFound() {
        mustBeFound(
                "remembers notes",
                6,
                Simulation.Planted.in(readingPairs(pair -> Optional.ofNullable(
                                pair.partnerCenter().seen().get(World.NOTES))
                        .map(notes -> pair.change()
                                .side(Side.CRM, pair.crm().seeing(Map.of("description", notes)))
                                .now())
                        .orElse(pair))));
    }

    @Test
    void claimsThatEverybodyGetsAreFound() {
        mustBeFound("two pairs", 511, Simulation.Planted.in(withClaims(real -> new GivenToEverybody())));
    }

    @Test
    void aStoreThatLetsTheLastWriterWinIsFound() {
        mustBeFound("a stale fence completes", 165, Simulation.Planted.in(withPairs(real -> new PairStore() {
            @Override
            public Optional<Stored<Pair>> read(PairId id) {
                return real.read(id);
            }

            @Override
            public Stored<Pair> create(Pair pair) {
                return real.create(pair);
            }

            @Override
            public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
                return real.replace(real.read(now.id()).orElse(was), now, audit);
            }
        })));
    }

    @Test
    void aStoreThatForgetsWhatIsPendingIsFound() {
        mustBeFound(
                "name record",
                47,
                Simulation.Planted.in(readingPairs(
                        pair -> pair.change().pending(Optional.empty()).now())));
    }

    @Test
    void aMessageThatIsSentBeforeItsMarkIsFound() {
        mustBeFound(
                "is not settled",
                106,
                new Simulation.Planted(UnaryOperator.identity(), world -> {}, SimulationBitesTest::messageFirst));
    }

    @Test
    void anEventThatIsAnsweredBeforeItIsStoredIsFound() {
        mustBeFound(
                "is not settled", 151, new Simulation.Planted(UnaryOperator.identity(), world -> {}, (world, event) -> {
                    try {
                        event.deliverTo(world.inbox);
                    } catch (World.Crash lost) {
                        // The sender has its answer and will not send it again.
                    }
                }));
    }

    @Test
    void aPartnerCenterWriteWithoutIfMatchIsFound() {
        mustBeFound("without a word", 219, inWorld(world -> world.partnerCenter.ignoreVersions()));
    }

    @Test
    void aCrmWriteWithoutIfMatchIsFound() {
        mustBeFound("without a word", 118, inWorld(world -> world.crm.ignoreVersions()));
    }

    @Test
    void aQueueThatLosesDelayedCopiesIsFound() {
        mustBeFound(
                "is not settled", 3, sending((work, delay) -> delay.isZero() ? Optional.of(work) : Optional.empty()));
    }

    @Test
    void aBudgetThatTwoInstancesTakeTwiceIsFound() {
        mustBeFound("allowed", 78, inWorld(world -> world.ledger.forgetsWhatWasTaken()));
    }

    @Test
    void aWriteThatBringsBackADeletedRecordIsFound() {
        mustBeFound("is there again", 12, inWorld(world -> world.crm.bringsBackWhatIsWritten()));
    }

    @Test
    void aWaitingTimeThatNobodyKeepsIsFound() {
        mustBeFound(
                "tried before its time",
                14,
                Simulation.Planted.in(readingPairs(pair -> pair.failures() > 0 ? withoutWaiting(pair) : pair)));
    }

    @Test
    void editsThatAreNotCollectedAreFound() {
        mustBeFound(
                "within the quiet time",
                50,
                Simulation.Planted.in(readingPairs(pair -> pair.failures() == 0 ? withoutWaiting(pair) : pair)));
    }

    private static Pair withoutWaiting(Pair pair) {
        return pair.change().notBefore(Optional.empty()).now();
    }

    @Test
    void aMessageThatIsParkedNowhereIsFound() {
        mustBeFound(
                "is not settled",
                200,
                Simulation.Planted.in(ports -> ports.with(new WorkQueue() {
                    @Override
                    public void send(Work work, Duration delay) {
                        ports.queue().send(work, delay);
                    }

                    @Override
                    public void park(Work work, Problem problem) {
                        // Only the pair will say that it is parked.
                    }
                })));
    }

    @Test
    void echoesThatAreNotRecognisedAreFound() {
        mustBeFound("an echo costs a call", 2, sending((work, delay) -> Optional.of(withoutEvidence(work))));
    }

    /** An event that says neither when it changed nor which columns it is about. */
    private static Work withoutEvidence(Work work) {
        return work.cause().equals(Causes.WAKE_UP)
                ? work
                : new Work(
                        work.subject(),
                        work.mark(),
                        work.cause(),
                        Optional.empty(),
                        Map.of(),
                        work.attempt(),
                        work.trace());
    }

    /** A queue that makes something else of what it is given, or nothing. */
    private static Simulation.Planted sending(BiFunction<Work, Duration, Optional<Work>> change) {
        return Simulation.Planted.in(ports -> ports.with(new WorkQueue() {
            @Override
            public void send(Work work, Duration delay) {
                change.apply(work, delay).ifPresent(sent -> ports.queue().send(sent, delay));
            }

            @Override
            public void park(Work work, Problem problem) {
                ports.queue().park(work, problem);
            }
        }));
    }

    private static void messageFirst(World world, Event event) {
        Work work = new Work(
                event.subject(),
                "early" + world.random.nextLong(),
                event.cause(),
                event.stamp(),
                event.fingerprints(),
                0,
                "");
        world.queue.send(work, Duration.ZERO);
        world.store.mark(work.subject(), work.mark());
    }

    private static Simulation.Planted inWorld(java.util.function.Consumer<World> change) {
        return new Simulation.Planted(UnaryOperator.identity(), change, Simulation.Planted.NOTHING.accept());
    }

    private static UnaryOperator<Ports> withClaims(UnaryOperator<Claims> claims) {
        return ports -> ports.with(claims.apply(ports.claims()));
    }

    /** Every pair reads otherwise than it is stored. */
    private static UnaryOperator<Ports> readingPairs(UnaryOperator<Pair> change) {
        return withPairs(real -> new PairStore() {
            @Override
            public Optional<Stored<Pair>> read(PairId id) {
                return real.read(id).map(row -> new Stored<>(change.apply(row.value()), row.version()));
            }

            @Override
            public Stored<Pair> create(Pair pair) {
                return real.create(pair);
            }

            @Override
            public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
                return real.replace(was, now, audit);
            }
        });
    }

    /** The clock is not looked at anew once the pair is stored: right then the engine asks whether there is time left. */
    private static Ports withoutDeadline(Ports ports) {
        ThreadLocal<Optional<Instant>> asStored = ThreadLocal.withInitial(Optional::empty);
        PairStore noting = new PairStore() {
            @Override
            public Optional<Stored<Pair>> read(PairId id) {
                return ports.pairs().read(id);
            }

            @Override
            public Stored<Pair> create(Pair pair) {
                return ports.pairs().create(pair);
            }

            @Override
            public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
                asStored.set(Optional.of(ports.clock().instant()));
                return ports.pairs().replace(was, now, audit);
            }
        };
        InstantSource clock = () -> {
            Instant now = asStored.get().orElseGet(ports.clock()::instant);
            asStored.remove();
            return now;
        };
        return new Ports(
                ports.hints(),
                ports.claims(),
                noting,
                ports.queue(),
                ports.outages(),
                ports.ignored(),
                ports.partnerCenter(),
                ports.crm(),
                clock,
                ports.random(),
                ports.solutions(),
                ports.people(),
                ports.gate());
    }

    /** A column that a reading does not show reads as emptied. */
    private static Ports absentIsEmpty(Ports ports) {
        return ports.with((Crm) Proxy.newProxyInstance(
                Crm.class.getClassLoader(), new Class<?>[] {Crm.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(ports.crm(), arguments);
                        return method.getName().equals("read") ? emptied((Snapshot) result) : result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private static Snapshot emptied(Snapshot shown) {
        Map<String, JsonNode> values = new HashMap<>(shown.values());
        values.putIfAbsent("description", NullNode.getInstance());
        return new Snapshot(values, shown.version(), shown.updatedAt(), shown.by(), shown.mergedInto());
    }

    /** Claims of one history; the last who claims has it. */
    private static final class GivenToEverybody implements Claims {
        private final Map<String, String> last = new HashMap<>();

        @Override
        public String claim(Claim claim, String candidate) {
            last.put(claim.key(), candidate);
            return candidate;
        }

        @Override
        public Optional<String> owner(Claim claim) {
            return Optional.ofNullable(last.get(claim.key()));
        }
    }

    private static UnaryOperator<Ports> withPairs(UnaryOperator<PairStore> pairs) {
        return ports -> ports.with(pairs.apply(ports.pairs()));
    }

    /**
     * Runs seeds until one finds the defect.
     *
     * @param promise what the simulation says of the promise that breaks
     * @param likely a seed that found it once, tried first to save time
     */
    private static void mustBeFound(String promise, long likely, Simulation.Planted defect) {
        for (long next = 0; next < MOST_SEEDS; next++) {
            long seed = 1 + (likely - 1 + next) % MOST_SEEDS;
            List<String> found = Histories.violations(new Simulation(seed, defect, Story.UNTOLD));
            if (found.stream().anyMatch(violation -> violation.contains(promise))) {
                if (Boolean.getBoolean("simulation.tell")) {
                    System.out.println("found at seed " + seed + ": " + found);
                }
                return;
            }
        }
        fail("not found in " + MOST_SEEDS + " seeds");
    }
}
