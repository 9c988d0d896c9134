package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.fail;

import dev.cosell.sync.memory.Event;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.WorkQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Defects planted around the engine, each of which the simulation must find; with none, it finds nothing. */
class SimulationBitesTest {
    private static final int MOST_SEEDS = 1000;

    @Test
    void claimsThatEverybodyGetsAreFound() {
        Map<String, String> last = new HashMap<>();
        mustBeFound(3, Simulation.Planted.in(withClaims(real -> new Claims() {
            @Override
            public String claim(Claim claim, String candidate) {
                last.put(claim.key(), candidate);
                return candidate;
            }

            @Override
            public Optional<String> owner(Claim claim) {
                return Optional.ofNullable(last.get(claim.key()));
            }
        })));
    }

    @Test
    void aStoreThatLetsTheLastWriterWinIsFound() {
        mustBeFound(382, Simulation.Planted.in(withPairs(real -> new PairStore() {
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
        mustBeFound(57, Simulation.Planted.in(withPairs(real -> new PairStore() {
            @Override
            public Optional<Stored<Pair>> read(PairId id) {
                return real.read(id)
                        .map(row -> new Stored<>(
                                row.value().change().pending(Optional.empty()).now(), row.version()));
            }

            @Override
            public Stored<Pair> create(Pair pair) {
                return real.create(pair);
            }

            @Override
            public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
                return real.replace(was, now, audit);
            }
        })));
    }

    @Test
    void aMessageThatIsSentBeforeItsMarkIsFound() {
        mustBeFound(
                243, new Simulation.Planted(UnaryOperator.identity(), world -> {}, SimulationBitesTest::messageFirst));
    }

    @Test
    void anEventThatIsAnsweredBeforeItIsStoredIsFound() {
        mustBeFound(101, new Simulation.Planted(UnaryOperator.identity(), world -> {}, (world, event) -> {
            try {
                event.deliverTo(world.inbox);
            } catch (World.Crash lost) {
                // The sender has its answer and will not send it again.
            }
        }));
    }

    @Test
    void aPartnerCenterWriteWithoutIfMatchIsFound() {
        mustBeFound(36, inWorld(world -> world.partnerCenter.ignoreVersions()));
    }

    @Test
    void aCrmWriteWithoutIfMatchIsFound() {
        mustBeFound(15, inWorld(world -> world.crm.ignoreVersions()));
    }

    @Test
    void aQueueThatLosesDelayedCopiesIsFound() {
        mustBeFound(
                3,
                Simulation.Planted.in(ports -> ports.with(new WorkQueue() {
                    @Override
                    public void send(Work work, Duration delay) {
                        if (delay.isZero()) {
                            ports.queue().send(work, delay);
                        }
                    }

                    @Override
                    public void park(Work work, dev.cosell.problem.Problem problem) {
                        ports.queue().park(work, problem);
                    }
                })));
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

    private static UnaryOperator<Ports> withPairs(UnaryOperator<PairStore> pairs) {
        return ports -> ports.with(pairs.apply(ports.pairs()));
    }

    /**
     * Runs seeds until one finds the defect.
     *
     * @param hint a seed that found it once, tried first to save time
     */
    private static void mustBeFound(long hint, Simulation.Planted defect) {
        for (long next = 0; next < MOST_SEEDS; next++) {
            long seed = 1 + (hint - 1 + next) % MOST_SEEDS;
            List<String> found = new Simulation(seed, defect, line -> {}).run();
            if (!found.isEmpty()) {
                if (Boolean.getBoolean("simulation.tell")) {
                    System.out.println("found at seed " + seed + ": " + found.getFirst());
                }
                return;
            }
        }
        fail("not found in " + MOST_SEEDS + " seeds");
    }
}
