package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.benchmarks.Installation.Deal;
import dev.cosell.benchmarks.Installation.Step;
import dev.cosell.referral.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * How the cost of a sync grows with the number of pairs: one store that is filled further and further, and at each size the
 * same changes of a few deals, from the acceptance of the event to the end of the last echo's message.
 */
final class GrowthBenchmark {
    private static final Duration LEFT_ALONE = Duration.ofMinutes(15);

    /**
     * How it is run.
     *
     * @param sizes numbers of pairs, ascending
     * @param warmUp changes of each kind that do not count, at each size
     * @param rounds changes of each kind that count
     */
    record Plan(List<Integer> sizes, int warmUp, int rounds) {}

    /**
     * What one kind of change came to with so many pairs in the store.
     *
     * @param transactions of storage, on average, as all others
     * @param rows that storage had to look at
     * @param bytes that storage answered
     * @param calls of both systems
     * @param micros elapsed, the median of all rounds
     */
    record Cost(
            String change, int pairs, double transactions, double rows, double bytes, double calls, double micros) {}

    private final Plan plan;
    private final Consumer<String> progress;
    private final OrderedTables tables = new OrderedTables();
    private final Installation installation = Installation.onTables(tables);
    private int number;

    /** @param progress told what is going on */
    GrowthBenchmark(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** All costs, by size, then by kind of change. */
    List<Cost> run() {
        CopiedDeals copies = new CopiedDeals();
        progress.accept(copies.rowsOfOne() + " rows for each pair.");
        List<Cost> costs = new ArrayList<>();
        int filled = 0;
        for (int size : plan.sizes()) {
            progress.accept("Filling the store up to " + size + " pairs.");
            copies.fill(tables, filled, size);
            filled = size;
            System.gc();
            progress.accept("Measuring.");
            costs.addAll(measured(size));
        }
        return costs;
    }

    private List<Cost> measured(int size) {
        Deal deal = installation.deal("Data lake " + ++number);
        return List.of(
                cost(
                        "an edit in Partner Center and its echo",
                        size,
                        round -> installation.partnerCenter.edits(deal.referral(), Map.of("/details/notes", next()))),
                cost(
                        "an edit in the CRM and its echo",
                        size,
                        round -> installation.crm.edits(deal.record(), Map.of("description", next()))),
                cost("a referral becomes a record, is accepted, and their echoes", size, round -> {
                    String referral = installation.partnerCenter.arrives("Office move " + ++number);
                    installation.settle();
                    installation.pass(LEFT_ALONE);
                    installation.partnerCenter.moves(referral, Status.ACCEPTED);
                }));
    }

    private TextNode next() {
        return TextNode.valueOf("They decide in month " + ++number);
    }

    private Cost cost(String change, int size, IntConsumer happens) {
        IntStream.range(0, plan.warmUp()).forEach(round -> timed(happens, round, new ArrayList<>()));
        List<Step> steps = new ArrayList<>();
        OrderedTables.Meter before = tables.meter();
        double[] micros = IntStream.range(0, plan.rounds())
                .mapToDouble(round -> timed(happens, round, steps))
                .sorted()
                .toArray();
        OrderedTables.Meter meter = tables.meter().since(before);
        double rounds = plan.rounds();
        return new Cost(
                change,
                size,
                meter.transactions() / rounds,
                meter.rowsLookedAt() / rounds,
                meter.bytesAnswered() / rounds,
                steps.stream().mapToInt(step -> step.calls().size()).sum() / rounds,
                micros[micros.length / 2]);
    }

    private double timed(IntConsumer happens, int round, List<Step> steps) {
        installation.pass(LEFT_ALONE);
        long start = System.nanoTime();
        happens.accept(round);
        steps.addAll(installation.settle());
        return (System.nanoTime() - start) / 1e3;
    }
}
