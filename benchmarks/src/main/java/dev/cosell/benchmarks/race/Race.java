package dev.cosell.benchmarks.race;

import dev.cosell.launcher.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Each contender in turn, round after round, each time on an empty stage. A turn brings in the deals, which is the warm-up,
 * and then measures how fast events are taken and a whole queue of them is worked off, and how long single changes take at
 * steady rates. After the rounds each goes once through {@link Rough rough times}; all at once, because these are not timed.
 */
public final class Race {
    /**
     * How to race.
     *
     * @param deals on the stage
     * @param rates changes per second, for the waits
     * @param seconds for which each rate is kept
     * @param latency milliseconds that each call to either system takes
     * @param rounds of turns
     * @param rough deals that are there when rough times begin; 0 for no such times
     */
    public record Plan(int deals, List<Integer> rates, int seconds, int latency, int rounds, int rough) {
        public Plan {
            int most = rates.stream().mapToInt(rate -> rate * seconds).max().orElse(0);
            if (most > deals) {
                throw new IllegalArgumentException(
                        "expected at least " + most + " deals, so that each is changed once per rate; found " + deals);
            }
            if (deals < 1 || rounds < 1) {
                throw new IllegalArgumentException(
                        "expected at least one deal and one round, found " + deals + " and " + rounds);
            }
        }
    }

    /**
     * One contender's turn.
     *
     * @param callsPerChange calls to both systems by changes made at a steady rate, what they brought back included
     * @param peakMegabytes the most memory that the process had; 0 where nobody tells
     */
    record Turn(Load.Drained drained, List<Load.Paced> paced, double callsPerChange, long peakMegabytes) {}

    private final Plan plan;
    private final Project project;
    private final Consumer<String> progress;
    /** No amount is used twice, so that each tells of its change. */
    private final AtomicLong amounts = new AtomicLong(1_000_000);

    /** @param progress told what is going on */
    public Race(Plan plan, Project project, Consumer<String> progress) {
        this.plan = plan;
        this.project = project;
        this.progress = progress;
    }

    public RaceFigures run() {
        Map<Contender, List<Turn>> turns = new EnumMap<>(Contender.class);
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Contender contender : Contender.values()) {
                progress.accept("Round " + round + " of " + plan.rounds() + ": " + contender.shown());
                try (Stage stage = stage(contender)) {
                    turns.computeIfAbsent(contender, key -> new ArrayList<>()).add(turn(stage));
                }
            }
        }
        return new RaceFigures(plan, turns, plan.rough() > 0 ? rough() : Map.of());
    }

    private Map<Contender, Rough.Wrong> rough() {
        Map<Contender, Future<Rough.Wrong>> runs = new EnumMap<>(Contender.class);
        try (ExecutorService together = Executors.newCachedThreadPool()) {
            for (Contender contender : Contender.values()) {
                runs.put(contender, together.submit(() -> rough(contender)));
            }
        }
        Map<Contender, Rough.Wrong> wrong = new EnumMap<>(Contender.class);
        runs.forEach((contender, run) -> wrong.put(contender, Load.get(run)));
        return wrong;
    }

    private Rough.Wrong rough(Contender contender) {
        try (Stage stage = stage(contender)) {
            progress.accept("Rough times: " + contender.shown());
            Rough.Wrong wrong = new Rough(stage, new Load(stage, amounts::incrementAndGet)).run(plan.rough());
            progress.accept("  " + contender.shown() + ": " + wrong);
            return wrong;
        }
    }

    /** One at a time: ports that were found free are taken before the next are looked for. */
    private synchronized Stage stage(Contender contender) {
        Path logs =
                project.state().resolve("race-logs").resolve(contender.name().toLowerCase(Locale.ROOT));
        Stage stage = Stage.set(contender, project, logs);
        if (plan.latency() > 0) {
            stage.fault(Map.of("effect", "latency", "millis", plan.latency(), "probability", 1));
        }
        return stage;
    }

    private Turn turn(Stage stage) {
        Load load = new Load(stage, amounts::incrementAndGet);
        List<String> deals = load.bringIn(0, plan.deals());
        progress.accept("  " + deals.size() + " deals are in");
        Load.Drained drained = load.drain(deals);
        progress.accept("  " + drained.shown());
        stage.connect();
        stage.forgetCalls();
        List<Load.Paced> paced = new ArrayList<>();
        for (int rate : plan.rates()) {
            paced.add(load.paced(deals, rate, plan.seconds()));
            progress.accept("  " + paced.getLast().shown());
        }
        load.awaitRest();
        double changes = paced.stream().mapToInt(Load.Paced::changes).sum();
        return new Turn(drained, paced, stage.calls() / changes, Memory.peakMegabytes(stage.process()));
    }
}
