package dev.cosell.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.operate.doctor.DealChange;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the estimate of cost takes a deal's changes to need is what they are counted to need. */
class DealChangeTest {
    @Test
    void everyChangeOfTheEstimateIsTheOneThatIsCounted() {
        Map<String, SyncCost> counted =
                new SyncsBenchmark().run().stream().collect(Collectors.toMap(SyncCost::change, cost -> cost));
        for (DealChange change : DealChange.values()) {
            SyncCost cost = counted.get(change.measuredAs());
            int transactions = cost.transactions()
                    + cost.ofEchoes().stream().mapToInt(Integer::intValue).sum();
            assertEquals(cost.steps().size(), change.events(), cost::toString);
            assertEquals(cost.calls(), change.calls(), cost::toString);
            assertEquals(transactions, change.transactions(), cost::toString);
        }
    }

    @Test
    void whatHappensToAnOpportunityThatNobodySharesCostsOneCallAndSevenTransactions() {
        Installation installation = Installation.onTables();
        installation.deal("The first one, which makes the tables");
        installation.crm.enters("Nobody shares this", false);

        Installation.Step step = installation.settle().getFirst();

        assertEquals(1, step.calls().size(), step::toString);
        assertEquals(7, step.transactions().size(), step::toString);
    }
}
