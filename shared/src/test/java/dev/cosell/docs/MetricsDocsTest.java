package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.operate.telemetry.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts are made from the page, so it tells what there is. */
class MetricsDocsTest {
    private static final String PAGE = "docs/metrics.md";

    @Test
    void thePageTellsEveryMetricAndNoOther() {
        List<String> expected = Arrays.stream(Metric.values())
                .map(metric -> metric.id() + ", " + metric.kind().name().toLowerCase(Locale.ROOT) + ", " + metric.unit()
                        + ", " + metric.attributes())
                .toList();
        List<String> told = Pages.rows(Pages.section(PAGE, "## Metrics")).stream()
                .filter(row -> row.size() == 6)
                .filter(row -> !Pages.code(row.getFirst()).isEmpty())
                .map(row -> Pages.code(row.get(0)).getFirst() + ", " + row.get(1) + ", "
                        + Pages.code(row.get(2)).getFirst() + ", " + Pages.code(row.get(3)))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", told));
    }

    @Test
    void thePageTellsEveryAlertRuleAndNoOther() {
        String rules = Pages.read("infra-bicep/modules/alerts.bicep");
        List<String> expected = new ArrayList<>(Pages.all("(?m)^ {4}id: '([a-z-]+)'$", rules));
        expected.addAll(Pages.all("(?m)^resource (\\w+) 'Microsoft.Insights/scheduledQueryRules@[^']*' = \\{$", rules));
        List<String> told = Pages.rows(Pages.section(PAGE, "## Alerts")).stream()
                .map(row -> Pages.code(row.getFirst()).getFirst())
                .toList();
        assertEquals(expected, told);
    }

    @Test
    void thePageTellsEveryAttribute() {
        String page = Pages.read(PAGE);
        List<String> missing = Arrays.stream(Metric.values())
                .flatMap(metric -> metric.attributes().stream())
                .distinct()
                .filter(name ->
                        name.startsWith("cosell.") && !page.contains("| `" + name) && !page.contains(", `" + name))
                .collect(Collectors.toList());
        assertTrue(missing.isEmpty(), () -> missing + " are not on " + PAGE);
    }
}
