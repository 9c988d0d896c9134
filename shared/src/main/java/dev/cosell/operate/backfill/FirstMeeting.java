package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.referral.Referral;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the engine will do with each field when a referral and a record meet for the first time: the very merge that it
 * makes then, of what both show now. What one side lacks is filled; two values go to the field's rule, and the timeline
 * keeps the one that gives way. Pure.
 */
final class FirstMeeting {
    private final FieldMap map;
    private final Map<String, JsonNode> here;
    private final Map<String, JsonNode> there;
    private final Merge.Result result;

    private FirstMeeting(FieldMap map, Map<String, JsonNode> here, Map<String, JsonNode> there, Merge.Result result) {
        this.map = map;
        this.here = here;
        this.there = there;
        this.result = result;
    }

    /** @param shown what the record shows */
    static List<Difference> of(FieldMap map, Referral referral, RecordRef record, Map<String, JsonNode> shown) {
        Pair strangers = Pair.fresh(new PairId("first-meeting"), Instant.EPOCH)
                .change()
                .referral(referral.id())
                .record(record)
                .now();
        Map<String, JsonNode> here =
                ReferralSnapshot.of(map.paths(Side.PARTNER_CENTER), referral).values();
        return new FirstMeeting(map, here, shown, Merge.of(map, strangers, here, shown, false)).differences();
    }

    private List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        result.moves().forEach(move -> differences.addAll(written(move)));
        result.held().forEach((group, problem) -> differences.addAll(unwritten(group, problem, Difference.End.HELD)));
        result.divergences()
                .forEach((group, problem) -> differences.addAll(unwritten(group, problem, Difference.End.KEPT_APART)));
        return List.copyOf(differences);
    }

    private List<Difference> written(Merge.Move move) {
        List<Difference> differences = new ArrayList<>();
        boolean toCrm = move.to() == Side.CRM;
        for (AuditEntry.FieldChange change : move.changes()) {
            differences.add(new Difference(
                    change.field(),
                    toCrm ? change.after() : change.before(),
                    toCrm ? change.before() : change.after(),
                    toCrm ? Difference.End.TO_CRM : Difference.End.TO_PARTNER_CENTER,
                    ""));
        }
        map.groups().getOrDefault(move.group(), List.of()).stream()
                .filter(field -> toCrm && field.isMarked(Side.CRM, there))
                .filter(field -> move.changes().stream()
                        .noneMatch(change -> change.field().equals(field.name())))
                .forEach(field -> differences.add(new Difference(
                        field.name(),
                        told(field, Side.PARTNER_CENTER),
                        there.get(field.paths(Side.CRM).getFirst()).asText(),
                        Difference.End.TO_CRM,
                        "the mark of Microsoft's connector is taken off")));
        return differences;
    }

    private List<Difference> unwritten(String group, Problem problem, Difference.End end) {
        return map.groups().getOrDefault(group, List.of()).stream()
                .filter(field -> !told(field, Side.PARTNER_CENTER).equals(told(field, Side.CRM)))
                .map(field -> new Difference(
                        field.name(), told(field, Side.PARTNER_CENTER), told(field, Side.CRM), end, problem.toString()))
                .toList();
    }

    private String told(Field field, Side side) {
        return field.on(side, side == Side.PARTNER_CENTER ? here : there)
                .map(field::told)
                .orElse("(unknown)");
    }
}
