package dev.cosell.operate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.WrittenId;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import java.util.Set;

/**
 * What people do about a deal that lacks its other half: tie it to a record, have a new half made, or forget the id that
 * leads nowhere. A worker looks once more before it gives anything up.
 */
public final class Orphans {
    /** Only the latest of these counts. */
    private record Mending(Command command) implements Wish {
        private static final Set<Command.Kind> KINDS =
                Set.of(Command.Kind.LINK, Command.Kind.CREATE, Command.Kind.CLEAR);

        @Override
        public void check(Pair pair) {
            if (pair.phase() != Phase.ORPHAN && pair.linked()) {
                throw Problem.of(
                                ProblemCode.NOT_POSSIBLE,
                                "expected a deal that lacks its referral or its record, found one that has both and is "
                                        + pair.phase())
                        .failure();
            }
            checkSomethingIsLeft(pair);
        }

        /** A record that is gone and names no referral: there is nothing to go on with once it is forgotten. */
        private void checkSomethingIsLeft(Pair pair) {
            boolean gone = pair.problem()
                    .filter(problem -> problem.code() == ProblemCode.RECORD_GONE)
                    .isPresent();
            if (command.kind() == Command.Kind.CLEAR
                    && gone
                    && pair.referralId().isEmpty()) {
                throw Problem.of(
                                ProblemCode.NOT_POSSIBLE,
                                "expected a deal with a referral to go on with, found none beside the record that is gone;"
                                        + " restore or link a record")
                        .failure();
            }
        }

        @Override
        public boolean replaces(Command waiting) {
            return KINDS.contains(waiting.kind());
        }
    }

    private final Referrals referrals;
    private final Asking asking;

    public Orphans(Referrals referrals, Asking asking) {
        this.referrals = referrals;
        this.asking = asking;
    }

    /**
     * Ties a deal without a record to one that exists and belongs to no other deal.
     *
     * @param id of the pair, the referral or the record
     * @param request {@code {"record": "<its id, in any form>", "by": "..."}}
     */
    public Reply link(String id, JsonNode request) {
        String written = request.path("record").asText("").strip();
        String record = WrittenId.of(written)
                .map(WrittenId::id)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "expected {\"record\": \"<id of the record>\"} with up to 100 letters, digits or hyphens,"
                                        + " found "
                                        + (written.isEmpty() ? "no text" : written.length() + " other characters"))
                        .failure());
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("record", record);
        return ask(id, Command.Kind.LINK, details, request);
    }

    /** Has the missing half made: a record for a referral, or a referral for a record. */
    public Reply create(String id, JsonNode request) {
        return ask(id, Command.Kind.CREATE, halves(referrals.find(id)), request);
    }

    /** Forgets the id that leads nowhere; the deal then goes on as if it had named none. */
    public Reply clear(String id, JsonNode request) {
        return ask(id, Command.Kind.CLEAR, halves(referrals.find(id)), request);
    }

    private Reply ask(String id, Command.Kind kind, ObjectNode details, JsonNode request) {
        Command command = asking.command(kind, details, Asker.of(request));
        Pair pair = asking.ask(referrals.find(id), new Mending(command));
        return Reply.accepted(pair.id().value());
    }

    /** Both halves as they are known now: only these may be given up, not what somebody put in their place meanwhile. */
    private static ObjectNode halves(Pair pair) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("record", pair.record().map(RecordRef::toString).orElse(""))
                .put("referral", pair.referralId().orElse(""));
    }
}
