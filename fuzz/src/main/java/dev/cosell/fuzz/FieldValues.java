package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What either system may show in a mapped field, and the way of it to the other side. */
final class FieldValues implements Target {
    private final List<Field> fields;

    FieldValues(FieldMaps maps) {
        fields = maps.all().stream().map(FieldMap::fields).flatMap(List::stream).toList();
    }

    @Override
    public String name() {
        return "values of fields";
    }

    @Override
    public int weight() {
        return 12_000;
    }

    @Override
    public Trial trial(Dice dice) {
        Field field = dice.pick(fields);
        Side side = dice.pick(List.of(Side.values()));
        Map<String, JsonNode> stored = new HashMap<>();
        field.paths(side).forEach(path -> stored.put(path, Hostile.value(dice)));
        return new Trial(() -> field.name() + " on " + side + ": " + stored, () -> carry(field, side, stored));
    }

    /** As the merge does: read, told, and written to the other side unless that would be refused there. */
    static void carry(Field field, Side side, Map<String, JsonNode> shown) {
        field.isMarked(side, shown);
        Optional<Value> meant = field.on(side, shown);
        if (meant.isEmpty()) {
            return;
        }
        Value value = meant.get();
        Side other = side == Side.CRM ? Side.PARTNER_CENTER : Side.CRM;
        field.told(value);
        field.isCutInCrm(value);
        field.agree(value, value);
        field.unclear(other, value);
        // The people of a deal become contacts of their own, which are no column.
        boolean written = !field.paths(other).isEmpty() && !(value instanceof Value.People && other == Side.CRM);
        if (written && field.refusal(other, value).isEmpty()) {
            Map<String, JsonNode> stored = field.stored(other, value);
            field.on(other, stored);
        }
    }
}
