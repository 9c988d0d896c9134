package dev.cosell.sync;

import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was written for each deal. Pairs that ever shared a row are one deal: whose a change of that row is, nobody can say. */
final class WritesByDeal {
    /**
     * A deal.
     *
     * @param rows on both sides, former ones among them
     * @param writes of fields, whatever was answered
     * @param overtaken those of them that came too late: somebody had changed what they were to change
     */
    record Deal(Set<PairId> pairs, Set<Subject> rows, int writes, int overtaken) {
        private boolean sharesARowWith(Deal other) {
            return !Collections.disjoint(rows, other.rows);
        }

        private Deal with(Deal other) {
            Set<PairId> allPairs = new HashSet<>(pairs);
            allPairs.addAll(other.pairs);
            Set<Subject> allRows = new HashSet<>(rows);
            allRows.addAll(other.rows);
            return new Deal(allPairs, allRows, writes + other.writes, overtaken + other.overtaken);
        }
    }

    private final Map<PairId, Deal> known = new LinkedHashMap<>();

    /** A worker stored a pair, because of this subject. */
    void stored(Pair pair, Subject because) {
        Set<Subject> rows = new HashSet<>(SimulationCheck.halves(pair));
        pair.microsoftReferralId().map(Subject::referral).ifPresent(rows::add);
        rows.add(because);
        add(new Deal(Set.of(pair.id()), rows, 0, 0));
    }

    void written(Pair pair) {
        add(new Deal(Set.of(pair.id()), Set.of(), 1, 0));
    }

    void overtaken(Pair pair) {
        add(new Deal(Set.of(pair.id()), Set.of(), 0, 1));
    }

    private void add(Deal more) {
        known.merge(more.pairs().iterator().next(), more, Deal::with);
    }

    List<Deal> all() {
        List<Deal> deals = new ArrayList<>();
        for (Deal one : known.values()) {
            List<Deal> same = deals.stream().filter(one::sharesARowWith).toList();
            deals.removeAll(same);
            deals.add(same.stream().reduce(one, Deal::with));
        }
        return deals;
    }
}
