package dev.cosell.operate.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.ProblemJson;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.PartnerCenter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What another field map would do with the deals that changed last. Reads both sides of each, merges them by the map in
 * use and by the proposed one, and lists where the two come to different ends. Writes nothing anywhere.
 */
public final class Preview {
    private static final int USUAL = 20;
    private static final int MOST = 50;

    /** A map, and an adapter that reads what it reads. */
    private record Mapped(FieldMaps maps, Crm crm) {}

    /** What a map does with a pair: of itself, and if somebody asks for "sync now" with force. */
    private record Ends(Merge.Result ofItself, Merge.Result forced) {}

    private final Function<JsonNode, Draft> draft;
    private final Supplier<Draft> active;
    private final PartnerCenter partnerCenter;
    private final PairStore pairs;
    private final IntFunction<List<PairId>> recent;

    /**
     * @param draft judges overrides
     * @param active the map in use, judged
     * @param recent so many pairs that have both halves, the one that changed last first
     */
    Preview(
            Function<JsonNode, Draft> draft,
            Supplier<Draft> active,
            PartnerCenter partnerCenter,
            PairStore pairs,
            IntFunction<List<PairId>> recent) {
        this.draft = draft;
        this.active = active;
        this.partnerCenter = partnerCenter;
        this.pairs = pairs;
        this.recent = recent;
    }

    /**
     * Previews overrides.
     *
     * @param request {@code {"overrides": {...}, "pairs": 20}}, at most 50 pairs
     * @return the map's faults; if it has none, per pair and group what is different
     * @throws Failure {@code REQUEST_UNREADABLE}, {@code TOO_LARGE}, or what keeps a system from answering
     */
    public Reply preview(JsonNode request) {
        JsonNode overrides = Versions.overrides(request);
        int most = pairs(request);
        Draft proposed = draft.apply(overrides);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode faults = body.putArray("faults");
        proposed.faults().forEach(faults::add);
        ArrayNode shown = body.putArray("pairs");
        if (proposed.faults().isEmpty()) {
            Draft today = active.get();
            ArrayNode todays = body.putArray("faultsToday");
            today.faults().forEach(todays::add);
            Mapped then = new Mapped(proposed.limited(), proposed.crm().orElseThrow());
            Optional<Mapped> now = today.crm().map(crm -> new Mapped(today.limited(), crm));
            recent.apply(most).stream()
                    .flatMap(id -> pairs.read(id).stream())
                    .map(Stored::value)
                    .filter(Pair::linked)
                    .forEach(pair -> shown.add(compared(pair, now, then)));
        }
        return Reply.of(200, body);
    }

    private ObjectNode compared(Pair pair, Optional<Mapped> now, Mapped then) {
        RecordRef record = pair.record().orElseThrow();
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("pair", pair.id().value())
                .put("referralId", pair.referralId().orElseThrow());
        shown.putObject("record").put("table", record.table()).put("id", record.id());
        try {
            Referral referral = partnerCenter.read(pair.referralId().orElseThrow());
            Optional<Ends> today = now.map(mapped -> ends(pair, referral, mapped));
            Ends after = ends(pair, referral, then);
            shown.set("differences", differences(today, after));
        } catch (Failure failure) {
            if (failure.problem().handling() != Handling.PERSON) {
                throw failure;
            }
            shown.set("problem", ProblemJson.of(failure.problem()));
        }
        return shown;
    }

    private static Ends ends(Pair pair, Referral referral, Mapped mapped) {
        RecordRef record = pair.record().orElseThrow();
        FieldMap map = mapped.maps()
                .ofTable(record.table())
                .orElseThrow(() -> Problem.of(
                                ProblemCode.NOT_POSSIBLE, "the field map has no fields for table " + record.table())
                        .failure());
        Map<String, JsonNode> here = new LinkedHashMap<>(pair.partnerCenter().seen());
        here.putAll(
                ReferralSnapshot.of(map.paths(Side.PARTNER_CENTER), referral).values());
        Map<String, JsonNode> there = new LinkedHashMap<>(pair.crm().seen());
        there.putAll(mapped.crm().read(record).values());
        return new Ends(Merge.of(map, pair, here, there, false), Merge.of(map, pair, here, there, true));
    }

    /** Groups that the two maps bring to different ends. */
    private static ArrayNode differences(Optional<Ends> today, Ends after) {
        ArrayNode differences = JsonNodeFactory.instance.arrayNode();
        Set<String> groups = new LinkedHashSet<>(touched(after));
        today.ifPresent(ends -> groups.addAll(touched(ends)));
        for (String group : groups) {
            ObjectNode difference = JsonNodeFactory.instance.objectNode().put("field", group);
            JsonNode now = today.map(ends -> end(ends, group)).orElseGet(JsonNodeFactory.instance::objectNode);
            JsonNode then = end(after, group);
            if (!then.equals(now)) {
                today.ifPresent(ends -> difference.set("today", now));
                difference.set("proposed", then);
                differences.add(difference);
            }
        }
        return differences;
    }

    private static Set<String> touched(Ends ends) {
        Set<String> groups = new LinkedHashSet<>();
        for (Merge.Result result : List.of(ends.ofItself(), ends.forced())) {
            result.moves().forEach(move -> groups.add(move.group()));
            groups.addAll(result.held().keySet());
            groups.addAll(result.divergences().keySet());
        }
        return groups;
    }

    /** What becomes of a group; what force would do is only said where it is something else. */
    private static ObjectNode end(Ends ends, String group) {
        ObjectNode end = end(ends.ofItself(), group);
        ObjectNode forced = end(ends.forced(), group);
        if (!forced.equals(end)) {
            end.set("withForce", forced);
        }
        return end;
    }

    private static ObjectNode end(Merge.Result result, String group) {
        ObjectNode end = JsonNodeFactory.instance.objectNode();
        List<Merge.Move> moves = result.moves().stream()
                .filter(move -> move.group().equals(group))
                .toList();
        if (!moves.isEmpty()) {
            ArrayNode writes = end.putArray("writes");
            moves.forEach(move -> writes.add(write(move)));
        }
        Optional.ofNullable(result.held().get(group)).ifPresent(problem -> end.set("held", ProblemJson.of(problem)));
        Optional.ofNullable(result.divergences().get(group))
                .ifPresent(problem -> end.set("keptApart", ProblemJson.of(problem)));
        return end;
    }

    private static ObjectNode write(Merge.Move move) {
        ObjectNode write =
                JsonNodeFactory.instance.objectNode().put("to", move.to().name());
        ArrayNode changes = write.putArray("changes");
        for (AuditEntry.FieldChange change : move.changes()) {
            changes.addObject()
                    .put("field", change.field())
                    .put("from", change.before())
                    .put("to", change.after());
        }
        return write;
    }

    private static int pairs(JsonNode request) {
        JsonNode pairs = request.path("pairs");
        if (pairs.isMissingNode()) {
            return USUAL;
        }
        if (!pairs.isInt() || pairs.asInt() < 1 || pairs.asInt() > MOST) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected pairs to be a number from 1 to " + MOST + ", found " + pairs)
                    .failure();
        }
        return pairs.asInt();
    }
}
