package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.benchmarks.Installation.Deal;
import dev.cosell.referral.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What syncs cost in storage transactions and remote calls, in daily life: tables exist, and the deal was left alone for a
 * few minutes before each change.
 */
final class SyncsBenchmark {
    private static final Duration LEFT_ALONE = Duration.ofMinutes(5);

    private final Installation installation = Installation.onTables();
    private final List<SyncCost> costs = new ArrayList<>();

    /** Each change once: counts do not vary. */
    List<SyncCost> run() {
        installation.deal("The first one, which makes the tables");
        measure("a referral becomes a record", () -> installation.partnerCenter.arrives("Datacentre move, phase 2"));
        measure("a record becomes a referral", () -> installation.crm.enters("Office move", true));
        Deal deal = installation.deal("Data lake");
        measure(
                "an edit in Partner Center",
                () -> installation.partnerCenter.edits(
                        deal.referral(), Map.of("/details/notes", TextNode.valueOf("They decide in May"))));
        measure(
                "an edit in the CRM",
                () -> installation.crm.edits(
                        deal.record(), Map.of("description", TextNode.valueOf("They decide in June"))));
        measure("the referral is accepted", () -> installation.partnerCenter.moves(deal.referral(), Status.ACCEPTED));
        measure(
                "the deal is won in the CRM",
                () -> installation.crm.edits(
                        deal.record(), Map.of("statecode", IntNode.valueOf(1), "statuscode", IntNode.valueOf(3))));
        return costs;
    }

    private void measure(String change, Runnable happens) {
        installation.pass(LEFT_ALONE);
        happens.run();
        costs.add(new SyncCost(change, installation.settle()));
    }

    static String table(List<SyncCost> costs) {
        StringBuilder table =
                new StringBuilder("| change | transactions | of the sync alone | each echo | remote calls |"
                        + " kinds |\n| --- | --- | --- | --- | --- | --- |\n");
        for (SyncCost cost : costs) {
            table.append("| ")
                    .append(String.join(
                            " | ",
                            cost.change(),
                            Integer.toString(cost.transactions()),
                            Integer.toString(cost.ofTheSync()),
                            String.join(
                                    ", ",
                                    cost.ofEchoes().stream()
                                            .map(Object::toString)
                                            .toList()),
                            Integer.toString(cost.calls()),
                            String.join(
                                    ", ",
                                    cost.byKind().entrySet().stream()
                                            .map(kind -> kind.getValue() + " " + kind.getKey())
                                            .toList())))
                    .append(" |\n");
        }
        return table.toString();
    }
}
