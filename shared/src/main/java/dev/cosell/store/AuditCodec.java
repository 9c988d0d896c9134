package dev.cosell.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.AuditEntry.FieldChange;
import dev.cosell.sync.pair.RefusedCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        Json.put(json, "correlation", Optional.of(entry.correlation()).filter(trace -> !trace.isEmpty()));
        if (!entry.refusals().isEmpty()) {
            ArrayNode refusals = json.putArray("refusals");
            entry.refusals().forEach(refused -> refusals.add(write(refused)));
        }
        return json;
    }

    static AuditEntry read(JsonNode json) {
        List<FieldChange> changes = new ArrayList<>();
        json.path("changes").forEach(change -> changes.add(change(change)));
        List<RefusedCall> refusals = new ArrayList<>();
        json.path("refusals").forEach(refused -> refusals.add(refused(refused)));
        return new AuditEntry(
                json.path("fence").asLong(),
                json.path("step").asInt(),
                Instant.parse(Json.textOrEmpty(json, "at")),
                Json.textOrEmpty(json, "cause"),
                Json.textOrEmpty(json, "did"),
                Json.optional(json, "to").map(Side::valueOf),
                List.copyOf(changes),
                Json.optional(json, "problem"),
                Json.textOrEmpty(json, "correlation"),
                List.copyOf(refusals));
    }

    private static JsonNode write(RefusedCall refused) {
        return Json.object()
                .put("system", refused.system().name())
                .put("operation", refused.operation())
                .put("status", refused.status())
                .put("requestId", refused.requestId());
    }

    private static RefusedCall refused(JsonNode json) {
        return new RefusedCall(
                RemoteSystem.valueOf(Json.textOrEmpty(json, "system")),
                Json.textOrEmpty(json, "operation"),
                json.path("status").asInt(),
                Json.textOrEmpty(json, "requestId"));
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
