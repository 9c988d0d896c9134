package dev.cosell.operate.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.TableHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;

/**
 * Calls and changes by the hour, of all instances, for seven days. Each instance writes its own row at most once a minute;
 * what it did in its last minute may be missing.
 */
public final class History {
    private static final Logger LOG = Logger.getLogger(History.class.getName());
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration READ_AGAIN = Duration.ofMinutes(1);

    private record Reading(JsonNode report, Instant until) {}

    private final TableHistory rows;
    private final String instance;
    private final InstantSource clock;
    private final Executor inAMinute;
    private Instant hour = Instant.EPOCH;
    private HourOfWork done = HourOfWork.NOTHING;
    private boolean scheduled;
    private volatile Optional<Reading> last = Optional.empty();

    /**
     * @param instance names this process, in letters and digits
     * @param clock the storage server's
     */
    public History(TableHistory rows, String instance, InstantSource clock) {
        this(rows, instance, clock, CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES));
    }

    History(TableHistory rows, String instance, InstantSource clock, Executor inAMinute) {
        this.rows = rows;
        this.instance = instance;
        this.clock = clock;
        this.inAMinute = inAMinute;
    }

    /** Notes a call that was made. */
    public void called(RemoteSystem system) {
        note(hourOfWork -> hourOfWork.called(system));
    }

    /** Notes a change that came from a side, and how long it took to cross. */
    public void changed(Side from, Duration took) {
        note(hourOfWork -> hourOfWork.changed(from, took));
    }

    private synchronized void note(UnaryOperator<HourOfWork> what) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
        if (!now.equals(hour)) {
            Instant ended = hour;
            HourOfWork all = done;
            if (!all.equals(HourOfWork.NOTHING)) {
                later(() -> write(ended, all));
            }
            later(() -> rows.forget(now.minus(KEPT)));
            hour = now;
            done = HourOfWork.NOTHING;
        }
        done = what.apply(done);
        if (!scheduled) {
            scheduled = true;
            later(this::write);
        }
    }

    /** Nobody's work depends on figures for a chart: if storage is away they are missing there. */
    private void later(Runnable storing) {
        inAMinute.execute(() -> {
            try {
                storing.run();
            } catch (Failure storageAway) {
                LOG.warning(() -> "history=notWritten problem="
                        + storageAway.problem().code().code());
            }
        });
    }

    private void write() {
        Instant of;
        HourOfWork soFar;
        synchronized (this) {
            scheduled = false;
            of = hour;
            soFar = done;
        }
        write(of, soFar);
    }

    private void write(Instant of, HourOfWork work) {
        rows.put(of, instance, work.json());
    }

    /**
     * {@code {"hours": [{"hour", "calls": {"PARTNER_CENTER", "CRM"}, "toCrm": {"changes", "p50Millis", "p95Millis"},
     * "toPartnerCenter": ...}], "callsPerChange"}}: hours in which anything was done, the oldest first; the last figure over
     * all of them, if there was a change. Up to a minute old.
     *
     * @throws Failure {@code STORAGE_UNAVAILABLE}
     */
    public JsonNode report() {
        Instant now = clock.instant();
        Optional<Reading> known = last.filter(reading -> now.isBefore(reading.until()));
        if (known.isPresent()) {
            return known.get().report();
        }
        JsonNode report = report(now);
        last = Optional.of(new Reading(report, now.plus(READ_AGAIN)));
        return report;
    }

    private JsonNode report(Instant now) {
        Map<Instant, HourOfWork> hours = new TreeMap<>();
        rows.since(now.minus(KEPT))
                .forEach(entry -> hours.merge(entry.hour(), HourOfWork.of(entry.did()), HourOfWork::plus));
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ArrayNode shown = report.putArray("hours");
        hours.forEach((hourOf, work) -> show(shown.addObject().put("hour", hourOf.toString()), work));
        HourOfWork all = hours.values().stream().reduce(HourOfWork.NOTHING, HourOfWork::plus);
        if (all.changesInAll() > 0) {
            report.put("callsPerChange", Math.round(10.0 * all.callsInAll() / all.changesInAll()) / 10.0);
        }
        return report;
    }

    private static void show(ObjectNode node, HourOfWork work) {
        ObjectNode calls = node.putObject("calls");
        for (RemoteSystem system : new RemoteSystem[] {RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM}) {
            calls.put(system.name(), work.calls().getOrDefault(system, 0L));
        }
        show(node.putObject("toCrm"), work.changes().getOrDefault(Side.PARTNER_CENTER, Histogram.EMPTY));
        show(node.putObject("toPartnerCenter"), work.changes().getOrDefault(Side.CRM, Histogram.EMPTY));
    }

    private static void show(ObjectNode node, Histogram times) {
        node.put("changes", times.size());
        if (times.size() > 0) {
            node.put("p50Millis", times.percentile(50)).put("p95Millis", times.percentile(95));
        }
    }
}
