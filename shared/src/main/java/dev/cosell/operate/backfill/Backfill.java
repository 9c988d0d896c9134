package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Defect;
import dev.cosell.operate.Reply;
import dev.cosell.operate.backfill.Job.Mode;
import dev.cosell.operate.backfill.Job.Place;
import dev.cosell.operate.backfill.Job.Stage;
import dev.cosell.operate.backfill.Job.State;
import dev.cosell.operate.doctor.Check;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Admission;
import dev.cosell.store.FindingRows;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.KeptState;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The first load, and the migration from Microsoft's own connector. A dry run finds out what belongs together and writes
 * nothing to either system. A run queues what the dry run found: from there every deal takes the way of any event.
 *
 * <p>There is one job at a time. A timer works on it, a slice a minute; where it stands is stored after each step, under a
 * condition, so that it goes on by itself after a restart and two instances never work on it at once.
 */
public final class Backfill {
    private static final int USUAL_RATE = 120;
    private static final int LARGEST_RATE = 600;
    /** Longer than a step may take; a slice that died is taken over after it. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Ledger ledger;
    private final Walker walker;
    private final Preconditions preconditions;
    private final Outages outages;
    private final Gate gate;
    private final Supplier<String> configuration;
    private final InstantSource clock;

    /**
     * What a backfill is about.
     *
     * @param exact the same maps with what the CRM's metadata says of its columns, which may take calls
     * @param admission which referrals come in
     * @param configuration all that findings depend on, in a few letters: a run needs a report under the same
     */
    public record Scope(
            FieldMaps maps,
            Supplier<FieldMaps> exact,
            CrmProduct product,
            Admission admission,
            Supplier<String> configuration) {}

    /**
     * A backfill.
     *
     * @param inbox where what a run finds clear goes
     * @param kept where the job and the latest report are
     * @param otherConnector whether Microsoft's own connector still runs
     * @param lag for how long the oldest message that is due has waited for a worker
     */
    public Backfill(
            Scope scope,
            Ports ports,
            Inbox inbox,
            FindingRows rows,
            KeptState kept,
            Check otherConnector,
            Supplier<Duration> lag) {
        Judge judge = new Judge(scope.maps(), scope.exact(), ports, scope.admission());
        this.ledger = new Ledger(kept);
        this.walker = new Walker(scope.maps(), scope.product(), ports, judge, rows, inbox, lag);
        this.preconditions = new Preconditions(otherConnector);
        this.outages = ports.outages();
        this.gate = ports.gate();
        this.configuration = scope.configuration();
        this.clock = ports.clock();
    }

    /**
     * Starts a job; the first slice is done at once, the timer does the rest.
     *
     * @param request {@code mode}: {@code dryRun} or {@code run}; {@code perMinute}, 1 to 600, by default 120; of a run
     *     {@code flowsAreOff} and {@code withoutReport}
     * @return 202 with the progress
     * @throws Failure {@code REQUEST_UNREADABLE}; {@code BACKFILL_UNDER_WAY}; of a run {@code MICROSOFTS_CONNECTOR_RUNS}
     *     and {@code REPORT_MISSING}
     */
    public Reply start(JsonNode request, Asker by, Duration most) {
        Mode mode = mode(request);
        int rate = rate(request);
        if (mode != Mode.DRY_RUN) {
            preconditions.otherConnectorIsOff(request.path("flowsAreOff").asBoolean());
        }
        String fingerprint = configuration.get();
        ledger.change(page -> page.with(job(page, mode, rate, by, fingerprint)));
        run(most);
        return new Reply(202, progress().body(), Optional.empty());
    }

    private Job job(Ledger.Page page, Mode mode, int rate, Asker by, String fingerprint) {
        page.job().filter(Job::isOpen).ifPresent(open -> {
            throw Problem.of(
                            ProblemCode.BACKFILL_UNDER_WAY,
                            "expected none to be under way, found one of " + open.startedAt() + " that is "
                                    + open.state())
                    .failure();
        });
        Instant now = clock.instant();
        Job asked = Job.asked(mode, by.name(), fingerprint, rate, now);
        return mode == Mode.RUN
                ? asked.queueing(Preconditions.report(page.report(), fingerprint, now))
                : asked.walking(page.job().map(Backfill::clearing).orElse(Place.at(Stage.REFERRALS)));
    }

    /** What the job before left; one that was given up while it was clearing itself left nothing but that. */
    private static Place clearing(Job before) {
        return before.place().stage() == Stage.CLEARING ? before.place() : Place.at(Stage.CLEARING, before.walk());
    }

    /** How the latest job goes, the latest report, and whether a run may rely on it. */
    public Reply progress() {
        Ledger.Page page = Ledger.page(ledger.read());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        page.job().ifPresent(job -> body.set("job", shown(job)));
        page.report().ifPresent(report -> {
            ObjectNode shown = report.shown();
            shown.put("fresh", isFresh(report)).set("expected", Expected.of(report.judged(), report.perMinute()));
            body.set("report", shown);
        });
        return Reply.of(200, body);
    }

    private ObjectNode shown(Job job) {
        ObjectNode shown = job.shown();
        Duration spent = Duration.between(job.startedAt(), job.finishedAt().orElse(clock.instant()));
        int done = job.place().stage() == Stage.QUEUEING
                ? job.queued()
                : job.judged().all();
        if (spent.toSeconds() > 0) {
            shown.put("perMinuteSoFar", Math.round(done * 60.0 / spent.toSeconds()));
        }
        if (job.isOpen() && job.place().stage() == Stage.QUEUEING) {
            shown.put("minutesLeft", Expected.minutes(job.judged().queued() - job.queued(), job.perMinute()));
        }
        waitsFor(job).ifPresent(what -> shown.set("waitsFor", what));
        return shown;
    }

