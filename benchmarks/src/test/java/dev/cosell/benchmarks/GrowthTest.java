package dev.cosell.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.benchmarks.GrowthBenchmark.Cost;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Guards counts, never times: what a sync costs does not depend on how many pairs there are. */
class GrowthTest {
    private static final GrowthBenchmark.Plan PLAN = new GrowthBenchmark.Plan(List.of(100, 5000), 1, 3);

    @Test
    void aSyncCostsTheSameHoweverManyPairsThereAre() {
        List<Cost> costs = new GrowthBenchmark(PLAN, told -> {}).run();

        Map<String, List<Cost>> byChange = costs.stream().collect(Collectors.groupingBy(Cost::change));
        byChange.values().forEach(sizes -> {
            Cost few = sizes.getFirst();
            Cost many = sizes.getLast();
            assertEquals(few.transactions(), many.transactions(), sizes::toString);
            assertEquals(few.rows(), many.rows(), sizes::toString);
            assertEquals(few.calls(), many.calls(), sizes::toString);
        });
        String table = new GrowthFigures(PLAN, costs).table();
        assertTrue(table.contains("Pairs: 100 / 5000."), table);
        byChange.keySet().forEach(change -> assertTrue(table.contains("| " + change + " |"), table));
    }
}
