package dev.cosell.sync.pair;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a side itself last showed.
 *
 * @param seen stored form by source path
 * @param version at which it showed all of it; absent if it must be read before it is written
 * @param updatedAt the side's own time of that version
 */
public record SideState(Map<String, JsonNode> seen, Optional<String> version, Optional<Instant> updatedAt) {
    public static final SideState UNKNOWN = new SideState(Map.of(), Optional.empty(), Optional.empty());

    /** With some paths seen anew; all others stay as they were. The very same if none of them is news. */
    public SideState seeing(Map<String, JsonNode> values) {
        if (shows(values)) {
            return this;
        }
        Map<String, JsonNode> merged = new LinkedHashMap<>(seen);
        merged.putAll(values);
        return new SideState(merged, version, updatedAt);
    }

    private boolean shows(Map<String, JsonNode> values) {
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            if (!value.getValue().equals(seen.get(value.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** With some paths as if they had never been seen, so that they cross again. */
    public SideState without(Set<String> paths) {
        Map<String, JsonNode> rest = new LinkedHashMap<>(seen);
        rest.keySet().removeAll(paths);
        return new SideState(rest, version, updatedAt);
    }

    public SideState at(Optional<String> newVersion, Optional<Instant> newUpdatedAt) {
        return new SideState(seen, newVersion, newUpdatedAt);
    }
}
