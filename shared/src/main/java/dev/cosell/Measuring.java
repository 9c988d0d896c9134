package dev.cosell;

import dev.cosell.operate.Reconcile;
import dev.cosell.operate.connect.Expiry;
import dev.cosell.operate.connect.TokenWatch;
import dev.cosell.operate.telemetry.Gauges;
import dev.cosell.operate.telemetry.Metric;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Part of the composition: which gauge is read off what. */
final class Measuring {
    /** A look costs a page of the index per thousand deals of a phase. */
    private static final int MOST_DEALS = 10_000;

    private static final double HOURS_OF_A_DAY = 24;

    private final Telemetry telemetry;
    private final InstantSource clock;

    Measuring(Telemetry telemetry, InstantSource clock) {
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** @param registered whether events come to this app; nothing if it cannot be registered */
    Gauges gauges(
            PairDirectory directory,
            QueueWork queue,
            PoisonMessages poison,
            QueueNames queues,
            Reconcile reconcile,
            TokenWatch tokens,
            Optional<BooleanSupplier> registered) {
        Map<Metric, Supplier<Map<String, ? extends Number>>> looks = new EnumMap<>(Metric.class);
        looks.put(Metric.DEALS, () -> deals(directory));
        looks.put(Metric.WAITING, queue::depths);
        looks.put(Metric.QUEUE_AGE, () -> ages(queue, queues));
        looks.put(Metric.PARKED, () -> queues.all().stream().collect(Collectors.toMap(name -> name, poison::count)));
        looks.put(Metric.DRIFT, () -> alone(reconcile));
        looks.put(Metric.DAYS_LEFT, () -> daysLeft(tokens));
        registered.ifPresent(ours -> looks.put(Metric.REGISTRATION, () -> Map.of("", ours.getAsBoolean() ? 1 : 0)));
        return new Gauges(telemetry, looks);
    }

    private static Map<String, Integer> deals(PairDirectory directory) {
        return directory.counts(MOST_DEALS).entrySet().stream()
                .collect(Collectors.toMap(
                        phase -> phase.getKey().name().toLowerCase(Locale.ROOT),
                        phase -> phase.getValue().pairs()));
    }

    /** A queue on which nothing is due has an age too: none. Else its last age would seem to last. */
    private static Map<String, Long> ages(QueueWork queue, QueueNames queues) {
        Map<String, Duration> due = queue.ages();
        return queues.all().stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> due.getOrDefault(name, Duration.ZERO).toSeconds()));
    }

    private static Map<String, Integer> alone(Reconcile reconcile) {
        Map<String, Integer> only = new LinkedHashMap<>();
        reconcile.drift().ifPresent(deals -> only.put("", deals));
        return only;
    }

    private Map<String, Double> daysLeft(TokenWatch tokens) {
        Instant now = clock.instant();
        return tokens.all().stream()
                .collect(Collectors.toMap(
                        Expiry::what,
                        expiry -> Duration.between(now, expiry.at()).toHours() / HOURS_OF_A_DAY,
                        Math::min));
    }
}
