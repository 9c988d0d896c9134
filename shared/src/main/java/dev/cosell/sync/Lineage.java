package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.sync.pair.RecordRef;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A lead and the deal it became: which belongs to which, and what goes on from one to the other. Pure. */
final class Lineage {
    private Lineage() {}

    /**
     * The record at the other end that a record shows.
     *
     * @param map of the record's table
     * @param table of the other end
     */
    static Optional<RecordRef> shown(FieldMap map, String table, Map<String, JsonNode> values) {
        return map.columns()
                .lineage()
                .map(values::get)
                .map(node -> node.asText("").strip())
                .filter(id -> !id.isEmpty())
                .map(id -> new RecordRef(table, id));
    }

    /** A lead and its deal may both hold one referral's id: where there are deals, only they count. */
    static List<RecordRef> lastOfEach(FieldMaps maps, List<RecordRef> holders) {
        List<RecordRef> deals = holders.stream()
                .filter(record -> record.table().equals(maps.deals().table()))
                .toList();
        return deals.isEmpty() ? holders : deals;
    }

    /**
     * What the CRM last showed, as far as the lead showed it, in the deal's columns. So the merge goes on where it stood:
     * what the deal shows differently was changed by somebody in the CRM, before or after the lead became the deal.
     *
     * @param seen what the lead last showed
     */
    static Map<String, JsonNode> goingOn(FieldMaps maps, Map<String, JsonNode> seen) {
        Map<String, JsonNode> goingOn = new LinkedHashMap<>();
        maps.deals()
                .fields()
                .forEach(field ->
                        onLead(maps, field, seen).ifPresent(value -> goingOn.putAll(field.stored(Side.CRM, value))));
        return goingOn;
    }

    /**
     * What the lead shows and the CRM did not take along to the deal, in the deal's columns: nobody emptied that, nor chose
     * what the CRM made up in its place.
     *
     * @param lead what the lead shows
     * @param deal what the deal shows
     * @param madeUp the deal's columns whose value the CRM made up
     */
    static Map<String, JsonNode> leftBehind(
            FieldMaps maps, Map<String, JsonNode> lead, Map<String, JsonNode> deal, Set<String> madeUp) {
        Map<String, JsonNode> leftBehind = new LinkedHashMap<>();
        for (List<Field> group : maps.deals().groups().values()) {
            boolean less = group.stream().anyMatch(field -> {
                Optional<Value> shown = field.on(Side.CRM, deal);
                boolean free = shown.filter(Value::isEmpty).isPresent()
                        || field.crm().stream().anyMatch(madeUp::contains);
                return free
                        && takenAlong(maps, field, lead)
                                .filter(value -> !value.isEmpty())
                                .filter(value -> !shown.equals(Optional.of(value)))
                                .isPresent();
            });
            if (less) {
                group.forEach(field -> takenAlong(maps, field, lead)
                        .filter(value -> !value.isEmpty())
                        .ifPresent(value -> leftBehind.putAll(field.stored(Side.CRM, value))));
            }
        }
        return leftBehind;
    }

    /**
     * The paths of what crosses only to one side: it went to the lead, and must go to the deal as well.
     *
     * @param to that side; the paths are those of the other
     */
    static Set<String> yetToMeet(FieldMap deals, Side to) {
        Set<String> paths = new LinkedHashSet<>();
        deals.fields().stream()
                .filter(field ->
                        field.direction().flowsTo(to) && !field.direction().flowsTo(to.other()))
                .forEach(field -> paths.addAll(field.paths(to.other())));
        return paths;
    }

    /** A status is told by the records' own states, and a value that the deal cannot hold is left where it is. */
    private static Optional<Value> takenAlong(FieldMaps maps, Field field, Map<String, JsonNode> lead) {
        return field.type() == ValueType.STATUS
                ? Optional.empty()
                : onLead(maps, field, lead)
                        .filter(value -> field.refusal(Side.CRM, value).isEmpty());
    }

    private static Optional<Value> onLead(FieldMaps maps, Field field, Map<String, JsonNode> lead) {
        return maps.leads()
                .filter(leads -> field.direction() == Direction.BOTH)
                .flatMap(leads -> leads.field(field.name()))
                .flatMap(same -> same.on(Side.CRM, lead));
    }
}
