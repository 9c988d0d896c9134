package dev.cosell.benchmarks;

import dev.cosell.benchmarks.GrowthBenchmark.Cost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a sync costs at each size of the store, as a table in Markdown. */
record GrowthFigures(GrowthBenchmark.Plan plan, List<Cost> costs) {
    /** A line per kind of change; in each cell the sizes in ascending order, and last how the time grew. */
    String table() {
        StringBuilder table = new StringBuilder("Pairs: ")
                .append(plan.sizes().stream().map(Object::toString).collect(Collectors.joining(" / ")))
                .append(". Storage's own time is not in it; medians of ")
                .append(plan.rounds())
                .append(" changes.  \n")
                .append(Machine.described())
                .append(
                        "\n\n| change | transactions | rows looked at | KB answered | elapsed, microseconds | last to first |\n")
                .append("| --- | --- | --- | --- | --- | --- |\n");
        byChange()
                .forEach((change, sizes) -> table.append("| ")
                        .append(String.join(
                                " | ",
                                change,
                                each(sizes, Cost::transactions, "%.1f"),
                                each(sizes, Cost::rows, "%.1f"),
                                each(sizes, cost -> cost.bytes() / 1000, "%.1f"),
                                each(sizes, Cost::micros, "%.0f"),
                                String.format(
                                        Locale.ROOT,
                                        "%.2f",
                                        sizes.getLast().micros()
                                                / sizes.getFirst().micros())))
                        .append(" |\n"));
        return table.toString();
    }

    private Map<String, List<Cost>> byChange() {
        return costs.stream().collect(Collectors.groupingBy(Cost::change, LinkedHashMap::new, Collectors.toList()));
    }

    private static String each(List<Cost> sizes, ToDoubleFunction<Cost> part, String format) {
        List<String> parts = sizes.stream()
                .map(cost -> String.format(Locale.ROOT, format, part.applyAsDouble(cost)))
                .toList();
        return parts.stream().distinct().count() == 1 ? parts.getFirst() : String.join(" / ", parts);
    }
}
