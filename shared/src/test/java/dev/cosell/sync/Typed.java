package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something that a person typed.
 *
 * @param group of the field map
 * @param token unlike anything typed before in this group; empty if it was cleared
 */
record Typed(Subject subject, String group, String token) {
    /** Groups in which everything people type can be told apart. */
    static final List<String> GROUPS = List.of("notes", "money", "closeDate", "name");

    /** By which a side's stored form is recognised as something typed. */
    static String token(FieldMap map, String group, Side side, Map<String, JsonNode> shown) {
        List<Field> fields = map.groups().get(group);
        String text = fields.stream().map(field -> text(field, side, shown)).collect(Collectors.joining(" "));
        return text.equals("(empty)") ? "" : group.equals("money") ? text : text.split("\\s")[0];
    }

    /** What a side shows of a field. */
    static String text(Field field, Side side, Map<String, JsonNode> shown) {
        return field.on(side, shown).map(Value::toString).orElse("(unknown)");
    }
}
