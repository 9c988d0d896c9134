package dev.cosell.sync.pair;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a side shows now.
 *
 * @param values stored form by source path; an absent path is unknown, JSON null is explicitly empty
 * @param version strong version to write against; absent if this is only a part (Microsoft's half of an engagement)
 * @param updatedAt the side's own time of its last change
 * @param by who made that change, where the side tells it
 * @param mergedInto of a record that is kept only as the trace of a merge, the one it went into: what it shows means nothing
 */
public record Snapshot(
        Map<String, JsonNode> values,
        Optional<String> version,
        Optional<Instant> updatedAt,
        Optional<Author> by,
        Optional<RecordRef> mergedInto) {
    /** Of a record that lives. */
    public Snapshot(
            Map<String, JsonNode> values, Optional<String> version, Optional<Instant> updatedAt, Optional<Author> by) {
        this(values, version, updatedAt, by, Optional.empty());
    }

    /** Of a side that does not tell who changed it. */
    public Snapshot(Map<String, JsonNode> values, Optional<String> version, Optional<Instant> updatedAt) {
        this(values, version, updatedAt, Optional.empty());
    }
}
