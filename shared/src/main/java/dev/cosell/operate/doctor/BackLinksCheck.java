package dev.cosell.operate.doctor;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PairSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Whether every referral names its record; one that does not, ten minutes after the deal was made, is held. */
public final class BackLinksCheck implements Check {
    public static final String NAME = "back-links";

    /** So many are named. */
    private static final int MOST = 20;

    private final IntFunction<List<PairSummary>> missing;

    /** @param missing at most so many deals whose referral lacks its record's id */
    public BackLinksCheck(IntFunction<List<PairSummary>> missing) {
        this.missing = missing;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<PairSummary> found = missing.apply(MOST);
        if (found.isEmpty()) {
            return List.of(Finding.ok(NAME, "no referral lacks the id of its record"));
        }
        String which = found.stream()
                .map(PairSummary::referralId)
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return List.of(Finding.warning(
                NAME,
                Problem.of(
                        ProblemCode.BACK_LINK_MISSING,
                        "expected every referral to name its record, found none in " + which
                                + (found.size() == MOST ? " and perhaps more" : ""))));
    }
}
