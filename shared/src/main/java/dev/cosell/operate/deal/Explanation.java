package dev.cosell.operate.deal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.ConflictRule;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.operate.ProblemJson;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PairDirectory;
import dev.cosell.sync.Links;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Optional;

/**
 * Why a value is what it is: what each side last showed, which event made it cross, what was decided and written, and what
 * keeps it from crossing now. Made from what is stored, of the timeline from its latest 500 entries; no call to either
 * system.
 */
public final class Explanation {
    private static final int MOST_STEPS = 20;

    private final FieldMaps maps;
    private final PairDirectory directory;
    private final Referrals referrals;

    public Explanation(FieldMaps maps, PairDirectory directory, Referrals referrals) {
        this.maps = maps;
        this.directory = directory;
        this.referrals = referrals;
    }

    /**
     * Explains one field, or all.
     *
     * @param id of the pair, the referral or the record
     * @param name of the field or its group; empty for all
     * @throws dev.cosell.problem.Failure {@code NOT_FOUND}, {@code REQUEST_UNREADABLE} for a field that is not mapped
     */
    public Reply explain(String id, Optional<String> name) {
        Pair pair = referrals.find(id);
        FieldMap map = maps.of(pair.record().map(RecordRef::table));
        List<Field> fields = map.fields().stream()
                .filter(field -> name.isEmpty()
                        || field.name().equals(name.get())
                        || field.group().equals(name.get()))
                .toList();
        if (fields.isEmpty()) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected field to be one of "
                                    + map.fields().stream().map(Field::name).toList() + ", found another name")
                    .failure();
        }
        List<AuditEntry> timeline = LatestEntries.of(directory, pair.id()).entries();
        Links links = referrals.links(pair);
        ObjectNode body = deal(pair, links);
        ArrayNode explained = body.putArray("fields");
        fields.forEach(field -> explained.add(new FieldStory(pair, field, timeline, links).told()));
        return Reply.of(200, body);
    }

    private static ObjectNode deal(Pair pair, Links links) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("pair", pair.id().value()).put("phase", pair.phase().name());
        pair.problem().ifPresent(problem -> body.set("problem", ProblemJson.of(problem, links)));
        pair.pending()
                .ifPresent(pending -> body.putObject("underWay")
                        .put("what", pending.kind().name())
                        .put("to", pending.side().label())
                        .put("since", pending.startedAt().toString()));
        pair.notBefore().ifPresent(until -> body.put("notBefore", until.toString()));
        return body;
    }

    /** One field of one deal. */
    private record FieldStory(Pair pair, Field field, List<AuditEntry> timeline, Links links) {
        ObjectNode told() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("name", field.name()).put("group", field.group());
            node.put("crosses", direction()).put("rule", rule());
            for (Side side : Side.values()) {
                node.set(side == Side.PARTNER_CENTER ? "partnerCenter" : "crm", side(side));
            }
            List<AuditEntry> own = timeline.stream()
                    .filter(entry -> change(entry).isPresent() || isAbout(entry))
                    .toList();
            node.put("because", because(own));
            ArrayNode steps = node.putArray("steps");
            own.stream().skip(Math.max(0, own.size() - MOST_STEPS)).forEach(entry -> steps.add(step(entry)));
            apart(node);
            return node;
        }

        private ObjectNode side(Side side) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            ArrayNode paths = node.putArray("paths");
            field.paths(side).forEach(paths::add);
            field.on(side, pair.side(side).seen()).map(field::told).ifPresent(value -> node.put("lastShowed", value));
            Optional.ofNullable(pair.conflicts().get(field.group()))
                    .ifPresent(conflict -> node.set("showsNow", ConflictJson.of(conflict, side)));
            return node;
        }

        private String direction() {
            return switch (field.direction()) {
                case BOTH -> "both ways";
                case TO_CRM -> "to the CRM only";
                case TO_PARTNER_CENTER -> "to Partner Center only";
                case ON_CREATE -> "only when one half is made from the other";
            };
        }

        private String rule() {
            if (field.type() == ValueType.STATUS) {
                return "if both sides changed it: the CRM's if it is a legal next step, else Partner Center's";
            }
            if (field.type() == ValueType.SOLUTIONS) {
                return "if both sides changed it: what either side added is in, what either side removed is out";
            }
            return "if both sides changed it: "
                    + switch (field.rule()) {
                        case PARTNER_CENTER -> "Partner Center's value stands";
                        case CRM -> "the CRM's value stands";
                        case HOLD -> "a person decides";
                    };
        }

        private Optional<AuditEntry.FieldChange> change(AuditEntry entry) {
            return entry.changes().stream()
                    .filter(change -> change.field().equals(field.name())
                            || change.field().equals(field.group()))
                    .findFirst();
        }

        /** A problem's text begins with its code and title, and names its field in brackets. */
        private boolean isAbout(AuditEntry entry) {
            return entry.problem()
                    .filter(problem ->
                            problem.contains("(" + field.name() + "):") || problem.contains("(" + field.group() + "):"))
                    .isPresent();
        }

        private ObjectNode step(AuditEntry entry) {
            ObjectNode node = JsonNodeFactory.instance
                    .objectNode()
                    .put("at", entry.at().toString())
                    .put("event", entry.cause())
                    .put("did", entry.did());
            entry.to().ifPresent(to -> node.put("to", to.label()));
            change(entry).ifPresent(change -> {
                node.put("before", change.before()).put("after", change.after());
                change.lost().ifPresent(lost -> node.put("lost", lost));
                node.put("decided", decided(entry, change));
            });
            entry.problem().ifPresent(problem -> node.put("problem", problem));
            return node;
        }

        private String decided(AuditEntry entry, AuditEntry.FieldChange change) {
            String from = entry.to().map(to -> to.other().label()).orElse("one side");
            if (change.lost().isPresent()) {
                return field.rule() == ConflictRule.HOLD
                        ? "both sides had changed it; a person decided for " + from
                        : "both sides had changed it, and by the rule the value of " + from + " stands";
            }
            return "only " + from + " had changed it, or the sides met for the first time";
        }

        private String because(List<AuditEntry> own) {
            Optional<AuditEntry> crossed = own.stream()
                    .filter(entry -> change(entry).isPresent() && entry.to().isPresent())
                    .filter(entry -> entry.did().equals("wrote") || entry.did().equals("found written"))
                    .reduce((earlier, later) -> later);
            if (crossed.isPresent()) {
                AuditEntry entry = crossed.get();
                AuditEntry.FieldChange change = change(entry).orElseThrow();
                return "On \"" + entry.cause() + "\" at " + entry.at() + ", \"" + change.after() + "\" was written to "
                        + entry.to().orElseThrow().label() + " instead of \"" + change.before() + "\": "
                        + decided(entry, change) + ".";
            }
            return timeline.stream()
                    .filter(entry ->
                            entry.did().contains("created") || entry.did().equals("linked"))
                    .findFirst()
                    .map(entry -> "Nothing has crossed since the two halves met on \"" + entry.cause() + "\" at "
                            + entry.at() + " (" + entry.did() + ").")
                    .orElse(
                            pair.linked()
                                    ? "Nothing has crossed as far as the timeline is read."
                                    : "The two halves have not met yet.");
        }

        private void apart(ObjectNode node) {
            Optional<Problem> held = Optional.ofNullable(pair.held().get(field.group()));
            Optional<Problem> keptApart = Optional.ofNullable(pair.divergences().get(field.group()));
            held.ifPresent(problem -> node.set("held", ProblemJson.of(problem, links)));
            keptApart.ifPresent(problem -> node.set("keptApart", ProblemJson.of(problem, links)));
            node.put(
                    "next",
                    held.or(() -> keptApart)
                            .or(pair::problem)
                            .map(problem -> problem.code().fix())
                            .orElse("Nothing to do."));
        }
    }
}
