package dev.cosell.sync;

import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One attempt to bring a pair in step, from the first reading to the completed row.
 *
 * <p>The pair is written before each remote write (with what is about to be written) and after the last; a crash in
 * between is found by the next run, which looks at the target before it does anything else.
 */
final class SyncRun {
    /** Failures in a row after which the seller reads that the deal waits. */
    private static final int TOLD_AFTER = 4;

    private final PairAtWork at;
    private final Teller teller;
    private final Settling settling;
    private final Relinking relinking;
    private final BackLink backLink;
    private final Converging converging;
    private Optional<Switch.Turn> turned = Optional.empty();
    private boolean merged;

    SyncRun(
            FieldMaps maps,
            Ports ports,
            SyncSettings settings,
            Work work,
            Hint hint,
            Stored<Pair> row,
            Newcomers.Arrival arrival) {
        this.at = new PairAtWork(maps, ports, settings, work, hint, row, arrival);
        this.teller = new Teller(at);
        this.settling = new Settling(at);
        this.relinking = new Relinking(at);
        this.backLink = new BackLink(at);
        this.converging = new Converging(at, teller, settling);
    }

    Outcome run() {
        try {
            return attempt().map(this::failed).orElseGet(this::done);
        } catch (PairAtWork.Overtaken overtaken) {
            Duration soon = Duration.ofMillis(300 + at.ports.random().nextLong(700));
            at.ports.queue().send(at.work, soon);
            return new Outcome.Later(soon, "another worker was faster");
        }
    }

    /** Does the work; gives what stopped it, if anything did. */
    private Optional<Problem> attempt() {
        Optional<Problem> stopped = stopping(this::bringInStep);
        boolean gone = stopped.filter(problem -> problem.code() == ProblemCode.RECORD_GONE)
                .isPresent();
        return gone ? stopping(this::followMerge).or(() -> stopped) : stopped;
    }

    private void followMerge() {
        merged = relinking.followMerge();
    }

    private static Optional<Problem> stopping(Runnable steps) {
        try {
            steps.run();
            return Optional.empty();
        } catch (PairAtWork.Overtaken overtaken) {
            throw overtaken;
        } catch (NotNow switchedOff) {
            return Optional.of(switchedOff.problem());
        } catch (Failure failure) {
            if (isOfStorage(failure.problem())) {
                throw failure;
            }
            return Optional.of(failure.problem());
        } catch (RuntimeException defect) {
            return Optional.of(unexpected(defect));
        }
    }

    /** What says nothing about the work: it comes back, and no try is counted. */
    static boolean isOfStorage(Problem problem) {
        return problem.code() == ProblemCode.STORAGE_UNAVAILABLE || problem.code() == ProblemCode.STORED_LATER;
    }

    private void bringInStep() {
        Qualifying qualifying = new Qualifying(at);
        qualifying.refuseWhatIsNotMapped();
        new Recovery(at).lookBack();
        relinking.relink();
        qualifying.leaveDeletedLead();
        new Reading(at).readSource();
        turned = Switch.turned(at);
        new Moving(at).doWhatWasAsked();
        new EnteringCountry(at).enterIfAsked();
        qualifying.prepare();
        new Linking(at).linkUp();
        new Registering(at).registerIfAsked();
        MicrosoftsWord.note(at);
        if (at.shared()) {
            new CheckingSolutions(at).holdWhatCannotGo();
            backLink.writeAgainIfMissing();
            converging.converge();
            if (qualifying.hasMovedOn()) {
                new CheckingSolutions(at).holdWhatCannotGo();
                converging.converge();
            }
            backLink.check();
            new KeepingContacts(at).keepUp();
        }
        new CheckingSolutions(at).learn();
        new FindingCustomer(at).forgetChoice();
        complete();
    }

    private void complete() {
        boolean sharedNow = at.shared();
        Pair.Change change = at.finished(at.pair().change());
        if (sharedNow) {
            settling.done(change).definitions(at.map().definitions());
        } else {
            at.lookedAt(Approval.undecided(at.pair(), change)).phase(Phase.UNSHARED);
        }
        change.pending(Optional.empty())
                .release()
                .failures(0)
                .notBefore(
                        converging.wrotePartnerCenter()
                                ? Optional.of(
                                        at.clock().plus(at.settings.timing().quiet()))
                                : notBeforeKept());
        noteRecovery(change.now());
        Pair told = toldWithSwitch(change);
        at.save(teller.settled(teller.owes() ? told : relinking.done(told)));
        teller.tellAgainLater();
    }

    /** Whoever read in the timeline that the pair stood still reads there that it goes on. */
    private void noteRecovery(Pair next) {
        if (at.began.phase().needsSomebody() && (next.phase() == Phase.IN_STEP || next.phase() == Phase.CLOSED)) {
            at.note("in step again", Optional.empty(), List.of(), Optional.empty());
        }
    }

    /**
     * Tells the seller, remembers what the switch shows, and notes who turned it: before it is told, because what the switch
     * shows is stored then, and a run after a crash would find it unturned.
     */
    private Pair toldWithSwitch(Pair.Change change) {
        Switch.remembered(at)
                .filter(flag -> !at.leftSomethingBehind())
                .filter(flag -> !at.settlingIn() || flag.asBoolean())
                .ifPresent(flag -> change.side(
                        Side.CRM,
                        change.side(Side.CRM).seeing(Map.of(at.map().columns().sync(), flag))));
        turned.ifPresent(turn -> turn.note(at));
        Pair told = teller.switchedOn(teller.told(new Calendar(at).kept(change.now())));
        if (teller.turnedOn()) {
            at.note("switched on by request", Optional.empty(), List.of(), Optional.empty());
        }
        return told;
    }

