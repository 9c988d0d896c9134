package dev.cosell.benchmarks;

import dev.cosell.store.Storage;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TablePairs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** How views grow with the number of pairs: one store that is filled further and further, all views at each size. */
final class ListsBenchmark {
    private static final int WARM_UP = 3;

    /**
     * How it is run.
     *
     * @param sizes numbers of pairs, ascending
     * @param rounds looks per view and size that count, besides a few to warm up
     * @param latency that every storage transaction takes
     */
    record Plan(List<Integer> sizes, int rounds, Duration latency) {}

    private final Plan plan;
    private final OrderedTables tables = new OrderedTables();
    private final Storage storage = new Storage(Installation.NOWHERE, Storage.Options.standard(), () -> tables);
    private final Consumer<String> progress;
    private int pairs;

    /** @param progress told what is going on */
    ListsBenchmark(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** All figures, by size, then by view. */
    List<Figure> run() {
        List<Figure> figures = new ArrayList<>();
        Views views = new Views(storage, new ChangedLast(() -> pairs));
        for (int size : plan.sizes()) {
            fill(size);
            tables.latency(plan.latency());
            for (View view : views.all()) {
                figures.add(measured(view));
            }
            tables.latency(Duration.ZERO);
        }
        return figures;
    }

    private void fill(int size) {
        progress.accept("Storing pairs up to " + size + ".");
        MadeUpDeals deals = new MadeUpDeals(new TablePairs(storage), new TableClaims(storage), Instant.now());
        IntStream.range(pairs, size).parallel().forEach(deals::store);
        pairs = size;
        progress.accept("Measuring with " + size + " pairs.");
    }

    private Figure measured(View view) {
        int shown = 0;
        for (int round = 0; round < WARM_UP; round++) {
            shown = view.looks().getAsInt();
        }
        OrderedTables.Meter before = tables.meter();
        shown = view.looks().getAsInt();
        OrderedTables.Meter once = tables.meter().since(before);
        double[] millis = IntStream.range(0, plan.rounds())
                .mapToDouble(round -> timed(view))
                .sorted()
                .toArray();
        return new Figure(
                view.name(),
                pairs,
                shown,
                once.transactions(),
                once.rowsLookedAt(),
                once.bytesAnswered(),
                millis[millis.length / 2]);
    }

    private static double timed(View view) {
        long start = System.nanoTime();
        view.looks().getAsInt();
        return (System.nanoTime() - start) / 1e6;
    }
}
