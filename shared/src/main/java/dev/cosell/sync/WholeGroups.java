package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a side shows now, where a part of it may be hidden. Pure.
 *
 * <p>Groups are read whole as they are written whole: of a group that shows only a part, that part says nothing. Completed
 * with what was seen earlier it would be a value that nobody ever entered, an amount in a currency it was not meant in.
 */
final class WholeGroups {
    private WholeGroups() {}

    /**
     * @param known what was known of the side before, by path
     * @param shown what it shows now; what is hidden is absent
     */
    static Map<String, JsonNode> of(FieldMap map, Side side, Map<String, JsonNode> known, Map<String, JsonNode> shown) {
        Map<String, JsonNode> now = new LinkedHashMap<>(known);
        now.putAll(shown);
        Set<String> parts = shownInPart(map, side, shown);
        for (String path : parts) {
            if (known.containsKey(path)) {
                now.put(path, known.get(path));
            } else {
                now.remove(path);
            }
        }
        return now;
    }

    /** What is shown of groups that are not shown whole, and of no other group. */
    private static Set<String> shownInPart(FieldMap map, Side side, Map<String, JsonNode> shown) {
        Set<String> parts = new HashSet<>();
        for (List<Field> group : map.groups().values()) {
            if (!isWhole(group, side, shown)) {
                group.forEach(field -> parts.addAll(field.paths(side)));
            }
        }
        parts.retainAll(shown.keySet());
        if (!parts.isEmpty()) {
            for (List<Field> group : map.groups().values()) {
                if (isWhole(group, side, shown)) {
                    group.forEach(field -> parts.removeAll(field.paths(side)));
                }
            }
        }
        return parts;
    }

    private static boolean isWhole(List<Field> group, Side side, Map<String, JsonNode> shown) {
        for (Field field : group) {
            for (String path : field.paths(side)) {
                if (!shown.containsKey(path)) {
                    return false;
                }
            }
        }
        return true;
    }
}
