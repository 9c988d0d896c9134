package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A race's medians, for people and for programs. */
public final class RaceFigures {
    private final Race.Plan plan;
    private final Map<Contender, List<Race.Result>> results;
    private final Map<String, ToDoubleFunction<Race.Result>> rows = new LinkedHashMap<>();

    public RaceFigures(Race.Plan plan, Map<Contender, List<Race.Result>> results) {
        this.plan = plan;
        this.results = results;
        rows.put("events taken per second", result -> result.drained().taken());
        rows.put(
                "an answer to an event, ms p50",
                result -> result.drained().answer().p50());
        rows.put(
                "an answer to an event, ms p99",
                result -> result.drained().answer().p99());
        rows.put(
                "deals per second from a full queue", result -> result.drained().dealsPerSecond());
        for (int i = 0; i < plan.rates().size(); i++) {
            int index = i;
            String at = ", at " + plan.rates().get(i) + " changes per second";
            rows.put(
                    "change to CRM, ms p50" + at,
                    result -> paced(result, index).delay().p50());
            rows.put(
                    "change to CRM, ms p95" + at,
                    result -> paced(result, index).delay().p95());
            rows.put(
                    "change to CRM, ms p99" + at,
                    result -> paced(result, index).delay().p99());
            rows.put("calls per change" + at, result -> paced(result, index).callsPerChange());
        }
        rows.put("changes that never came, of all", RaceFigures::missing);
        rows.put("rough: deals without a record", result -> result.wrong().lost());
        rows.put("rough: deals with two records", result -> result.wrong().doubled());
        rows.put("rough: deals out of step", result -> result.wrong().outOfStep());
        rows.put("most memory, MB", Race.Result::peakMegabytes);
    }

    private static Load.Paced paced(Race.Result result, int index) {
        return result.paced().get(index);
    }

    private static double missing(Race.Result result) {
        return result.drained().missing()
                + result.paced().stream().mapToInt(Load.Paced::missing).sum();
    }

    /** A table in Markdown; the last column is the connector's figure by Camel's. */
    public String table() {
        List<String> lines = new ArrayList<>();
        lines.add("Deals: " + plan.deals() + ". Each call to either system takes " + plan.latency()
                + " ms and what this machine needs for it. Medians of " + plan.rounds() + " rounds.  ");
        lines.add("");
        lines.add("| figure | "
                + results.keySet().stream().map(Contender::shown).collect(Collectors.joining(" | "))
                + " | connector by Camel |");
        lines.add("| --- |" + " --- |".repeat(results.size() + 1));
        rows.forEach((name, figure) -> lines.add("| " + name + " | "
                + results.keySet().stream()
                        .map(contender -> number(median(contender, figure)))
                        .collect(Collectors.joining(" | "))
                + " | " + ratio(figure) + " |"));
        return String.join(System.lineSeparator(), lines);
    }

    public ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("deals", plan.deals()).put("latencyMs", plan.latency()).put("rounds", plan.rounds());
        results.keySet().forEach(contender -> {
            ObjectNode figures = json.putObject(contender.name().toLowerCase(Locale.ROOT));
            rows.forEach((name, figure) -> figures.put(name, median(contender, figure)));
        });
        return json;
    }

    private String ratio(ToDoubleFunction<Race.Result> figure) {
        double camel = median(Contender.CAMEL, figure);
        return camel == 0 ? "–" : String.format(Locale.ROOT, "%.2f", median(Contender.CONNECTOR, figure) / camel);
    }

    private double median(Contender contender, ToDoubleFunction<Race.Result> figure) {
        List<Double> sorted = results.get(contender).stream()
                .map(figure::applyAsDouble)
                .sorted()
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.2f" : "%.0f", value);
    }
}