    /** Why a job that is under way does nothing: a system that is out, or a switch. */
    private Optional<ObjectNode> waitsFor(Job job) {
        if (job.state() != State.RUNNING) {
            return Optional.empty();
        }
        return out().map(outage -> JsonNodeFactory.instance
                        .objectNode()
                        .put("system", outage.system().name())
                        .put("code", outage.problem().code().code()))
                .or(() -> switchedOff()
                        .filter(side -> job.place().stage() == Stage.QUEUEING)
                        .map(side -> JsonNodeFactory.instance.objectNode().put("switch", switchOf(side))));
    }

    /** The direction that begins at a side. */
    private static String switchOf(Side side) {
        return switch (side) {
            case PARTNER_CENTER -> "inbound";
            case CRM -> "outbound";
        };
    }

    private boolean isFresh(Job report) {
        return report.configuration().equals(configuration.get())
                && !report.isOlderThan(Preconditions.FRESH, clock.instant());
    }

    /** Stops after the step that is under way, until it is resumed. */
    public Reply pause() {
        return turn(State.RUNNING, State.PAUSED);
    }

    public Reply resume() {
        return turn(State.PAUSED, State.RUNNING);
    }

    /** Gives the job up; what it has queued is queued. */
    public Reply cancel() {
        ledger.change(page -> page.with(page.job()
                .filter(Job::isOpen)
                .map(job -> job.turned(State.CANCELLED))
                .orElseThrow(() -> nothing("one that runs or is paused", page))));
        return progress();
    }

    private Reply turn(State from, State to) {
        ledger.change(page -> page.with(page.job()
                .filter(job -> job.state() == from)
                .map(job -> job.turned(to))
                .orElseThrow(() -> nothing("one that is " + from, page))));
        return progress();
    }

    private static RuntimeException nothing(String expected, Ledger.Page page) {
        return Problem.of(
                        ProblemCode.BACKFILL_UNDER_WAY,
                        "expected " + expected + ", found "
                                + page.job().map(job -> job.state().name()).orElse("none"))
                .failure();
    }

    /**
     * Works on the job, if there is one and nobody else does; for a timer, once a minute.
     *
     * @param most how long to work before the rest is left to the next call; a step that has begun is finished
     * @return one line for the log, if anything was done
     */
    public Optional<String> run(Duration most) {
        Instant now = clock.instant();
        Optional<Stored<JsonNode>> stored = ledger.read();
        Optional<Job> due = Ledger.page(stored).job().filter(job -> job.isDue(now));
        if (due.isEmpty()) {
            return Optional.empty();
        }
        if (out().isPresent()) {
            return Optional.of("backfill=waiting");
        }
        return ledger.write(stored, due.get().claimedUntil(now.plus(LEASE))).map(mine -> slice(mine, now.plus(most)));
    }

    private String slice(Stored<JsonNode> claimed, Instant until) {
        Stored<JsonNode> mine = claimed;
        Job job = Job.of(mine.value().path("job"));
        int left = job.perMinute();
        boolean waits = false;
        Optional<String> problem = Optional.empty();
        try {
            while (!waits
                    && left > 0
                    && job.state() == State.RUNNING
                    && clock.instant().isBefore(until)) {
                if (job.place().stage() == Stage.QUEUEING && switchedOff().isPresent()) {
                    break;
                }
                Walker.Step step = walker.step(job, left);
                Instant now = clock.instant();
                job = step.job().state() == State.RUNNING ? step.job().claimedUntil(now.plus(LEASE)) : step.job();
                Optional<Stored<JsonNode>> next = ledger.write(Optional.of(mine), job);
                if (next.isEmpty()) {
                    // Paused or cancelled meanwhile, or another instance took over.
                    return "backfill=overtaken";
                }
                mine = next.get();
                left -= step.cost();
                waits = step.waits();
                problem = step.job().problem();
            }
        } catch (Failure failure) {
            problem = Optional.of(failure.problem().toString());
        } catch (RuntimeException defect) {
            problem = Optional.of(Defect.problem(defect).toString());
        }
        if (job.state() == State.RUNNING) {
            ledger.write(Optional.of(mine), job.released(clock.instant(), problem));
        }
        return "backfill=" + job.state() + " stage=" + job.place().stage() + " found="
                + job.judged().all() + " queued=" + job.queued()
                + (problem.isPresent() ? " stuck" : "");
    }

    /** A system to wait for. If nobody else has work that would try it, this job's next step does. */
    private Optional<Outage> out() {
        return outages.waitedFor(Lane.BACKGROUND, clock.instant());
    }

    /** A side that is switched off: what is queued meanwhile only goes round on the queue. */
    private Optional<Side> switchedOff() {
        return Stream.of(Side.PARTNER_CENTER, Side.CRM)
                .filter(side -> gate.waits(side).isPresent())
                .findFirst();
    }

    private static Mode mode(JsonNode request) {
        String word = request.path("mode").asText("");
        if (word.equals("dryRun")) {
            return Mode.DRY_RUN;
        }
        if (word.equals("run")) {
            return request.path("withoutReport").asBoolean() ? Mode.RUN_UNREPORTED : Mode.RUN;
        }
        throw unreadable("expected mode to be dryRun or run, found " + (word.isEmpty() ? "none" : "another word"));
    }

    private static int rate(JsonNode request) {
        int rate = request.path("perMinute").asInt(USUAL_RATE);
        if (rate < 1 || rate > LARGEST_RATE) {
            throw unreadable("expected perMinute to be 1 to " + LARGEST_RATE + ", found " + rate);
        }
        return rate;
    }

    private static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }
}
