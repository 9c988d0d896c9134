package dev.cosell.sync;

import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Works off one message: finds its pair, and brings both halves in step.
 *
 * <p>Holds no state of its own; any number may run at once, on any number of machines. Whatever happens, the message may
 * be deleted when {@link #work} returns: everything that is still to be done is then in storage. If it throws, storage
 * itself is away and the message must come back.
 */
public final class SyncEngine {
    private static final Duration SOON = Duration.ofMillis(500);

    private final FieldMap map;
    private final Ports ports;
    private final SyncSettings settings;
    private final Newcomers newcomers;

    public SyncEngine(FieldMap map, Ports ports, SyncSettings settings) {
        this.map = map;
        this.ports = ports;
        this.settings = settings;
        this.newcomers = new Newcomers(map, ports, settings);
    }

    /**
     * Works off a message.
     *
     * @throws Failure with {@code STORAGE_UNAVAILABLE} only
     */
    public Outcome work(Work work) {
        Optional<Hint> found = ports.hints().read(work.subject());
        if (found.isEmpty()) {
            return new Outcome.Skipped("nobody waits for it any more");
        }
        Hint hint = found.get();
        Optional<Outage> outage = currentOutage();
        if (outage.isPresent() && outage.get().probeAt().isAfter(ports.clock().instant())) {
            return later(
                    work,
                    untilProbe(outage.get()),
                    "waiting for " + outage.get().system());
        }
        Optional<PairId> known = hint.pair().or(() -> claimed(work.subject()));
        Newcomers.Arrival arrival;
        try {
            arrival = known.isPresent() ? Newcomers.Arrival.of(known.get()) : newcomers.introduce(work, hint);
        } catch (Failure failure) {
            return withoutPair(work, hint, failure.problem());
        }
        if (arrival.pair().isEmpty()) {
            ports.hints().drop(hint);
            return new Outcome.Skipped(arrival.why());
        }
        return withPair(work, hint, arrival.pair().get(), arrival, outage);
    }

    private Outcome withPair(Work work, Hint hint, PairId id, Newcomers.Arrival arrival, Optional<Outage> outage) {
        if (!hint.pair().equals(Optional.of(id))) {
            ports.hints().bind(work.subject(), id);
        }
        Stored<Pair> row = ports.pairs().read(id).orElseGet(() -> ports.pairs().create(newcomers.fresh(id, work)));
        Pair pair = row.value();
        if (pair.hasSettled(work.subject(), hint.mark())) {
            return new Outcome.Skipped("settled already");
        }
        Optional<Duration> wait = waiting(pair, work);
        if (wait.isPresent()) {
            // A newer mark has a message of its own, which will wait in this one's place.
            return work.mark().equals(hint.mark())
                    ? later(work, wait.get(), "another worker or a waiting time is ahead")
                    : new Outcome.Skipped("a newer message carries it");
        }
        if (Echo.is(map, work, pair)) {
            return settleEcho(work, hint, row);
        }
        return new SyncRun(map, ports, settings, work, hint, row, arrival, outage).run();
    }

    private Outcome settleEcho(Work work, Hint hint, Stored<Pair> row) {
        if (!work.mark().equals(hint.mark())) {
            return new Outcome.Skipped("our own write came back; a newer message follows");
        }
        Pair settled = row.value().change().settle(work.subject(), hint.mark()).now();
        return ports.pairs().replace(row, settled, List.of()).isPresent()
                ? new Outcome.Skipped("our own write came back")
                : later(work, SOON, "the pair changed meanwhile");
    }

    private Optional<PairId> claimed(Subject subject) {
        return ports.claims().owner(Claim.of(subject)).map(PairId::new);
    }

    /** How long this work has to wait for the pair, if it has to. */
    private Optional<Duration> waiting(Pair pair, Work work) {
        Instant now = ports.clock().instant();
        if (pair.leasedAt(now)) {
            Duration left = Duration.between(now, pair.lease().orElseThrow().until());
            return Optional.of(left.compareTo(SOON) > 0 ? SOON.plusMillis(jitter(1000)) : left.plus(SOON));
        }
        boolean asked = Causes.readsBoth(work.cause());
        boolean collecting = pair.failures() == 0;
        boolean appliesHere = !collecting || work.subject().side() == Side.CRM;
        return asked || !appliesHere
                ? Optional.empty()
                : pair.notBefore()
                        .filter(now::isBefore)
                        .map(until -> Duration.between(now, until).plusMillis(jitter(200)));
    }

    private Optional<Outage> currentOutage() {
        return ports.outages()
                .current(RemoteSystem.PARTNER_CENTER)
                .or(() -> ports.outages().current(RemoteSystem.CRM));
    }

    private Duration untilProbe(Outage outage) {
        return Duration.between(ports.clock().instant(), outage.probeAt()).plusMillis(jitter(2000));
    }

    private Outcome later(Work work, Duration delay, String why) {
        Duration positive = delay.isNegative() ? Duration.ZERO : delay;
        ports.queue().send(work, positive);
        return new Outcome.Later(positive, why);
    }

    /** A failure before any pair could take note of it: the message itself counts. */
    private Outcome withoutPair(Work work, Hint hint, Problem problem) {
        return switch (problem.handling()) {
            case TRANSIENT -> {
                if (problem.code() == ProblemCode.STORAGE_UNAVAILABLE) {
                    throw problem.failure();
                }
                if (work.attempt() + 1 >= RetryPolicy.LAST_ATTEMPT) {
                    ports.queue().park(work, problem);
                    yield new Outcome.Parked(problem);
                }
                Duration delay = RetryPolicy.delay(work.attempt() + 1, problem.retryAfter(), ports.random());
                yield later(work.nextAttempt(), delay, problem.toString());
            }
            case SYSTEM -> {
                Outage outage = SyncRun.beginOutage(ports, settings, problem);
                yield later(work, untilProbe(outage), problem.toString());
            }
            case PERSON -> newcomers.orphan(work, hint, problem);
            case BUG -> {
                ports.queue().park(work, problem);
                yield new Outcome.Parked(problem);
            }
        };
    }

    private long jitter(long bound) {
        return ports.random().nextLong(bound + 1);
    }
}
