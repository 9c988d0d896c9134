package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is held stays held while a side hides it. To the merge a hidden group shows what it showed before, as if nobody had
 * changed it: so a conflict would look settled, and one of the two values would be overwritten or forgotten.
 */
final class HeldWhileHidden {
    private final PairAtWork at;

    HeldWhileHidden(PairAtWork at) {
        this.at = at;
    }

    /**
     * The same result, without what it says of held groups that cannot be seen whole.
     *
     * @param kept per conflict that a person decided, the side whose value stands; it stands whatever the other one hides
     */
    Merge.Result over(Merge.Result merged, Map<String, Side> kept) {
        Map<String, Problem> still = new LinkedHashMap<>();
        at.pair().held().forEach((group, problem) -> {
            if (staysHeld(group, problem, merged, Optional.ofNullable(kept.get(group)))) {
                still.put(group, problem);
            }
        });
        return still.isEmpty() ? merged : without(merged, still);
    }

    private boolean staysHeld(String group, Problem problem, Merge.Result merged, Optional<Side> stands) {
        boolean conflict = problem.code() == ProblemCode.CONFLICT;
        boolean hidden = stands.map(side -> hides(side, group, conflict))
                .orElseGet(() -> Stream.of(Side.values()).anyMatch(side -> hides(side, group, conflict)));
        boolean moves = merged.moves().stream().anyMatch(move -> move.group().equals(group));
        return hidden
                && !merged.held().containsKey(group)
                && problem.code() != ProblemCode.CLOSING_WAITS
                && (conflict || !moves);
    }

    /**
     * Whether a side does not show what it showed before. What Microsoft's half shows is no part of our own referral, and
     * what a side has never shown is not hidden; of a conflict both sides have shown everything.
     */
    private boolean hides(Side side, String group, boolean conflict) {
        Map<String, JsonNode> shown = at.freshly(side).map(Snapshot::values).orElse(Map.of());
        Map<String, JsonNode> seen = at.pair().side(side).seen();
        return paths(side, group).stream()
                .filter(path -> !ReferralSnapshot.isMicrosofts(path))
                .filter(path -> conflict || seen.containsKey(path))
                .anyMatch(path -> !shown.containsKey(path));
    }

    private List<String> paths(Side side, String group) {
        return at.map().groups().getOrDefault(group, List.of()).stream()
                .flatMap(field -> field.paths(side).stream())
                .toList();
    }

    private Merge.Result without(Merge.Result merged, Map<String, Problem> still) {
        List<Merge.Move> moves = merged.moves().stream()
                .filter(move -> !still.containsKey(move.group()))
                .toList();
        Map<Side, Map<String, JsonNode>> settled = new LinkedHashMap<>();
        merged.settled().forEach((side, shown) -> {
            Map<String, JsonNode> rest = new LinkedHashMap<>(shown);
            still.keySet().forEach(group -> rest.keySet().removeAll(paths(side, group)));
            settled.put(side, rest);
        });
        Map<String, Problem> held = new LinkedHashMap<>(merged.held());
        held.putAll(still);
        return new Merge.Result(moves, settled, held, merged.divergences());
    }
}
