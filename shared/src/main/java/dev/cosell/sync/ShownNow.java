package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.Snapshot;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a side shows now: what was known of it, and over that what was read. A run asks for it at every step, so it is put
 * together anew only when it is made of something else.
 *
 * @param known what the side showed before, by path
 * @param beside what is shown elsewhere and belongs to the side
 * @param read what the side showed when it was read; nothing if it was not
 * @param values the outcome, by path
 */
record ShownNow(
        FieldMap map,
        Map<String, JsonNode> known,
        Map<String, JsonNode> beside,
        Optional<Snapshot> read,
        Map<String, JsonNode> values) {
    static ShownNow of(
            FieldMap map,
            Side side,
            Map<String, JsonNode> known,
            Map<String, JsonNode> beside,
            Optional<Snapshot> read) {
        Map<String, JsonNode> before = beside.isEmpty() ? known : with(known, beside);
        Map<String, JsonNode> values = read.map(snapshot -> WholeGroups.of(map, side, before, snapshot.values()))
                .orElse(before);
        return new ShownNow(map, known, beside, read, Collections.unmodifiableMap(values));
    }

    private static Map<String, JsonNode> with(Map<String, JsonNode> known, Map<String, JsonNode> beside) {
        Map<String, JsonNode> both = new LinkedHashMap<>(known);
        both.putAll(beside);
        return both;
    }

    /** Whether it is made of these very things: they never change, so looking into them would be in vain. */
    boolean isOf(
            FieldMap otherMap,
            Map<String, JsonNode> otherKnown,
            Map<String, JsonNode> otherBeside,
            Optional<Snapshot> otherRead) {
        return map == otherMap
                && known == otherKnown
                && beside == otherBeside
                && read.orElse(null) == otherRead.orElse(null);
    }
}
