package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fuzz.Target.Trial;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Gives inputs to targets, one after the other, and tells of each line by line as JSON: a {@code defect} as it is met, the
 * {@code totals} by target at the end.
 */
final class Campaign {
    /** Of one and the same defect, so many are told. */
    private static final int MOST_TOLD = 3;

    private static final int LONGEST_SHOWN = 1_200;
    private static final int FRAMES = 12;
    private static final int STUCK = 3;

    private static final class Total {
        private long inputs;
        private long nanos;
        private long longest;
        private long defects;
    }

    private final List<Target> targets;
    private final long seed;
    private final PrintStream out;
    private final Map<String, Total> totals = new TreeMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private volatile String current = "";

    Campaign(List<Target> targets, long seed, PrintStream out) {
        this.targets = targets;
        this.seed = seed;
        this.out = out;
    }

    /** @param inputs in all, shared out by the targets' weights and rounded up, so that each has one at least */
    void run(long inputs) {
        long weights = targets.stream().mapToLong(Target::weight).sum();
        Watch watch = Watch.over(this::stuck);
        for (Target target : targets) {
            long share = Math.ceilDiv(inputs * target.weight(), weights);
            for (long number = 0; number < share; number++) {
                one(target, number, watch);
            }
        }
        tellTotals();
    }

    /** One input alone, shown whole. */
    void replay(String name, long number) {
        Target target = targets.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + targets.stream().map(Target::name).collect(Collectors.joining(", ")) + ", found " + name));
        Trial trial = target.trial(Dice.of(seed, name, number));
        tell("input", line -> line.put("shown", trial.shown().get()));
        one(target, number, Watch.over(this::stuck));
        tellTotals();
    }

    private void one(Target target, long number, Watch watch) {
        Total total = totals.computeIfAbsent(target.name(), name -> new Total());
        current = target.name() + " " + number;
        Trial trial = target.trial(Dice.of(seed, target.name(), number));
        long before = System.nanoTime();
        try {
            watch.begin();
            trial.run().run();
            watch.end();
        } catch (RuntimeException | StackOverflowError | AssertionError broken) {
            total.defects++;
            tellDefect(target, number, trial, broken);
        } finally {
            watch.rest();
        }
        long took = System.nanoTime() - before;
        total.inputs++;
        total.nanos += took;
        total.longest = Math.max(total.longest, took);
    }

    private void tellDefect(Target target, long number, Trial trial, Throwable broken) {
        String kind = target.name() + ": " + broken.getClass().getSimpleName()
                + (broken instanceof BrokenPromise ? " " + broken.getMessage() : "") + place(broken);
        if (told.merge(kind, 1, Integer::sum) > MOST_TOLD) {
            return;
        }
        String shown = trial.shown().get();
        tell(
                "defect",
                line -> line.put("target", target.name())
                        .put("input", number)
                        .put("what", broken.toString())
                        .put("where", where(broken))
                        .put("shown", shown.substring(0, Math.min(shown.length(), LONGEST_SHOWN))));
    }

    private static String place(Throwable broken) {
        return broken instanceof BrokenPromise || broken.getStackTrace().length == 0
                ? ""
                : " at " + broken.getStackTrace()[0];
    }

    private static String where(Throwable broken) {
        List<String> lines = new ArrayList<>();
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            lines.add(cause.toString().lines().findFirst().orElse(""));
            Arrays.stream(cause.getStackTrace()).limit(FRAMES).forEach(at -> lines.add("  at " + at));
        }
        return String.join("\n", lines);
    }

    private void stuck(String where) {
        tell("stuck", line -> line.put("input", current).put("where", where));
        out.flush();
        Runtime.getRuntime().halt(STUCK);
    }

    private void tellTotals() {
        tell(
                "totals",
                line -> totals.forEach((name, total) -> line.putObject(name)
                        .put("inputs", total.inputs)
                        .put("defects", total.defects)
                        .put("millis", total.nanos / 1_000_000)
                        .put("longestMillis", total.longest / 1_000_000)));
    }

    private void tell(String kind, Consumer<ObjectNode> members) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        members.accept(line.putObject(kind));
        out.println(line);
    }
}
