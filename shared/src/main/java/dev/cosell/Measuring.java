package dev.cosell;

import dev.cosell.operate.budget.Usage;
import dev.cosell.operate.connect.Expiry;
import dev.cosell.operate.connect.TokenWatch;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.operate.registration.WebhookRegistration;
import dev.cosell.operate.telemetry.Gauges;
import dev.cosell.operate.telemetry.Metric;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Part of the composition: which gauge is read off what. */
final class Measuring {
    /** A look costs a page of the index per thousand deals of a phase. */
    private static final int MOST_DEALS = 10_000;

    private static final double HOURS_OF_A_DAY = 24;

    private Measuring() {}

    /** Makes no call. */
    static Gauges gauges(
            Telemetry telemetry,
            Stores stores,
            Reconcile reconcile,
            Usage usage,
            TokenWatch tokens,
            WebhookRegistration webhook) {
        QueueNames queues = stores.queues();
        PoisonMessages poison = stores.poison();
        Map<Metric, Supplier<Map<String, ? extends Number>>> looks = new EnumMap<>(Metric.class);
        looks.put(Metric.DEALS, () -> deals(stores.directory()));
        looks.put(Metric.WAITING, () -> waiting(stores.queue()));
        looks.put(Metric.QUEUE_AGE, () -> ages(stores.queue(), queues));
        looks.put(Metric.PARKED, () -> queues.all().stream().collect(Collectors.toMap(name -> name, poison::count)));
        looks.put(Metric.DRIFT, () -> alone(reconcile.drift()));
        looks.put(Metric.BUDGET_USED, () -> budgets(usage));
        looks.put(Metric.DAYS_LEFT, () -> daysLeft(tokens, stores.clock().instant()));
        looks.put(Metric.REGISTRATION, () -> alone(webhook.delivers().map(ours -> ours ? 1 : 0)));
        return new Gauges(telemetry, looks);
    }

    private static Map<String, Integer> deals(PairDirectory directory) {
        return directory.counts(MOST_DEALS).entrySet().stream()
                .collect(Collectors.toMap(
                        phase -> phase.getKey().name().toLowerCase(Locale.ROOT),
                        phase -> phase.getValue().pairs()));
    }

    private static Map<String, Long> waiting(QueueWork queue) {
        return queue.depths().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, depth -> depth.getValue().waiting()));
    }

    /** A queue on which nothing is due has an age too: none. Else its last age would seem to last. */
    private static Map<String, Long> ages(QueueWork queue, QueueNames queues) {
        Map<String, Duration> due = queue.ages();
        return queues.all().stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> due.getOrDefault(name, Duration.ZERO).toSeconds()));
    }

    /** The only value there is, if there is one. */
    private static Map<String, Integer> alone(Optional<Integer> value) {
        return value.map(known -> Map.of("", known)).orElseGet(Map::of);
    }

    private static Map<String, Double> budgets(Usage usage) {
        return usage.used().entrySet().stream()
                .collect(Collectors.toMap(
                        system -> system.getKey().name().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    }

    private static Map<String, Double> daysLeft(TokenWatch tokens, Instant now) {
        return tokens.all().stream()
                .collect(Collectors.toMap(
                        Expiry::what,
                        expiry -> Duration.between(now, expiry.at()).toHours() / HOURS_OF_A_DAY,
                        Math::min));
    }
}
