package dev.cosell.operate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.Approval;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import java.util.Optional;

/** Decides about shared records that wait for approval. The decision is in the pair before the caller is answered. */
public final class Approvals {
    /** The latest decision counts, and each is on the timeline at once. */
    private record Decision(Command command) implements Wish {
        @Override
        public void check(Pair pair) {
            if (!Approval.isOpen(pair) || pair.record().isEmpty()) {
                throw Problem.of(
                                ProblemCode.NOTHING_TO_DECIDE,
                                "expected a deal that waits for approval, found one that is " + pair.phase()
                                        + pair.problem()
                                                .map(problem -> " with "
                                                        + problem.code().code())
                                                .orElse(""))
                        .failure();
            }
        }

        @Override
        public boolean replaces(Command waiting) {
            return Approval.decides(waiting);
        }

        @Override
        public Optional<String> note() {
            String did = command.kind() == Command.Kind.APPROVE ? "approved by " : "rejected by ";
            return Optional.of(
                    did + command.by() + command.reason().map(why -> ": " + why).orElse(""));
        }

        @Override
        public String cause() {
            return Causes.DECIDED;
        }
    }

    private static final int LONGEST_REASON = 500;

    private final Referrals referrals;
    private final Asking asking;

    public Approvals(Referrals referrals, Asking asking) {
        this.referrals = referrals;
        this.asking = asking;
    }

    /**
     * Lets a shared record become a referral.
     *
     * @param id of the pair or the record
     * @param by who decides, as the timeline shows it
     * @throws dev.cosell.problem.Failure {@code NOT_FOUND}, {@code NOTHING_TO_DECIDE}
     */
    public Reply approve(String id, Asker by) {
        return decide(id, Command.Kind.APPROVE, JsonNodeFactory.instance.objectNode(), by);
    }

    /**
     * Keeps a shared record from becoming a referral, until it is approved after all or the seller asks again.
     *
     * @param request {@code {"reason"}}, of 1 to 500 characters: the seller reads it
     * @throws dev.cosell.problem.Failure as {@link #approve}, and {@code REQUEST_UNREADABLE} without a reason
     */
    public Reply reject(String id, JsonNode request, Asker by) {
        String reason =
                request.path("reason").asText("").replaceAll("\\p{Cntrl}+", " ").strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected {\"reason\": \"...\"} of 1 to " + LONGEST_REASON + " characters, found "
                                    + reason.length())
                    .failure();
        }
        return decide(
                id, Command.Kind.REJECT, JsonNodeFactory.instance.objectNode().put("reason", reason), by);
    }

    private Reply decide(String id, Command.Kind kind, ObjectNode details, Asker by) {
        Command command = asking.command(kind, details, by);
        Pair pair = asking.ask(referrals.find(id), new Decision(command));
        return Reply.accepted(pair.id().value());
    }
}
