package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would cross to a referral that is not written to at all, as in staging: nothing of it is announced or sent. It is
 * told like what is kept apart, and holds nothing up.
 */
final class LeftUnwritten {
    private final PairAtWork at;

    LeftUnwritten(PairAtWork at) {
        this.at = at;
    }

    static boolean isSo(Problem problem) {
        return problem.code() == ProblemCode.STAGING_READS_ONLY;
    }

    /** Why nothing crosses to Partner Center, if that is so. */
    Optional<Problem> reason() {
        return at.pair().referralId().flatMap(at.ports.partnerCenter()::unwritable);
    }

    /** By group. What was left before is left until a reading of the record shows the same: it may not show all, or be none. */
    Map<String, Problem> of(Merge.Result merged) {
        Map<String, Problem> left = new LinkedHashMap<>();
        reason().ifPresent(why -> {
            at.pair().divergences().forEach((group, before) -> {
                if (isSo(before) && !agree(group)) {
                    left.put(group, before);
                }
            });
            merged.movesTo(Side.PARTNER_CENTER).forEach(move -> left.put(move.group(), why.on(move.group())));
        });
        return left;
    }

    /** The record as it is now: what it was last seen to show is what was sent before. */
    private boolean agree(String group) {
        Map<String, JsonNode> record =
                at.freshly(Side.CRM).map(Snapshot::values).orElse(Map.of());
        return at.map().groups().getOrDefault(group, List.of()).stream().allMatch(field -> {
            Optional<Value> there = field.on(Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER));
            return there.isPresent() && there.equals(field.on(Side.CRM, record));
        });
    }
}
