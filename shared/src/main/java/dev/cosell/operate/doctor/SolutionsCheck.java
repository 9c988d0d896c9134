package dev.cosell.operate.doctor;

import dev.cosell.problem.Fixer;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.sync.port.Solutions;
import java.util.List;

/** Which of this partner's solutions are known: a deal cannot be shared without one. */
public final class SolutionsCheck implements Check {
    public static final String NAME = "solutions";

    private final Solutions solutions;

    public SolutionsCheck(Solutions solutions) {
        this.solutions = solutions;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        KnownSolutions known = solutions.known();
        return known.isEmpty()
                ? List.of(Finding.warning(
                                NAME,
                                Problem.of(
                                        ProblemCode.SOLUTION_MISSING,
                                        "expected at least one solution that this partner's referrals used, found none"))
                        .advising(
                                "No referral with a solution was seen yet, so a mistyped solution cannot be told from a right one.",
                                "Look up your co-sell ready solutions in Partner Center, and name them in KNOWN_SOLUTIONS, or with PUT /api/solutions.")
                        .forWhom(Fixer.PARTNER_CENTER_ADMIN))
                : List.of(Finding.ok(
                        NAME, "known are " + String.join(", ", known.near("")) + "; GET /api/solutions has all"));
    }
}
