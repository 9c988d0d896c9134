package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a run found, for people as a Markdown table and for programs as JSON. */
record Figures(List<Figure> figures, ListsBenchmark.Plan plan) {
    /** A line per view; in each cell the sizes in ascending order, and last how the time grew from the least to the largest. */
    String table() {
        StringBuilder table = new StringBuilder();
        table.append("Pairs: ")
                .append(plan.sizes().stream().map(Object::toString).collect(Collectors.joining(" / ")))
                .append(". Every storage transaction takes ")
                .append(plan.latency().toMillis())
                .append(" ms or more; times are medians of ")
                .append(plan.rounds())
                .append(" rounds.\n")
                .append(Machine.described())
                .append("\n\n| view | shows | transactions | rows looked at | KB answered | ms | ms, last to first |\n")
                .append("| --- | --- | --- | --- | --- | --- | --- |\n");
        byView().forEach((view, sizes) -> table.append("| ")
                .append(String.join(
                        " | ",
                        view,
                        each(sizes, figure -> Integer.toString(figure.shown())),
                        each(sizes, figure -> Long.toString(figure.transactions())),
                        each(sizes, figure -> Long.toString(figure.rows())),
                        each(sizes, figure -> Long.toString(Math.round(figure.bytes() / 1000.0))),
                        each(sizes, figure -> Long.toString(Math.round(figure.millis()))),
                        decimal(sizes.getLast().millis() / sizes.getFirst().millis())))
                .append(" |\n"));
        return table.toString();
    }

    /** {@code {"machine": ..., "latencyMillis": ..., "rounds": ..., "figures": [...]}}. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("machine", Machine.described())
                .put("latencyMillis", plan.latency().toMillis())
                .put("rounds", plan.rounds());
        ArrayNode all = json.putArray("figures");
        figures.forEach(figure -> all.addObject()
                .put("view", figure.view())
                .put("pairs", figure.pairs())
                .put("shown", figure.shown())
                .put("transactions", figure.transactions())
                .put("rows", figure.rows())
                .put("bytes", figure.bytes())
                .put("millis", figure.millis()));
        return json;
    }

    private Map<String, List<Figure>> byView() {
        return figures.stream().collect(Collectors.groupingBy(Figure::view, LinkedHashMap::new, Collectors.toList()));
    }

    private static String each(List<Figure> sizes, Function<Figure, String> part) {
        List<String> parts = sizes.stream().map(part).toList();
        return parts.stream().distinct().count() == 1 ? parts.getFirst() : String.join(" / ", parts);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
