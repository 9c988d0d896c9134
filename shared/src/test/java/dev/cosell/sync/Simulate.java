package dev.cosell.sync;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code ./cosell simulate}: runs seeded histories of the engine and prints what they came to, or replays one
 * and tells it.
 */
public final class Simulate {
    /**
     * What is asked for.
     *
     * @param from the first seed
     * @param most histories
     * @param time after which no further one begins
     * @param quiet prints only the result
     * @param traced tells the one history step by step
     */
    record Request(long from, long most, Optional<Duration> time, boolean quiet, boolean traced) {
        private static final Request USUAL = new Request(1, 1000, Optional.empty(), false, false);

        /** @throws IllegalArgumentException says what was expected and what was found */
        static Request of(List<String> arguments) {
            Request request = USUAL;
            boolean one = false;
            boolean counted = false;
            for (int i = 0; i < arguments.size(); i++) {
                String option = arguments.get(i);
                switch (option) {
                    case "--json" -> request = request.with(request.from, request.most, request.time, true);
                    case "--trace" -> request = request.traced(true);
                    case "--seed" -> {
                        request = request.with(number(arguments, ++i), 1, request.time, request.quiet);
                        one = true;
                    }
                    case "--seeds" -> {
                        request = request.with(request.from, number(arguments, ++i), request.time, request.quiet);
                        counted = true;
                    }
                    case "--from" ->
                        request = request.with(number(arguments, ++i), request.most, request.time, request.quiet);
                    case "--minutes" ->
                        request = request.with(
                                request.from,
                                counted || one ? request.most : Long.MAX_VALUE / 2,
                                Optional.of(Duration.ofMinutes(number(arguments, ++i))),
                                request.quiet);
                    default ->
                        throw new IllegalArgumentException(
                                "expected --seeds, --from, --minutes, --json, --seed or --trace, found " + option);
                }
            }
            if (request.traced && !one) {
                throw new IllegalArgumentException(
                        "expected --seed with --trace, found none: one history is told, not many");
            }
            return request;
        }

        private Request with(long first, long many, Optional<Duration> limit, boolean onlyResult) {
            return new Request(first, many, limit, onlyResult, traced);
        }

        private Request traced(boolean told) {
            return new Request(from, most, time, quiet, told);
        }

        private static long number(List<String> arguments, int at) {
            String text = at < arguments.size() ? arguments.get(at) : "nothing";
            if (!text.matches("[0-9]{1,15}")) {
                throw new IllegalArgumentException(
                        "expected a number after " + arguments.get(at - 1) + ", found " + text);
            }
            return Long.parseLong(text);
        }
    }

    private final PrintStream out;
    private final PrintStream err;

    Simulate(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        System.exit(new Simulate(System.out, System.err).run(List.of(arguments)));
    }

    /** @return 0 if every promise held, 1 if one was broken, 2 for wrong arguments */
    int run(List<String> arguments) {
        try {
            Request request = Request.of(arguments);
            return request.traced() ? tell(request.from()) : run(request);
        } catch (IllegalArgumentException wrong) {
            err.println("cosell simulate: " + wrong.getMessage());
            return 2;
        }
    }

    private int run(Request request) {
        Histories histories = new Histories(Simulation.Planted.NOTHING, failed -> {
            if (!request.quiet()) {
                failed.violations().forEach(violation -> out.println("seed " + failed.seed() + ": " + violation));
            }
        });
        Histories.Result result = histories.run(request.from(), request.most(), request.time());
        if (!request.quiet() && result.violations() > 0) {
            out.println("to see what happened: ./cosell simulate --seed " + result.seed() + " --trace");
        }
        out.println(result.json());
        return result.violations() > 0 ? 1 : 0;
    }

    private int tell(long seed) {
        Simulation simulation = new Simulation(seed, Simulation.Planted.NOTHING, Story.to(out::println));
        List<String> violations = Histories.violations(simulation);
        violations.forEach(violation -> out.println("broken: " + violation));
        out.println(new Histories.Result(1, simulation.events(), simulation.faults(), violations.size(), seed).json());
        return violations.isEmpty() ? 0 : 1;
    }
}
