package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.FindingRows;
import dev.cosell.sync.Introduction;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.KeptState;
import java.time.InstantSource;
import java.util.Optional;

/** Decides for a referral to which several records may belong: one of these is linked, or another one made. */
public final class Decisions {
    private final Ledger ledger;
    private final FindingRows rows;
    private final Introduction introduction;
    private final Inbox inbox;
    private final InstantSource clock;

    /** @param kept where the job is */
    public Decisions(KeptState kept, FindingRows rows, Introduction introduction, Inbox inbox, InstantSource clock) {
        this.ledger = new Ledger(kept);
        this.rows = rows;
        this.introduction = introduction;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Decides; a worker does it. Asked twice, it is done once.
     *
     * @param request {@code referralId} of an ambiguous finding, and either {@code record}, which of its records
     *     (table/id), or {@code "create": true}
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}; {@code NOT_FOUND} if the walk has no such finding;
     *     {@code NOTHING_TO_DECIDE} if it is clear or decided; {@code NOT_POSSIBLE} if the referral has a deal by now
     */
    public Reply decide(JsonNode request, Asker by) {
        String referralId = request.path("referralId").asText("");
        boolean create = request.path("create").asBoolean();
        if (referralId.isEmpty() || create == request.has("record")) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected referralId and either record or \"create\": true, found another choice")
                    .failure();
        }
        Job job = Ledger.page(ledger.read()).job().orElseThrow(Decisions::unknown);
        Finding finding = rows.find(job.walk(), Subject.referral(referralId).key())
                .map(Finding::of)
                .orElseThrow(Decisions::unknown);
        String decision = create
                ? "create"
                : "link " + chosen(finding, request.path("record").asText());
        check(finding, decision);
        introduction.introduce(referralId, command(finding, decision, create, request, by));
        inbox.accept(finding.subject(), Causes.ASKED);
        rows.put(
                job.walk(),
                finding.subject().key(),
                finding.verdict().name(),
                finding.decidedAs(decision).json());
        return new Reply(
                202,
                Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("accepted", true)
                        .put("follow", "/api/referrals/" + referralId)),
                Optional.empty());
    }

    private static void check(Finding finding, String decision) {
        boolean open = finding.verdict() == Verdict.AMBIGUOUS
                && (finding.decided().isEmpty() || finding.decided().equals(decision));
        if (!open) {
            throw Problem.of(
                            ProblemCode.NOTHING_TO_DECIDE,
                            "expected a finding that is ambiguous, found one that is "
                                    + (finding.decided().isEmpty()
                                            ? finding.verdict().word()
                                            : "decided: " + finding.decided()))
                    .failure();
        }
    }

    private static RecordRef chosen(Finding finding, String written) {
        return finding.records().stream()
                .filter(record ->
                        record.toString().equals(written) || record.id().equals(written))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "expected record to be one of " + finding.records() + ", found another one")
                        .failure());
    }

    /** One decision has one id: whoever repeats it adds nothing. */
    private Command command(Finding finding, String decision, boolean create, JsonNode request, Asker by) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (create) {
            details.put("record", "").put("referral", finding.subject().id());
        } else {
            details.put(
                    "record", chosen(finding, request.path("record").asText()).id());
        }
        return new Command(
                "backfill|" + decision,
                create ? Command.Kind.CREATE : Command.Kind.LINK,
                details,
                by.name(),
                clock.instant());
    }

    private static RuntimeException unknown() {
        return Problem.of(
                        ProblemCode.NOT_FOUND,
                        "expected a referral of the latest walk's findings, found none of this id")
                .failure();
    }
}
