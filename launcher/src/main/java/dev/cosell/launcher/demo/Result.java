package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * What the demo found.
 *
 * @param callsPerChange calls to both systems for one business change, echoes included
 * @param latencies webhook received to CRM written, shortest first
 * @param expectedPairs how many the story made
 */
record Result(Census census, BigDecimal callsPerChange, List<Duration> latencies, int expectedPairs) {
    boolean ok() {
        return census.agrees() && census.pairs() == expectedPairs;
    }

    Duration p50() {
        return Latency.percentile(latencies, 50);
    }

    Duration p95() {
        return Latency.percentile(latencies, 95);
    }

    ObjectNode json() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("pairs", census.pairs())
                .put("inStep", census.inStep())
                .put("held", census.held())
                .put("duplicates", census.duplicates())
                .put("callsPerChange", callsPerChange);
        out.putObject("latencyMs").put("p50", p50().toMillis()).put("p95", p95().toMillis());
        return out.put("ok", ok());
    }

    String table() {
        String row = "  %-34s %s%n";
        StringBuilder out = new StringBuilder();
        out.append(row.formatted("pairs", census.pairs() + " (expected " + expectedPairs + ")"));
        out.append(row.formatted("in step, field by field", census.inStep()));
        out.append(row.formatted("held", census.held()));
        out.append(row.formatted("duplicates", census.duplicates()));
        out.append(row.formatted("calls per change, echo included", callsPerChange));
        out.append(row.formatted(
                "webhook received to CRM written",
                "p50 " + p50().toMillis() + " ms, p95 " + p95().toMillis() + " ms, of " + latencies.size()
                        + " changes"));
        return out.toString();
    }
}
