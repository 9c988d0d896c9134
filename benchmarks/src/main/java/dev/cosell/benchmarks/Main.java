package dev.cosell.benchmarks;

import dev.cosell.benchmarks.race.ColdStart;
import dev.cosell.benchmarks.race.FloorBenchmark;
import dev.cosell.benchmarks.race.Race;
import dev.cosell.benchmarks.race.RaceFigures;
import dev.cosell.benchmarks.race.Workers;
import dev.cosell.benchmarks.scale.Plan;
import dev.cosell.benchmarks.scale.Scale;
import dev.cosell.launcher.Project;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command behind {@code benchmarks/run}; exit status 0, or 2 for wrong arguments. */
public final class Main {
    private static final String USAGE = """
            usage: benchmarks/run lists|syncs|growth|engine|race|workers|floor|cold|scale [options]

              lists             how what people look at grows with the number of pairs

              --pairs <n,...>   how many, ascending; 1000,10000,100000 without
              --rounds <n>      looks per view that count; 15 without
              --latency <ms>    that every storage transaction takes; 5 without

              syncs             what syncs cost in storage transactions and remote calls

              growth            how that, and the time, grows with the number of pairs

              --pairs <n,...>   how many, ascending; 1000,10000,100000,1000000 without
              --rounds <n>      changes of each kind that count; 300 without

              engine            what one sync costs in processor and memory, by JMH

              race              the connector beside an Apache Camel route and a naive program

              --deals <n>       on the stage; 80 without
              --rates <n,...>   changes per second; 5,20 without
              --seconds <n>     for which each rate is kept; 4 without
              --latency <ms>    that every call to either system takes; 0 without
              --rounds <n>      of turns; 1 without
              --rough <n>       deals that are there when rough times begin; 20 without, 0 for no such times

              workers           the same queues with more and more processes

              --deals <n>       on the stage; 60 without
              --processes <n,...>  how many, ascending; 1,2,4,8 without

              floor             one sync beside its unavoidable input and output

              --deals <n>       edited one after the other; 100 without
              --rounds <n>      edits of each that count; 2 without
              --latency <ms>    that every call to either system takes; 0 without
              --warm-up <n>     syncs in memory before all; 3000 without

              cold              from a process's start to its first webhook, beside an empty function

              --rounds <n>      starts of each, of which the medians count; 5 without

              scale             how many changes so many instances bring across, calculated from documented limits

              --instances <n,...>  on one queue; 1 to 100 without
              --each <n>        messages at a time per instance; 12 without, as host.json says
              --latency <ms>    of a storage transaction; 10 without
              --call <ms>       of a call to either system; 500 without

              --json            (lists, race) one JSON object in place of a table
            """;

    private static final int GROWTH_WARM_UP = 500;

    private Main() {}

    public static void main(String[] args) {
        // The libraries log what is daily life, such as each row that is looked for and not there.
        Logger.getLogger("").setLevel(Level.OFF);
        try {
            run(args, System.out);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    private static void run(String[] args, PrintStream out) {
        String name = args.length == 0 ? "" : args[0];
        Options options = new Options(Arrays.stream(args).skip(1).toList());
        switch (name) {
            case "lists" -> lists(options, out);
            case "syncs" -> syncs(options, out);
            case "growth" -> growth(options, out);
            case "engine" -> engine(options, out);
            case "race" -> race(options, out);
            case "workers" -> workers(options, out);
            case "floor" -> floor(options, out);
            case "cold" -> cold(options, out);
            case "scale" -> scale(options, out);
            default ->
                throw new IllegalArgumentException(
                        "expected the name of a benchmark: lists, syncs, growth, engine, race, workers, floor, cold or scale; found "
                                + (name.isEmpty() ? "nothing" : name));
        }
    }

    private static void lists(Options options, PrintStream out) {
        ListsBenchmark.Plan plan = new ListsBenchmark.Plan(
                options.numbers("--pairs", List.of(1000, 10_000, 100_000)).stream()
                        .sorted()
                        .toList(),
                options.number("--rounds", 15),
                Duration.ofMillis(options.number("--latency", 5)));
        boolean json = options.flag("--json");
        options.end();
        Figures figures = new Figures(new ListsBenchmark(plan, System.err::println).run(), plan);
        out.println(json ? figures.json().toPrettyString() : figures.table());
    }

    private static void syncs(Options options, PrintStream out) {
        options.end();
        out.println(SyncsBenchmark.table(new SyncsBenchmark().run()));
    }

    private static void growth(Options options, PrintStream out) {
        GrowthBenchmark.Plan plan = new GrowthBenchmark.Plan(
                options.numbers("--pairs", List.of(1000, 10_000, 100_000, 1_000_000)).stream()
                        .sorted()
                        .toList(),
                GROWTH_WARM_UP,
                options.number("--rounds", 300));
        options.end();
        out.println(new GrowthFigures(plan, new GrowthBenchmark(plan, System.err::println).run()).table());
    }

    private static void engine(Options options, PrintStream out) {
        options.end();
        EngineBenchmark.run();
        out.println(EngineNeeds.table(new EngineNeeds(2000, 5).run()));
    }

    private static void floor(Options options, PrintStream out) {
        FloorBenchmark.Plan plan = new FloorBenchmark.Plan(
                options.number("--deals", 100),
                options.number("--rounds", 2),
                options.number("--latency", 0),
                options.number("--warm-up", 3000));
        options.end();
        out.println(FloorBenchmark.run(plan, Project.current(), System.err::println));
    }

    private static void workers(Options options, PrintStream out) {
        Workers.Plan plan =
                new Workers.Plan(options.number("--deals", 60), options.numbers("--processes", List.of(1, 2, 4, 8)));
        options.end();
        out.println(Workers.run(plan, Project.current(), System.err::println));
    }

    private static void cold(Options options, PrintStream out) {
        int starts = options.number("--rounds", 5);
        options.end();
        out.println(ColdStart.run(starts, Project.current(), System.err::println));
    }

    private static void race(Options options, PrintStream out) {
        Race.Plan plan = new Race.Plan(
                options.number("--deals", 80),
                options.numbers("--rates", List.of(5, 20)),
                options.number("--seconds", 4),
                options.number("--latency", 0),
                options.number("--rounds", 1),
                options.number("--rough", 20));
        boolean json = options.flag("--json");
        options.end();
        RaceFigures figures = new Race(plan, Project.current(), System.err::println).run();
        out.println(json ? figures.json().toPrettyString() : figures.table());
    }

    private static void scale(Options options, PrintStream out) {
        List<Integer> instances = options.numbers("--instances", List.of(1, 2, 4, 8, 16, 32, 64, 100));
        Plan plan = new Plan(
                1,
                options.number("--each", 12),
                Duration.ofMillis(options.number("--latency", 10)),
                Duration.ofMillis(options.number("--call", 500)),
                Set.of(),
                Duration.ofMinutes(1));
        options.end();
        out.println(new Scale(plan, instances, DealsMessages.counted(new SyncsBenchmark().run())).table());
    }
}
