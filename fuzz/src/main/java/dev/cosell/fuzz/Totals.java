package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** What all targets came to, in all processes. */
final class Totals {
    private record Total(long inputs, long defects, long millis, long longestMillis) {
        Total and(Total other) {
            return new Total(
                    inputs + other.inputs,
                    defects + other.defects,
                    millis + other.millis,
                    Math.max(longestMillis, other.longestMillis));
        }
    }

    private final long seed;
    private final Map<String, Total> byTarget = new TreeMap<>();
    private long stopped;

    Totals(long seed) {
        this.seed = seed;
    }

    synchronized void add(JsonNode totals) {
        totals.properties()
                .forEach(target -> byTarget.merge(
                        target.getKey(),
                        new Total(
                                target.getValue().path("inputs").asLong(),
                                target.getValue().path("defects").asLong(),
                                target.getValue().path("millis").asLong(),
                                target.getValue().path("longestMillis").asLong()),
                        Total::and));
    }

    /** A process that did not come to its end. */
    synchronized void stopped() {
        stopped++;
    }

    synchronized long defects() {
        return sum().defects() + stopped;
    }

    /** A line for each target, and the result as one JSON object, which stands alone if {@code onlyResult}. */
    synchronized void print(PrintStream out, boolean onlyResult, long seconds) {
        if (!onlyResult) {
            out.printf("%-44s %10s %8s %10s %12s%n", "target", "inputs", "defects", "seconds", "longest ms");
            byTarget.forEach((name, total) -> out.printf(
                    "%-44s %10d %8d %10d %12d%n",
                    name, total.inputs(), total.defects(), total.millis() / 1000, total.longestMillis()));
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("inputs", sum().inputs())
                .put("targets", byTarget.size())
                .put("defects", defects())
                .put("seconds", seconds)
                .put("seed", seed);
        out.println(result);
    }

    private Total sum() {
        return byTarget.values().stream().reduce(new Total(0, 0, 0, 0), Total::and);
    }
}
