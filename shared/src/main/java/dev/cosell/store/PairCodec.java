package dev.cosell.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Conflict;
import dev.cosell.sync.pair.Crossing;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.SideState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pair as compact JSON. Members that hold nothing are left out, and members that are not there read as nothing, so that
 * a row from before a member existed can be read, and has today's layout once it is written again. Members we do not know
 * are ignored and lost when the row is written: what must not be lost raises {@link #LAYOUT}.
 */
final class PairCodec {
    /**
     * Version of the layout. 1 was that of 0.1.0, which knows no {@code lead}, {@code conflicts}, {@code definitions},
     * {@code name}, {@code customer} and {@code trace}, and would drop them.
     */
    static final int LAYOUT = 2;

    private static final Pattern WORD = Pattern.compile("[A-Z][A-Z0-9_]*");

    private PairCodec() {}

    static JsonNode write(Pair pair) {
        ObjectNode json = Json.object();
        json.put("id", pair.id().value());
        json.put("phase", pair.phase().name());
        Json.put(json, "referralId", pair.referralId());
        Json.put(json, "engagementId", pair.engagementId());
        Json.put(json, "microsoftReferralId", pair.microsoftReferralId());
        pair.record().ifPresent(ref -> json.set("record", write(ref)));
        pair.lead().ifPresent(ref -> json.set("lead", write(ref)));
        json.set("partnerCenter", write(pair.partnerCenter()));
        json.set("crm", write(pair.crm()));
        Json.put(json, "settled", pair.settled(), TextNode::valueOf);
        json.put("fence", pair.fence());
        pair.lease().ifPresent(lease -> json.set("lease", write(lease)));
        pair.pending().ifPresent(pending -> json.set("pending", write(pending)));
        json.put("failures", pair.failures());
        Json.put(json, "notBefore", pair.notBefore());
        Json.put(json, "held", pair.held(), ProblemCodec::write);
        Json.put(json, "divergences", pair.divergences(), ProblemCodec::write);
        Json.put(json, "conflicts", pair.conflicts(), PairCodec::write);
        Json.put(json, "crossings", pair.crossings(), PairCodec::write);
        pair.problem().ifPresent(problem -> json.set("problem", ProblemCodec.write(problem)));
        json.put("told", pair.told());
        if (!pair.commands().isEmpty()) {
            ArrayNode commands = json.putArray("commands");
            pair.commands().forEach(command -> commands.add(write(command)));
        }
        Json.put(json, "answerBy", pair.deadlines().answerBy());
        Json.put(json, "closeAt", pair.deadlines().closeAt());
        Json.put(json, "wakeAt", pair.deadlines().wakeAt());
        Json.put(json, "definitions", pair.definitions(), TextNode::valueOf);
        Json.put(json, "name", pair.label().name());
        Json.put(json, "customer", pair.label().customer());
        Json.put(json, "trace", Optional.of(pair.trace()).filter(run -> !run.isEmpty()));
        json.put("createdAt", pair.createdAt().toString());
        return json;
    }

    /**
     * Reads what any version up to {@link #LAYOUT} wrote.
     *
     * @throws dev.cosell.problem.Failure {@code STORED_LATER} for a phase, command or kind of write that this version does
     *     not know; {@code UNEXPECTED} if a member holds what no version of ours wrote
     */
    static Pair read(JsonNode json) {
        try {
            return pair(json);
        } catch (UnknownWord later) {
            throw refused(ProblemCode.STORED_LATER, json, later);
        } catch (DateTimeException | IllegalArgumentException unreadable) {
            throw refused(ProblemCode.UNEXPECTED, json, unreadable);
        }
    }

    /** A word that a later version may know: only of those may a later one have more without a layout of its own. */
    private static final class UnknownWord extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private UnknownWord(String word, RuntimeException why) {
            super("the word " + word, why);
        }
    }

    private static <E extends Enum<E>> E word(Class<E> words, JsonNode json, String member) {
        String word = Json.textOrEmpty(json, member);
        try {
            return Enum.valueOf(words, word);
        } catch (IllegalArgumentException unknown) {
            if (WORD.matcher(word).matches()) {
                throw new UnknownWord(word, unknown);
            }
            throw unknown;
        }
    }

    private static Failure refused(ProblemCode code, JsonNode json, RuntimeException why) {
        return Problem.of(
                        code,
                        "row of pair " + Json.textOrEmpty(json, "id") + ": expected a pair of layout " + LAYOUT
                                + " or earlier, found " + why.getMessage())
                .failure(why);
    }

    private static Pair pair(JsonNode json) {
        return new Pair(
                new PairId(Json.textOrEmpty(json, "id")),
                word(Phase.class, json, "phase"),
                Json.optional(json, "referralId"),
                Json.optional(json, "engagementId"),
                Json.optional(json, "microsoftReferralId"),
                Json.member(json, "record").map(PairCodec::record),
                Json.member(json, "lead").map(PairCodec::record),
                side(json.path("partnerCenter")),
                side(json.path("crm")),
                Json.map(json, "settled", JsonNode::asText),
                json.path("fence").asLong(),
                Json.member(json, "lease").map(PairCodec::lease),
                Json.member(json, "pending").map(PairCodec::pending),
                json.path("failures").asInt(),
                Json.optional(json, "notBefore").map(Instant::parse),
                Json.map(json, "held", ProblemCodec::read),
                Json.map(json, "divergences", ProblemCodec::read),
                Json.map(json, "conflicts", PairCodec::conflict),
                Json.map(json, "crossings", PairCodec::crossing),
                Json.member(json, "problem").map(ProblemCodec::read),
                Json.textOrEmpty(json, "told"),
                commands(json.path("commands")),
                new Deadlines(instant(json, "answerBy"), instant(json, "closeAt"), instant(json, "wakeAt")),
                Json.map(json, "definitions", JsonNode::asText),
                new Label(Json.optional(json, "name"), Json.optional(json, "customer")),
                Json.textOrEmpty(json, "trace"),
                Instant.parse(Json.textOrEmpty(json, "createdAt")));
    }

    private static JsonNode write(Command command) {
        ObjectNode json = Json.object();
        json.put("id", command.id());
        json.put("kind", command.kind().name());
        json.set("details", command.details());
        json.put("by", command.by());
        json.put("at", command.at().toString());
        return json;
    }

    private static List<Command> commands(JsonNode json) {
        List<Command> commands = new ArrayList<>();
        json.forEach(command -> commands.add(new Command(
                Json.textOrEmpty(command, "id"),
                word(Command.Kind.class, command, "kind"),
                command.path("details"),
                Json.textOrEmpty(command, "by"),
                Instant.parse(Json.textOrEmpty(command, "at")))));
        return List.copyOf(commands);
    }

    private static Optional<Instant> instant(JsonNode json, String member) {
        return Json.optional(json, member).map(Instant::parse);
    }

    private static JsonNode write(RecordRef ref) {
        return Json.object().put("table", ref.table()).put("id", ref.id());
    }

    private static RecordRef record(JsonNode json) {
        return new RecordRef(Json.textOrEmpty(json, "table"), Json.textOrEmpty(json, "id"));
    }

    private static JsonNode write(SideState side) {
        ObjectNode json = Json.object();
        Json.put(json, "seen", side.seen(), value -> value);
        Json.put(json, "version", side.version());
        Json.put(json, "updatedAt", side.updatedAt());
        return json;
    }

    private static SideState side(JsonNode json) {
        return new SideState(
                Json.map(json, "seen", value -> value),
                Json.optional(json, "version"),
                Json.optional(json, "updatedAt").map(Instant::parse));
    }

    private static JsonNode write(Lease lease) {
        return Json.object()
                .put("owner", lease.owner())
                .put("until", lease.until().toString());
    }

    private static Lease lease(JsonNode json) {
        return new Lease(Json.textOrEmpty(json, "owner"), Instant.parse(Json.textOrEmpty(json, "until")));
    }

    private static JsonNode write(Pending pending) {
        ObjectNode json = Json.object();
        json.put("kind", pending.kind().name());
        json.put("side", pending.side().name());
        Json.put(json, "values", pending.values(), value -> value);
        Json.put(json, "sources", pending.sources(), value -> value);
        json.put("key", pending.key());
        json.put("startedAt", pending.startedAt().toString());
        json.put("looks", pending.looks());
        json.put("lastLook", pending.lastLook().toString());
        return json;
    }

    private static Pending pending(JsonNode json) {
        return new Pending(
                word(Pending.Kind.class, json, "kind"),
                Side.valueOf(Json.textOrEmpty(json, "side")),
                Json.map(json, "values", value -> value),
                Json.map(json, "sources", value -> value),
                Json.textOrEmpty(json, "key"),
                Instant.parse(Json.textOrEmpty(json, "startedAt")),
                json.path("looks").asInt(),
                Instant.parse(Json.textOrEmpty(json, "lastLook")));
    }

    private static JsonNode write(Conflict conflict) {
        ObjectNode json = Json.object();
        json.set("partnerCenter", write(conflict.partnerCenter()));
        json.set("crm", write(conflict.crm()));
        return json;
    }

    private static JsonNode write(Conflict.Shown shown) {
        ObjectNode json =
                Json.object().put("value", shown.value()).put("at", shown.at().toString());
        Json.put(json, "event", shown.event());
        Json.put(json, "by", shown.by());
        return json;
    }

    private static Conflict conflict(JsonNode json) {
        return new Conflict(shown(json.path("partnerCenter")), shown(json.path("crm")));
    }

    private static Conflict.Shown shown(JsonNode json) {
        return new Conflict.Shown(
                Json.textOrEmpty(json, "value"),
                Instant.parse(Json.textOrEmpty(json, "at")),
                Json.optional(json, "event"),
                Json.optional(json, "by"));
    }

    private static JsonNode write(Crossing crossing) {
        return Json.object()
                .put("to", crossing.to().name())
                .put("turns", crossing.turns())
                .put("since", crossing.since().toString());
    }

    private static Crossing crossing(JsonNode json) {
        return new Crossing(
                Side.valueOf(Json.textOrEmpty(json, "to")),
                json.path("turns").asInt(),
                Instant.parse(Json.textOrEmpty(json, "since")));
    }
}