    private Outcome done() {
        return at.pair().problem().isPresent()
                ? new Outcome.Held(
                        Optional.of(at.pair().id()), at.pair().problem().get())
                : new Outcome.Synced(at.pair().id(), at.writes(), Duration.between(at.hint.markedAt(), at.clock()));
    }

    /** A window for collecting edits stays; a back-off is over. */
    private Optional<Instant> notBeforeKept() {
        return at.pair().failures() == 0 ? at.pair().notBefore() : Optional.empty();
    }

    private Outcome failed(Problem problem) {
        if (merged) {
            return goOnWithSurvivor();
        }
        return switch (problem.handling()) {
            case TRANSIENT -> tryLater(problem);
            case SYSTEM -> systemDown(problem);
            case PERSON -> held(problem);
            case BUG -> parked(problem);
        };
    }

    private Outcome tryLater(Problem problem) {
        int failures = at.stored().failures() + 1;
        if (RetryPolicy.givesUp(failures, problem)) {
            return parked(problem);
        }
        Duration delay = RetryPolicy.delay(failures, problem.retryAfter(), at.ports.random());
        at.note("will try again", Optional.empty(), List.of(), Optional.of(problem));
        Pair next = at.progress()
                .failures(failures)
                .notBefore(Optional.of(at.clock().plus(delay)))
                .phase(at.stored().linked() ? Phase.WAITING : Phase.LINKING)
                .problem(Optional.of(problem))
                .now();
        at.save(isWorthTelling(failures, problem) ? teller.told(next) : next);
        at.ports.queue().send(at.work, delay);
        return new Outcome.Later(delay, problem.toString());
    }

    /** From the start, because all that was read and compared so far was the other record. */
    private Outcome goOnWithSurvivor() {
        at.save(at.progress().now());
        at.ports.queue().send(at.work, Duration.ZERO);
        return new Outcome.Later(Duration.ZERO, "the record was merged into another one");
    }

    /** What lasts only moments is nobody's business, and a CRM that does not answer cannot be told anything. */
    private static boolean isWorthTelling(int failures, Problem problem) {
        return failures == TOLD_AFTER
                && !problem.system().equals(Optional.of(RemoteSystem.CRM))
                && !problem.outcomeUnknown();
    }

    private Outcome systemDown(Problem problem) {
        Outage begun = beginOutage(at.ports, at.settings, problem);
        if (at.leased()) {
            at.note("paused", Optional.empty(), List.of(), Optional.of(problem));
            at.save(at.progress().now());
        }
        Duration delay = pause(at.ports, at.work, begun);
        at.ports.queue().send(at.work, delay);
        return new Outcome.Later(delay, problem.toString());
    }

    private Outcome held(Problem found) {
        Problem problem = new Candidates(at).named(found);
        Phase phase = switch (problem.code()) {
            case ORPHAN, RECORD_GONE, REFERRAL_GONE -> Phase.ORPHAN;
            default -> Phase.HELD;
        };
        if (isOnTheTimeline(phase, problem)) {
            at.noteNothing();
        } else {
            at.note("held", Optional.empty(), List.of(), Optional.of(problem));
        }
        Pair.Change next = at.lookedAt(at.progress())
                .phase(phase)
                .problem(Optional.of(problem))
                .failures(0)
                .notBefore(Optional.empty());
        at.save(teller.settled(
                problem.code() == ProblemCode.RECORD_GONE ? new Calendar(at).kept(next.now()) : toldWithSwitch(next)));
        teller.tellAgainLater();
        return new Outcome.Held(Optional.of(at.pair().id()), problem);
    }

    /** Whether this run found what the one before it found, and did nothing else: that is not said again. */
    private boolean isOnTheTimeline(Phase phase, Problem problem) {
        return at.began.phase() == phase
                && at.began.problem().equals(Optional.of(problem))
                && at.began.commands().equals(at.pair().commands())
                && at.writes() == 0;
    }

    /** The message goes to the poison queue before the phase says so: the other way round it could be lost. */
    private Outcome parked(Problem problem) {
        at.ports.queue().park(at.work, problem);
        at.note("parked", Optional.empty(), List.of(), Optional.of(problem));
        Pair next = at.unseen(at.progress())
                .phase(Phase.PARKED)
                .problem(Optional.of(problem))
                .failures(0)
                .notBefore(Optional.empty())
                .now();
        at.save(problem.system().equals(Optional.of(RemoteSystem.CRM)) ? next : teller.told(next));
        return new Outcome.Parked(problem);
    }

    /** An exception that nobody meant to throw, with the place it comes from. */
    static Problem unexpected(RuntimeException defect) {
        String at = Arrays.stream(defect.getStackTrace())
                .limit(3)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(", "));
        return Problem.of(ProblemCode.UNEXPECTED, defect.getClass().getSimpleName() + " at " + at);
    }

    static Duration pause(Ports ports, Work work, Outage outage) {
        return RetryPolicy.pause(outage, ports.clock().instant(), Lane.of(work.cause()), ports.random());
    }

    static Outage beginOutage(Ports ports, SyncSettings settings, Problem problem) {
        Instant now = ports.clock().instant();
        Duration probe = problem.retryAfter().orElse(settings.timing().probe());
        RemoteSystem system = problem.system().orElse(RemoteSystem.PARTNER_CENTER);
        Outage outage = new Outage(system, problem, now, now.plus(probe));
        ports.outages().begin(outage);
        return outage;
    }
}
