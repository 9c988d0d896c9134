package dev.cosell.operate.work;

import dev.cosell.operate.Defect;
import dev.cosell.operate.telemetry.Run;
import dev.cosell.operate.telemetry.Runs;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.Outcome;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Works off queue messages.
 *
 * <p>The host gives a message up after a few failures in a row, within a minute. Only what needs exactly that may
 * therefore throw: a message nobody can read, and storage being away, when nothing could be written down. Everything
 * else ends with the message's work in storage: on its queue for later, or parked with its reason.
 */
public final class Worker {
    /** Until work is tried again that found no engine. */
    static final Duration WITHOUT_ENGINE = Duration.ofSeconds(30);

    private static final Duration LONGEST_WITHOUT_ENGINE = Duration.ofMinutes(15);

    private static final int LONGEST_WORD = 100;

    private final Function<Work, SyncEngine> engine;
    private final WorkQueue queue;
    private final Outages outages;
    private final InstantSource clock;
    private final Delays delays;
    private final Runs runs;

    /**
     * @param engine for the work; made on first use, because it reads the CRM's metadata; throws {@link Failure} until
     *     that succeeds
     * @param clock the storage server's
     * @param delays takes note of how long each change took
     * @param runs makes each piece of work a part of its event's trace
     */
    public Worker(
            Function<Work, SyncEngine> engine,
            WorkQueue queue,
            Outages outages,
            InstantSource clock,
            Delays delays,
            Runs runs) {
        this.engine = engine;
        this.queue = queue;
        this.outages = outages;
        this.clock = clock;
        this.delays = delays;
        this.runs = runs;
    }

    /**
     * Works off one message.
     *
     * @param message as the queue trigger gives it
     * @return what came of it, one line for the log, without personal data
     * @throws Failure {@code MESSAGE_UNREADABLE} (the host then moves it, whole, to the poison queue after its last
     *     attempt), or {@code STORAGE_UNAVAILABLE} (it comes back)
     */
    public String work(String message) {
        return runs.run(WorkCodec.decode(message), this::workOff);
    }

    private String workOff(Run run) {
        Work work = run.work();
        return "subject=" + word(work.subject().key()) + " cause=" + word(work.cause()) + " " + line(run) + " trace="
                + run.traceId();
    }

    private String line(Run run) {
        Work work = run.work();
        SyncEngine ready;
        try {
            ready = engine.apply(work);
        } catch (Failure failure) {
            return postponed(run, failure.problem(), "withoutEngine");
        }
        try {
            Outcome outcome = ready.work(work);
            run.ended(outcome);
            if (outcome instanceof Outcome.Synced synced && synced.writes() > 0) {
                delays.note(work.subject().side(), synced.after());
            }
            return line(outcome);
        } catch (Failure failure) {
            return switch (failure.problem().code()) {
                case STORAGE_UNAVAILABLE -> throw failure;
                // Another instance is of that version by now, or this one soon will be.
                case STORED_LATER -> postponed(run, failure.problem(), "problem");
                default -> parked(run, failure.problem());
            };
        } catch (RuntimeException defect) {
            if (isStopping(defect)) {
                throw defect;
            }
            return parked(run, Defect.problem(defect));
        }
    }

    /** No engine, or one of too early a version, is not the message's fault, so it burns none of its attempts. */
    private String postponed(Run run, Problem problem, String why) {
        if (problem.handling() == Handling.SYSTEM) {
            begin(problem);
        }
        Duration wait = withoutEngine(problem);
        queue.send(run.work(), wait);
        run.ended(new Outcome.Later(wait, problem.toString()));
        return "outcome=later delayMillis=" + wait.toMillis() + " " + why + "="
                + problem.code().code() + place(problem);
    }

    /** As long as the problem asks for, but never so long that nobody would notice its end. */
    private static Duration withoutEngine(Problem problem) {
        return problem.retryAfter()
                .filter(asked -> asked.compareTo(WITHOUT_ENGINE) > 0)
                .map(asked -> asked.compareTo(LONGEST_WITHOUT_ENGINE) > 0 ? LONGEST_WITHOUT_ENGINE : asked)
                .orElse(WITHOUT_ENGINE);
    }

    /** The engine, which would tell, is not there: so that all see why work waits. It ends the outage once it works. */
    private void begin(Problem problem) {
        Instant now = clock.instant();
        RemoteSystem system = problem.system().orElse(RemoteSystem.CRM);
        boolean known = outages.current(system, Lane.PEOPLE)
                .filter(outage -> outage.probeAt().isAfter(now))
                .isPresent();
        if (!known) {
            outages.begin(new Outage(system, problem, now, now.plus(WITHOUT_ENGINE)));
        }
    }

    /** What failed for no reason we know would fail four times more, and then lie there without any reason at all. */
    private String parked(Run run, Problem problem) {
        queue.park(run.work(), problem);
        Outcome outcome = new Outcome.Parked(problem);
        run.ended(outcome);
        return line(outcome) + place(problem);
    }

    /** A process that is being stopped interrupts its workers: their messages are all right and come back. */
    private static boolean isStopping(RuntimeException thrown) {
        return Thread.currentThread().isInterrupted()
                || Stream.<Throwable>iterate(thrown, link -> link != null, Throwable::getCause)
                        .limit(20)
                        .anyMatch(InterruptedException.class::isInstance);
    }

    private static String line(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Synced synced ->
                "outcome=synced" + pair(Optional.of(synced.pair())) + " writes=" + synced.writes() + " afterMillis="
                        + synced.after().toMillis();
            case Outcome.Skipped skipped -> "outcome=skipped why=\"" + skipped.why() + "\"";
            case Outcome.Held held ->
                "outcome=held problem=" + held.problem().code().code() + pair(held.pair());
            case Outcome.Later later ->
                "outcome=later delayMillis=" + later.delay().toMillis();
            case Outcome.Parked parked ->
                "outcome=parked problem=" + parked.problem().code().code();
        };
    }

    private static String pair(Optional<PairId> pair) {
        return pair.map(id -> " pair=" + word(id.value())).orElse("");
    }

    /** Of our own defects the detail names the place; other details may quote what a system said. */
    private static String place(Problem problem) {
        return problem.code() == ProblemCode.UNEXPECTED ? " detail=\"" + problem.detail() + "\"" : "";
    }

    /** Ids and event names come from outside: one word each, so that nobody writes log lines of his own. */
    private static String word(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9|/.:-]", "_");
        return plain.length() <= LONGEST_WORD ? plain : plain.substring(0, LONGEST_WORD) + "...";
    }
}
