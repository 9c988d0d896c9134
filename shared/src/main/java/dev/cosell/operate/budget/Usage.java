package dev.cosell.operate.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.CallLedger;
import dev.cosell.sync.port.Lane;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;

/** What the systems were called today and this month, against what is allowed, and where that leads. */
public final class Usage {
    private static final List<RemoteSystem> CALLED = List.of(RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM);

    private final Budgets budgets;
    private final CallLedger ledger;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Usage(Budgets budgets, CallLedger ledger, InstantSource clock) {
        this.budgets = budgets;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What a system was called, by all instances, and where it leads.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    public Forecast forecast(RemoteSystem system) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        NavigableMap<LocalDate, Long> days = ledger.days(system, today.withDayOfMonth(1), today);
        // What this instance set aside and did not use yet is known not to have been made.
        days.computeIfPresent(
                today, (day, sum) -> Math.max(0, sum - budgets.of(system).unused()));
        return Forecast.of(days, allowance(system).daily(), now);
    }

    /** What it may be called. */
    public Allowance allowance(RemoteSystem system) {
        return budgets.of(system).allowance();
    }

    /**
     * How much of the day's calls is used, of each system that has a budget.
     *
     * @return in percent
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    public Map<RemoteSystem, Double> used() {
        Map<RemoteSystem, Double> used = new EnumMap<>(RemoteSystem.class);
        for (RemoteSystem system : CALLED) {
            allowance(system)
                    .daily()
                    .ifPresent(daily -> used.put(
                            system, (double) Allowance.ALL * forecast(system).today() / Math.max(1, daily)));
        }
        return used;
    }

    /**
     * By system: {@code {"today", "month", "day", "monthEnd", "budget", "softPercent", "runsOutAt", "waiting"}}; see {@link
     * Forecast}. {@code budget}, {@code softPercent} and {@code runsOutAt} only where there is a budget; {@code waiting} names
     * the lanes whose work waits.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    public JsonNode report() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        for (RemoteSystem system : CALLED) {
            Forecast forecast = forecast(system);
            ObjectNode shown = report.putObject(system.name())
                    .put("today", forecast.today())
                    .put("month", forecast.month())
                    .put("day", forecast.day())
                    .put("monthEnd", forecast.monthEnd());
            Allowance allowance = allowance(system);
            allowance.daily().ifPresent(daily -> shown.put("budget", daily).put("softPercent", allowance.soft()));
            forecast.runsOutAt().ifPresent(at -> shown.put("runsOutAt", at.toString()));
            ArrayNode waiting = shown.putArray("waiting");
            for (Lane lane : Lane.values()) {
                budgets.stop(system, lane)
                        .ifPresent(stop -> waiting.add(lane.name().toLowerCase(Locale.ROOT)));
            }
        }
        return report;
    }
}
