package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.Approval;
import dev.cosell.sync.AuditEntry;
import dev.cosell.sync.Causes;
import dev.cosell.sync.Command;
import dev.cosell.sync.Inbox;
import dev.cosell.sync.Pair;
import dev.cosell.sync.PairId;
import dev.cosell.sync.PairStore;
import dev.cosell.sync.Stored;
import dev.cosell.sync.Subject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides about shared records that wait for approval. The decision is in the pair before the caller is answered. */
public final class Approvals {
    private static final int ROUNDS = 5;
    private static final int LONGEST_REASON = 500;

    private final Referrals referrals;
    private final PairStore pairs;
    private final Inbox inbox;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Approvals(Referrals referrals, PairStore pairs, Inbox inbox, InstantSource clock) {
        this.referrals = referrals;
        this.pairs = pairs;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Lets a shared record become a referral.
     *
     * @param id of the pair or the record
     * @param by who decides, as the timeline shows it
     * @throws dev.cosell.problem.Failure {@code NOT_FOUND}, {@code NOTHING_TO_DECIDE}
     */
    public Reply approve(String id, Asker by) {
        return decide(id, Command.Kind.APPROVE, "", by);
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
        return decide(id, Command.Kind.REJECT, reason, by);
    }

    private Reply decide(String id, Command.Kind kind, String reason, Asker by) {
        PairId pair = referrals.find(id).id();
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (!reason.isEmpty()) {
            details.put("reason", reason);
        }
        Command decision = new Command(UUID.randomUUID().toString(), kind, details, by.name(), clock.instant());
        Pair decided = store(pair, decision, reason);
        inbox.accept(Subject.record(decided.record().orElseThrow()), Causes.DECIDED);
        return Referrals.accepted(pair.value());
    }

    private Pair store(PairId id, Command decision, String reason) {
        for (int round = 0; round < ROUNDS; round++) {
            Stored<Pair> row = pairs.read(id).orElseThrow();
            if (!Approval.isOpen(row.value()) || row.value().record().isEmpty()) {
                throw Problem.of(
                                ProblemCode.NOTHING_TO_DECIDE,
                                "expected a deal that waits for approval, found one that is "
                                        + row.value().phase()
                                        + row.value()
                                                .problem()
                                                .map(problem -> " with "
                                                        + problem.code().code())
                                                .orElse(""))
                        .failure();
            }
            Pair next = Approval.decided(row.value(), decision).raiseFence().now();
            if (pairs.replace(row, next, List.of(entry(next, decision, reason))).isPresent()) {
                return next;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "pair " + id.value() + ": expected to store the decision, found the pair changed " + ROUNDS
                                + " times meanwhile")
                .failure();
    }

    private static AuditEntry entry(Pair pair, Command decision, String reason) {
        String did = decision.kind() == Command.Kind.APPROVE ? "approved by " : "rejected by ";
        return new AuditEntry(
                pair.fence(),
                0,
                decision.at(),
                Causes.DECIDED,
                did + decision.by() + (reason.isEmpty() ? "" : ": " + reason),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
