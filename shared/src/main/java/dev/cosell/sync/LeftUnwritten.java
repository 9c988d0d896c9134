package dev.cosell.sync;

import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.merge.Merge;
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

    /** By group. What was left before is left until both sides are seen to show the same: a reading may not show all. */
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

    private boolean agree(String group) {
        return at.map().groups().getOrDefault(group, List.of()).stream().allMatch(field -> {
            Optional<Value> there = field.on(Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER));
            return there.isPresent() && there.equals(field.on(Side.CRM, at.now(Side.CRM)));
        });
    }
}
