package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.benchmarks.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a race came to, for people and for programs. Percentiles are of all rounds' changes, other times medians of rounds. */
public final class RaceFigures {
    private final Race.Plan plan;
    private final Map<Contender, List<Race.Turn>> turns;
    private final Map<Contender, Rough.Wrong> wrong;
    private final Map<String, ToDoubleFunction<Contender>> rows = new LinkedHashMap<>();

    RaceFigures(Race.Plan plan, Map<Contender, List<Race.Turn>> turns, Map<Contender, Rough.Wrong> wrong) {
        this.plan = plan;
        this.turns = turns;
        this.wrong = wrong;
        rows.put("events taken per second", median(turn -> turn.drained().takenPerSecond()));
        percentiles("an answer to an event, ms", turn -> turn.drained().answers());
        rows.put(
                "deals per second from a full queue",
                median(turn -> turn.drained().dealsPerSecond()));
        for (int i = 0; i < plan.rates().size(); i++) {
            int index = i;
            percentiles(
                    "change to CRM at " + plan.rates().get(i) + " per second, ms",
                    turn -> turn.paced().get(index).delays());
        }
        rows.put("calls per change", median(Race.Turn::callsPerChange));
        rows.put("changes that never came", this::missing);
        if (!wrong.isEmpty()) {
            rows.put(
                    "rough: deals without a record",
                    contender -> wrong.get(contender).lost());
            rows.put(
                    "rough: deals with two records",
                    contender -> wrong.get(contender).doubled());
            rows.put(
                    "rough: deals out of step",
                    contender -> wrong.get(contender).outOfStep());
            rows.put(
                    "rough: looked at for the last time after, s",
                    contender -> wrong.get(contender).waited().toSeconds());
        }
        rows.put("most memory, MB", median(Race.Turn::peakMegabytes));
    }

    private void percentiles(String name, Function<Race.Turn, List<Long>> nanos) {
        Function<Contender, Percentiles> all = contender -> Percentiles.of(turns.get(contender).stream()
                .flatMap(turn -> nanos.apply(turn).stream())
                .toList());
        rows.put(name + ", p50", contender -> all.apply(contender).p50());
        rows.put(name + ", p95", contender -> all.apply(contender).p95());
        rows.put(name + ", p99", contender -> all.apply(contender).p99());
    }

    private double missing(Contender contender) {
        return turns.get(contender).stream()
                .mapToInt(turn -> turn.drained().missing()
                        + turn.paced().stream().mapToInt(Load.Paced::missing).sum())
                .sum();
    }

    private ToDoubleFunction<Contender> median(ToDoubleFunction<Race.Turn> figure) {
        return contender -> {
            List<Double> sorted = turns.get(contender).stream()
                    .map(figure::applyAsDouble)
                    .sorted()
                    .toList();
            return sorted.get(sorted.size() / 2);
        };
    }

    /** A table in Markdown; the last column is the connector's figure by Camel's. */
    public String table() {
        List<String> lines = new ArrayList<>();
        lines.add("Deals: " + plan.deals() + ", each rate for " + plan.seconds()
                + " s. Each call to either system takes "
                + plan.latency() + " ms and what this machine needs for it. " + plan.rounds() + " rounds"
                + Optional.ofNullable(wrong.get(Contender.CONNECTOR))
                        .map(rough -> "; rough: " + rough.of() + " deals")
                        .orElse("")
                + ".  ");
        lines.add(Machine.described());
        lines.add("");
        lines.add("| figure | "
                + turns.keySet().stream().map(Contender::shown).collect(Collectors.joining(" | "))
                + " | connector by Camel |");
        lines.add("| --- |" + " --- |".repeat(turns.size() + 1));
        rows.forEach((name, figure) -> lines.add("| " + name + " | "
                + turns.keySet().stream()
                        .map(contender -> number(figure.applyAsDouble(contender)))
                        .collect(Collectors.joining(" | "))
                + " | " + ratio(figure) + " |"));
        return String.join(System.lineSeparator(), lines);
    }

    public ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("machine", Machine.described())
                .put("deals", plan.deals())
                .put("latencyMillis", plan.latency())
                .put("rounds", plan.rounds());
        turns.keySet().forEach(contender -> {
            ObjectNode figures = json.putObject(contender.name().toLowerCase(Locale.ROOT));
            rows.forEach((name, figure) -> figures.put(name, figure.applyAsDouble(contender)));
        });
        return json;
    }

    private static String ratio(ToDoubleFunction<Contender> figure) {
        double camel = figure.applyAsDouble(Contender.CAMEL);
        return camel == 0 ? "–" : String.format(Locale.ROOT, "%.2f", figure.applyAsDouble(Contender.CONNECTOR) / camel);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.2f" : "%.0f", value);
    }
}
