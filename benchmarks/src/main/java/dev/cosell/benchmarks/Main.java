package dev.cosell.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** The command behind {@code benchmarks/run}; exit status 0, or 2 for wrong arguments. */
public final class Main {
    private static final Set<String> BENCHMARKS = Set.of("lists", "syncs", "engine");

    private static final String USAGE = """
            usage: benchmarks/run lists|syncs|engine [options]

              lists             how what people look at grows with the number of pairs
              syncs             what syncs cost in storage transactions and remote calls
              engine            what syncs need of a processor and of memory, by JMH

            Options of lists:

              --pairs <n,...>   how many, ascending; 1000,10000,100000 without
              --rounds <n>      looks per view that count; 15 without
              --latency <ms>    that every storage transaction takes; 5 without
              --json            one JSON object in place of a table
            """;

    private String benchmark = "";
    private List<Integer> sizes = List.of(1000, 10_000, 100_000);
    private int rounds = 15;
    private Duration latency = Duration.ofMillis(5);
    private boolean json;

    private Main() {}

    public static void main(String[] args) {
        Main main = new Main();
        try {
            main.read(new ArrayDeque<>(List.of(args)));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
        main.run(System.out);
    }

    private void run(PrintStream out) {
        switch (benchmark) {
            case "syncs" -> out.println(SyncsBenchmark.table(new SyncsBenchmark().run()));
            case "engine" -> EngineBenchmark.run();
            default -> lists(out);
        }
    }

    private void lists(PrintStream out) {
        ListsBenchmark.Plan plan = new ListsBenchmark.Plan(sizes, rounds, latency);
        Figures figures = new Figures(new ListsBenchmark(plan, System.err::println).run(), plan);
        out.println(json ? figures.json().toPrettyString() : figures.table());
    }

    private void read(Deque<String> args) {
        benchmark = args.isEmpty() ? "" : args.pop();
        if (!BENCHMARKS.contains(benchmark)) {
            throw new IllegalArgumentException("expected the name of a benchmark: lists, syncs or engine");
        }
        if (!benchmark.equals("lists") && !args.isEmpty()) {
            throw new IllegalArgumentException("expected nothing after " + benchmark + ", found " + args.peek());
        }
        while (!args.isEmpty()) {
            String option = args.pop();
            switch (option) {
                case "--pairs" ->
                    sizes = Arrays.stream(value(option, args).split(","))
                            .map(size -> number(option, size))
                            .sorted()
                            .toList();
                case "--rounds" -> rounds = number(option, value(option, args));
                case "--latency" -> latency = Duration.ofMillis(number(option, value(option, args)));
                case "--json" -> json = true;
                default -> throw new IllegalArgumentException("expected an option, found " + option);
            }
        }
    }

    private static String value(String option, Deque<String> args) {
        if (args.isEmpty()) {
            throw new IllegalArgumentException("expected a number after " + option + ", found nothing");
        }
        return args.pop();
    }

    private static int number(String option, String text) {
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException(
                    "expected a number from 1 to 9,999,999 after " + option + ", found " + text);
        }
        return Integer.parseInt(text);
    }
}
