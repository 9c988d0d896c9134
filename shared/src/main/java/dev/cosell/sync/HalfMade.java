package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.sync.pair.Pending;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may be taken over of a record that a run before this one made. Pure.
 *
 * <p>A list may be rows of their own, made after the record, so a crash in between leaves a record without them. Unless a
 * list shows what was written, the two sides have yet to meet in it: otherwise it would look as if somebody had emptied it.
 *
 * @param pending the write, without lists that did not get that far
 * @param made what the record showed when it was made, without them
 */
record HalfMade(Pending pending, Map<String, JsonNode> made) {
    /** @param shown what the record shows now */
    static HalfMade of(FieldMap map, Pending pending, Map<String, JsonNode> shown) {
        Map<String, JsonNode> values = new HashMap<>(pending.values());
        Map<String, JsonNode> sources = new HashMap<>(pending.sources());
        Map<String, JsonNode> made = new HashMap<>(map.asMade(Side.CRM, shown, sources));
        for (Field list : unmade(map, pending.values(), shown)) {
            values.keySet().removeAll(list.crm());
            made.keySet().removeAll(list.crm());
            sources.keySet().removeAll(list.partnerCenter());
        }
        Pending rest = new Pending(
                pending.kind(),
                pending.side(),
                values,
                sources,
                pending.key(),
                pending.startedAt(),
                pending.looks(),
                pending.lastLook());
        return new HalfMade(rest, made);
    }

    private static List<Field> unmade(FieldMap map, Map<String, JsonNode> written, Map<String, JsonNode> shown) {
        return map.fields().stream()
                .filter(field -> field.type().isList())
                .filter(field -> {
                    Optional<Value> wanted = field.on(Side.CRM, written);
                    return wanted.isPresent() && !wanted.equals(field.on(Side.CRM, shown));
                })
                .toList();
    }
}
