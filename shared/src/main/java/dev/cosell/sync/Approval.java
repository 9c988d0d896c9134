package dev.cosell.sync;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import java.util.Optional;

/**
 * Whether a shared record may become a referral. Where approval is needed, nothing is sent to Partner Center before
 * somebody approved of it.
 *
 * <p>The decision is a command that stays in the pair until the referral is there, or the seller turns the switch off.
 */
public final class Approval {
    private Approval() {}

    /** What was decided, if anything was. */
    public static Optional<Command> decision(Pair pair) {
        return pair.commands().stream().filter(Approval::decides).reduce((earlier, later) -> later);
    }

    /** Whether a pair waits for a decision, or for another one. */
    public static boolean isOpen(Pair pair) {
        return pair.referralId().isEmpty()
                && pair.problem()
                        .map(Problem::code)
                        .filter(code -> code == ProblemCode.APPROVAL_AWAITED || code == ProblemCode.APPROVAL_REFUSED)
                        .isPresent();
    }

    /** @throws dev.cosell.problem.Failure {@code APPROVAL_AWAITED} or {@code APPROVAL_REFUSED}, if approval is needed */
    static void require(PairAtWork at) {
        if (!at.settings.sharing().approval()) {
            return;
        }
        Command decision = decision(at.pair())
                .orElseThrow(() -> Problem.of(
                                ProblemCode.APPROVAL_AWAITED, "expected somebody's approval, found no decision yet")
                        .failure());
        if (decision.kind() == Command.Kind.REJECT) {
            throw Problem.of(
                            ProblemCode.APPROVAL_REFUSED,
                            "rejected: " + decision.details().path("reason").asText())
                    .failure();
        }
    }

    /** Forgets what was decided: it served its purpose, or the seller no longer asks. */
    static Pair.Change undecided(Pair pair, Pair.Change change) {
        pair.commands().stream().filter(Approval::decides).forEach(change::done);
        return change;
    }

    /** Whether a command is a decision, of either kind. */
    public static boolean decides(Command command) {
        return command.kind() == Command.Kind.APPROVE || command.kind() == Command.Kind.REJECT;
    }
}
