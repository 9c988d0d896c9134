package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.benchmarks.Installation.Deal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What an edit and its echo, two syncs, need of a processor and of memory, without what both systems in memory need: that
 * of the engine, of stores in memory, and of the acceptance of the events.
 */
final class EngineNeeds {
    /** Longer than any collecting window, and than what counts as going back and forth. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(15);

    private final int edits;
    private final int rounds;
    private int months;

    /**
     * @param edits of a round, on a new installation each: nothing is ever removed
     * @param rounds of which the median counts, after as many of each change that do not
     */
    EngineNeeds(int edits, int rounds) {
        this.edits = edits;
        this.rounds = rounds;
    }

    /**
     * What one edit and its echo need.
     *
     * @param systems both systems' part, which is not counted in {@code engine}
     */
    record Found(String change, Need engine, Need systems) {}

    /** Both changes are warmed up before either counts: what they share must not be the first one's burden. */
    List<Found> run() {
        List<Change> changes = List.of(
                new Change(
                        "an edit in Partner Center and its echo",
                        (installation, deal) ->
                                installation.partnerCenter.edits(deal.referral(), Map.of("/details/notes", next()))),
                new Change(
                        "an edit in the CRM and its echo",
                        (installation, deal) -> installation.crm.edits(deal.record(), Map.of("description", next()))));
        changes.forEach(this::rounds);
        return changes.stream().map(this::measured).toList();
    }

    private record Change(String named, BiConsumer<Installation, Deal> edit) {}

    private TextNode next() {
        return TextNode.valueOf("They decide in month " + ++months);
    }

    private Found measured(Change change) {
        List<Found> found = rounds(change);
        return new Found(change.named(), median(found, Found::engine), median(found, Found::systems));
    }

    private List<Found> rounds(Change change) {
        List<Found> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            all.add(round(change));
        }
        return all;
    }

    private Found round(Change change) {
        SystemsShare systems = new SystemsShare();
        Installation installation = Installation.inMemory(systems::watching);
        Deal deal = installation.deal("Datacentre move");
        Need before = systems.need();
        Need all = Need.NOTHING;
        for (int i = 0; i < edits; i++) {
            installation.pass(LEFT_ALONE);
            change.edit().accept(installation, deal);
            all = all.plus(Need.of(installation::settle));
        }
        Need theirs = systems.need().minus(before);
        return new Found(change.named(), all.minus(theirs).dividedBy(edits), theirs.dividedBy(edits));
    }

    private static Need median(List<Found> found, Function<Found, Need> part) {
        return new Need(
                middle(found, each -> part.apply(each).bytes()),
                middle(found, each -> part.apply(each).nanos()));
    }

    private static long middle(List<Found> found, ToLongFunction<Found> figure) {
        return found.stream().mapToLong(figure).sorted().toArray()[found.size() / 2];
    }

    static String table(List<Found> found) {
        StringBuilder table = new StringBuilder(
                "| | allocated | processor | both systems beside that |\n| --- | --- | --- | --- |\n");
        found.forEach(each -> table.append("| ")
                .append(String.join(
                        " | ",
                        each.change(),
                        kilobytes(each.engine()),
                        milliseconds(each.engine()),
                        kilobytes(each.systems()) + ", " + milliseconds(each.systems())))
                .append(" |\n"));
        return table.append("| goal | 200 KB | 0.40 ms | |\n").toString();
    }

    private static String kilobytes(Need need) {
        return Math.round(need.bytes() / 1000.0) + " KB";
    }

    private static String milliseconds(Need need) {
        return String.format(Locale.ROOT, "%.2f ms", need.nanos() / 1e6);
    }
}
