package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Each contender in turn, round after round. Each round begins with an empty stage, brings in the deals (that is the warm-up),
 * and then measures: how fast events are taken and a whole queue of them is worked off, how long single changes take at
 * steady rates, and what is wrong in the end when events come twice and out of order and both systems refuse calls.
 */
public final class Race {
    private static final int ROUGH_SHARE = 4;
    private static final double REFUSED = 0.15;
    private static final double LOST_ANSWERS = 0.05;
    private static final int COPIES = 3;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    /**
     * How to race.
     *
     * @param deals on the stage
     * @param rates changes per second, for the waits
     * @param seconds for which each rate is kept
     * @param latency milliseconds that each call to either system takes
     * @param rounds of which the medians count
     */
    public record Plan(int deals, List<Integer> rates, int seconds, int latency, int rounds) {
        public Plan {
            int most = rates.stream().mapToInt(rate -> rate * seconds).max().orElse(0);
            if (most > deals) {
                throw new IllegalArgumentException(
                        "expected at least " + most + " deals, so that each is changed once per rate; found " + deals);
            }
        }
    }

    private final Plan plan;
    private final Project project;
    private final Consumer<String> progress;
    private long amount = 1_000_000;

    public Race(Plan plan, Project project, Consumer<String> progress) {
        this.plan = plan;
        this.project = project;
        this.progress = progress;
    }

    /** Every round's result by contender. */
    public Map<Contender, List<Result>> run() {
        Map<Contender, List<Result>> results = new EnumMap<>(Contender.class);
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Contender contender : Contender.values()) {
                progress.accept("Round " + round + ": " + contender.shown());
                results.computeIfAbsent(contender, key -> new ArrayList<>()).add(race(contender, round));
            }
        }
        return results;
    }

    private Result race(Contender contender, int round) {
        Path logs = project.state().resolve("race-logs");
        try (Stage stage = Stage.set(contender, project, logs)) {
            Load load = new Load(stage);
            if (plan.latency() > 0) {
                stage.fault(Map.of("effect", "latency", "millis", plan.latency(), "probability", 1));
            }
            stage.connect();
            List<String> deals = bringIn(stage, plan.deals(), load);
            progress.accept("  " + deals.size() + " deals are in");
            Load.Drained drained = drain(stage, deals, load);
            progress.accept("  drained: " + drained);
            List<Load.Paced> paced = new ArrayList<>();
            stage.connect();
            for (int rate : plan.rates()) {
                stage.forgetCalls();
                Load.Paced result = load.paced(deals, rate, plan.seconds(), this::next);
                paced.add(result);
                progress.accept("  paced: " + result);
            }
            Wrong wrong = rough(stage, deals, load, round);
            progress.accept("  " + wrong);
            return new Result(drained, paced, wrong, Memory.peakMegabytes(stage.process()));
        }
    }

    private long next() {
        return amount++;
    }

    private List<String> bringIn(Stage stage, int count, Load load) {
        List<String> ids = new ArrayList<>();
        List<Long> amounts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            amounts.add(next());
            ids.add(stage.receive(Deals.deal(i, amounts.getLast())));
        }
        load.awaitAll(amounts);
        return ids;
    }

    private Load.Drained drain(Stage stage, List<String> deals, Load load) {
        List<Long> amounts = new ArrayList<>();
        List<Event> events = stage.capture(
                deals.size(),
                () -> deals.forEach(deal -> {
                    amounts.add(next());
                    stage.edit(deal, amounts.getLast());
                }));
        return load.drained(events, amounts);
    }

    /** Two changes of each of some deals and some new deals: each event three times, shuffled, while calls are refused. */
    private Wrong rough(Stage stage, List<String> deals, Load load, int seed) {
        int count = Math.max(1, deals.size() / ROUGH_SHARE);
        List<Event> events = new ArrayList<>(stage.capture(2 * count, () -> {
            deals.subList(0, count).forEach(deal -> stage.edit(deal, next()));
            deals.subList(0, count).forEach(deal -> stage.edit(deal, next()));
        }));
        List<String> fresh = new ArrayList<>();
        events.addAll(stage.capture(2 * count, () -> {
            for (int i = 0; i < count; i++) {
                fresh.add(stage.receive(Deals.deal(deals.size() + i, next())));
            }
        }));
        List<Event> sent = new ArrayList<>();
        for (int copy = 0; copy < COPIES; copy++) {
            sent.addAll(events);
        }
        Collections.shuffle(sent, new Random(seed));
        stage.fault(
                Map.of("effect", "status", "status", TOO_MANY, "retryAfter", 1, "probability", REFUSED, "seed", seed));
        stage.fault(Map.of(
                "effect", "statusAfterCommit", "status", UNAVAILABLE, "probability", LOST_ANSWERS, "seed", seed));
        load.post(sent);
        load.awaitRest();
        stage.heal();
        load.awaitRest();
        return wrong(stage, deals.subList(0, count), fresh);
    }

    private static Wrong wrong(Stage stage, List<String> changed, List<String> fresh) {
        Map<String, List<JsonNode>> records = stage.recordsByReferral();
        Map<String, Long> amounts = stage.amountsByReferral();
        int lost = 0;
        int doubled = 0;
        int outOfStep = 0;
        List<String> all = new ArrayList<>(changed);
        all.addAll(fresh);
        for (String referral : all) {
            List<JsonNode> own = records.getOrDefault(referral, List.of());
            if (own.isEmpty()) {
                lost++;
            } else if (own.size() > 1) {
                doubled++;
            } else if (own.getFirst().path("estimatedvalue").asLong() != amounts.get(referral)) {
                outOfStep++;
            }
        }
        return new Wrong(all.size(), lost, doubled, outOfStep);
    }

    /**
     * What is wrong in the end.
     *
     * @param of how many deals
     * @param lost without a record
     * @param doubled with more than one
     * @param outOfStep with another amount than the referral
     */
    public record Wrong(int of, int lost, int doubled, int outOfStep) {}

    /** One round of one contender. */
    public record Result(Load.Drained drained, List<Load.Paced> paced, Wrong wrong, long peakMegabytes) {}
}
