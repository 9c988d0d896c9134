package dev.cosell.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.AuditEntry.FieldChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An audit entry as compact JSON, under the same rules as {@link PairCodec}. */
final class AuditCodec {
    private AuditCodec() {}

    static JsonNode write(AuditEntry entry) {
        ObjectNode json = Json.object();
        json.put("fence", entry.fence());
        json.put("step", entry.step());
        json.put("at", entry.at().toString());
        json.put("cause", entry.cause());
        json.put("did", entry.did());
        Json.put(json, "to", entry.to().map(Side::name));
        ArrayNode changes = json.putArray("changes");
        entry.changes().forEach(change -> changes.add(write(change)));
        Json.put(json, "problem", entry.problem());
        return json;
    }

    static AuditEntry read(JsonNode json) {
        List<FieldChange> changes = new ArrayList<>();
        json.path("changes").forEach(change -> changes.add(change(change)));
        return new AuditEntry(
                json.path("fence").asLong(),
                json.path("step").asInt(),
                Instant.parse(Json.textOrEmpty(json, "at")),
                Json.textOrEmpty(json, "cause"),
                Json.textOrEmpty(json, "did"),
                Json.optional(json, "to").map(Side::valueOf),
                List.copyOf(changes),
                Json.optional(json, "problem"));
    }

    private static JsonNode write(FieldChange change) {
        ObjectNode json = Json.object()
                .put("field", change.field())
                .put("before", change.before())
                .put("after", change.after());
        Json.put(json, "lost", change.lost());
        return json;
    }

    private static FieldChange change(JsonNode json) {
        return new FieldChange(
                Json.textOrEmpty(json, "field"),
                Json.textOrEmpty(json, "before"),
                Json.textOrEmpty(json, "after"),
                Json.optional(json, "lost"));
    }
}
