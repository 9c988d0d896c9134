package dev.cosell.sync;

import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Ports;
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

    private final FieldMaps maps;
    private final Ports ports;
    private final SyncSettings settings;

    public SyncEngine(FieldMaps maps, Ports ports, SyncSettings settings) {
        this.maps = maps;
        this.ports = ports;
        this.settings = settings;
    }

    /**
     * Works off a message.
     *
     * @throws Failure with {@code STORAGE_UNAVAILABLE}, or {@code STORED_LATER} for a pair that only a later version of us
     *     can read; no other
     */
    public Outcome work(Work work) {
        return WakeUps.isOne(work) ? new WakeUps(ports).ring(work, this::workOff) : workOff(work);
    }

    private Outcome workOff(Work work) {
        Optional<Duration> off = ports.gate().waits(work.subject().side());
        if (off.isPresent()) {
            return later(work, off.get().plusMillis(jitter(2000)), "switched off");
        }
        Instant since = ports.clock().instant();
        Optional<Hint> found = hint(work);
        if (found.isEmpty()) {
            return new Outcome.Skipped("nobody waits for it any more");
        }
        HintRead hint = new HintRead(found.get(), since);
        Pauses pauses = new Pauses(ports, settings.timing(), work.cause());
        Optional<Outage> untried = pauses.untried();
        if (untried.isPresent()) {
            return waiting(work, pauses, untried.get());
        }
        Reached reached = new Reached();
        Outcome outcome = find(work, hint, reached.watching(ports), pauses);
        pauses.concluded(reached);
        return outcome;
    }

    /** A request to share outlives its hint, which an event before it may have dropped: not shared, nothing to do. */
    private Optional<Hint> hint(Work work) {
        Optional<Hint> found = ports.hints().read(work.subject());
        if (found.isPresent() || !Causes.shares(work.cause())) {
            return found;
        }
        ports.hints().request(work.subject(), work.mark(), work.cause());
        return ports.hints().read(work.subject());
    }

    /**
     * A hint, and when it was read.
     *
     * @param since a moment before
     */
    private record HintRead(Hint hint, Instant since) {}

    /** Whether it is certain that nobody has written a pair since a hint was read, as far as clocks agree. */
    private boolean isUntouched(Stored<Pair> row, HintRead read) {
        return row.isOlderThan(read.since().minus(settings.timing().margin()));
    }

    private Outcome find(Work work, HintRead read, Ports watched, Pauses pauses) {
        Hint hint = read.hint();
        Newcomers newcomers = new Newcomers(maps, watched, settings);
        Newcomers.Arrival arrival;
        try {
            Optional<PairId> known = hint.pair().or(() -> claimed(work.subject()));
            Optional<Outage> tried = known.isPresent() ? Optional.empty() : pauses.takeTrials();
            if (tried.isPresent()) {
                return waiting(work, pauses, tried.get());
            }
            arrival = known.isPresent() ? Newcomers.Arrival.of(known.get()) : newcomers.introduce(work);
        } catch (Failure failure) {
            return withoutPair(newcomers, work, hint, failure.problem());
        } catch (RuntimeException defect) {
            return withoutPair(newcomers, work, hint, SyncRun.unexpected(defect));
        }
        if (arrival.pair().isEmpty()) {
            return dropped(work, hint, arrival.why());
        }
        return withPair(work, read, arrival, watched, pauses);
    }

    private Outcome dropped(Work work, Hint hint, String why) {
        // A newer event has a message of its own, and may tell more than this one.
        boolean boundMeanwhile =
                work.mark().equals(hint.mark()) && !ports.hints().drop(hint);
        return boundMeanwhile ? later(work, SOON, "it was claimed meanwhile") : new Outcome.Skipped(why);
    }

    private Outcome withPair(Work work, HintRead first, Newcomers.Arrival arrival, Ports watched, Pauses pauses) {
        PairId id = arrival.pair().orElseThrow();
        boolean isFirst = arrival.isFirstOf(id, maps, work.subject());
        Optional<Stored<Pair>> stored =
                isFirst ? Optional.empty() : ports.pairs().read(id);
        if (!isFirst && stored.isEmpty() && new Newcomers(maps, watched, settings).isForgotten(id, work.subject())) {
            return dropped(work, first.hint(), Newcomers.FORGOTTEN);
        }
        if (!first.hint().pair().equals(Optional.of(id))) {
            ports.hints().bind(work.subject(), id);
        }
        Stored<Pair> row = stored.orElseGet(() -> made(id));
        Pair pair = row.value();
        Hint hint = newest(first, row);
        boolean done = pair.isDone(work, hint.mark());
        // A request that comes again after it was done may have put its mark over a newer one, see hint(Work).
        boolean putBack = done && work.mark().equals(hint.mark()) && !pair.hasSettled(hint.subject(), hint.mark());
        if (done && !putBack) {
            return new Outcome.Skipped("settled already");
        }
        // A superseded message waits too: the newer one may turn out to be an echo, and would not do its work.
        Optional<Duration> busy = busy(pair);
        if (busy.isPresent()) {
            return later(work, busy.get(), "another worker has the pair");
        }
        if (putBack) {
            return settleAlone(work, hint, row, "carried out already");
        }
        if (Echo.is(maps.of(pair.record().map(RecordRef::table)), work, pair)) {
            return settleAlone(work, hint, row, "our own write came back");
        }
        Optional<Duration> wait = waiting(pair, work, hint);
        if (wait.isPresent()) {
            return later(work, wait.get(), "a waiting time is ahead");
        }
        Optional<Outage> tried = pauses.takeTrials();
        return tried.isPresent()
                ? waiting(work, pauses, tried.get())
                : new SyncRun(maps, watched, settings, work, hint, row, upToDate(arrival, row, first)).run();
    }

    /** What the record of a newcomer showed before others worked on the pair is not what it shows now. */
    private Newcomers.Arrival upToDate(Newcomers.Arrival arrival, Stored<Pair> row, HintRead first) {
        boolean nobodyWorked = row.value().fence() == 0;
        return nobodyWorked || isUntouched(row, first) ? arrival : arrival.withoutRecord();
    }

    private Stored<Pair> made(PairId id) {
        return ports.pairs().create(Newcomers.fresh(id, maps, ports.clock().instant()));
    }

    /**
     * The hint as it is behind the pair: a newer mark that another worker settled meanwhile must not be settled back. Of a
     * pair that settled nothing of this subject, or was written long before, the first reading tells the same.
     */
    private Hint newest(HintRead first, Stored<Pair> row) {
        Subject subject = first.hint().subject();
        boolean nobodySettled = !row.value().hasSettledAny(subject) || isUntouched(row, first);
        return nobodySettled ? first.hint() : ports.hints().read(subject).orElse(first.hint());
    }

    /** Settles the message's own mark and no other: what it says nothing about may still be to do. */
    private Outcome settleAlone(Work work, Hint hint, Stored<Pair> row, String why) {
        if (!work.mark().equals(hint.mark())) {
            return new Outcome.Skipped(why + "; a newer message follows");
        }
        Pair settled =
                row.value().change().settleEcho(work.subject(), hint.mark()).now();
        return ports.pairs().replace(row, settled, List.of()).isPresent()
                ? new Outcome.Skipped(why)
                : later(work, SOON, "the pair changed meanwhile");
    }

    private Optional<PairId> claimed(Subject subject) {
        return ports.claims().owner(Claim.of(subject)).map(PairId::new);
    }

    /** How long another worker keeps this one out, if one does. */
    private Optional<Duration> busy(Pair pair) {
        Instant now = ports.clock().instant();
        if (!pair.leasedAt(now)) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, pair.lease().orElseThrow().until());
        Duration held = settings.timing().lease().minus(left);
        return Optional.of(HeldByAnother.delay(held, left, Duration.ofMillis(jitter(1000))));
    }

    /** How long this work has to wait for the pair: a back-off holds for everybody, a window only for CRM edits. */
    private Optional<Duration> waiting(Pair pair, Work work, Hint hint) {
        Instant now = ports.clock().instant();
        boolean asked = Causes.readsBoth(work.cause());
        boolean collecting = pair.failures() == 0;
        boolean appliesHere = !collecting || work.subject().side() == Side.CRM;
        return asked || !appliesHere
                ? Optional.empty()
                : pair.notBefore()
                        .map(until -> collecting
                                ? Collecting.until(
                                        until,
                                        hint.markedAt(),
                                        settings.timing().quiet())
                                : until)
                        .filter(now::isBefore)
                        .map(until -> Duration.between(now, until).plusMillis(jitter(200)));
    }

    private Outcome waiting(Work work, Pauses pauses, Outage outage) {
        return later(work, pauses.wait(outage), "waiting for " + outage.system());
    }

    private Outcome later(Work work, Duration delay, String why) {
        Duration positive = delay.isNegative() ? Duration.ZERO : delay;
        ports.queue().send(work, positive);
        return new Outcome.Later(positive, why);
    }

    /** A failure before any pair could take note of it: the message itself counts. */
    private Outcome withoutPair(Newcomers newcomers, Work work, Hint hint, Problem problem) {
        return switch (problem.handling()) {
            case TRANSIENT -> {
                if (SyncRun.isOfStorage(problem)) {
                    throw problem.failure();
                }
                if (RetryPolicy.givesUp(work.attempt() + 1, problem)) {
                    ports.queue().park(work, problem);
                    yield new Outcome.Parked(problem);
                }
                Duration delay = RetryPolicy.delay(work.attempt() + 1, problem.retryAfter(), ports.random());
                ports.hints().postpone(work.subject(), ports.clock().instant().plus(delay));
                yield later(work.nextAttempt(), delay, problem.toString());
            }
            case SYSTEM -> {
                Outage outage = SyncRun.beginOutage(ports, settings, problem);
                yield later(work, SyncRun.pause(ports, work, outage), problem.toString());
            }
            case PERSON ->
                newcomers.orphan(work, hint, problem).orElseGet(() -> later(work, SOON, "it was claimed meanwhile"));
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
