package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of all objects, deleted ones in the recycle bin included. Values: texts, numbers and booleans as in JSON;
 * moments as {@code 2026-11-22T10:11:12.000+0000}, days as {@code 2026-11-22}, references as ids of eighteen characters.
 * A field without value is absent. Not thread-safe: the service holds its lock.
 */
final class Database {
    /** One record; never changes. */
    record Stored(String type, String id, Map<String, JsonNode> values) {
        Stored {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** The value, or JSON null. */
        JsonNode value(String field) {
            return field.equals("Id") ? Json.text(id) : values.getOrDefault(field, Json.NODES.nullNode());
        }

        /** The value as text; empty if there is none. */
        String text(String field) {
            return value(field).asText("");
        }

        boolean flag(String field) {
            return value(field).asBoolean();
        }

        boolean deleted() {
            return flag("IsDeleted");
        }
    }

    private static final String DECIMAL = "decimal";

    private final Map<String, Map<String, Stored>> types = new LinkedHashMap<>();
    private final List<Runnable> undo = new ArrayList<>();
    private long lastNumber = 1_000_000;

    /** A number that no other record has. */
    long nextNumber() {
        return ++lastNumber;
    }

    /** All records of an object, deleted ones too. */
    Collection<Stored> withDeleted(String type) {
        return Collections.unmodifiableCollection(of(type).values());
    }

    List<Stored> live(String type) {
        return of(type).values().stream().filter(row -> !row.deleted()).toList();
    }

    /** A record, deleted or not. */
    Optional<Stored> find(String type, String id) {
        return Optional.ofNullable(of(type).get(id));
    }

    /** Inserts or replaces; values that are JSON null are dropped. */
    Stored put(String type, String id, Map<String, JsonNode> values) {
        Map<String, JsonNode> present = new LinkedHashMap<>(values);
        present.values().removeIf(JsonNode::isNull);
        Stored row = new Stored(type, id, present);
        Optional<Stored> before = Optional.ofNullable(of(type).put(id, row));
        undo.add(() -> before.ifPresentOrElse(old -> of(type).put(id, old), () -> of(type).remove(id)));
        return row;
    }

    /** Takes a record out of the recycle bin for good. */
    void purge(Stored row) {
        of(row.type()).remove(row.id());
        undo.add(() -> of(row.type()).put(row.id(), row));
    }

    /** How far the present transaction has come; see {@link #rollback}. */
    int mark() {
        return undo.size();
    }

    void commit() {
        undo.clear();
    }

    /** Takes back what was done after the mark. */
    void rollback(int mark) {
        while (undo.size() > mark) {
            undo.removeLast().run();
        }
    }

    ObjectNode state() {
        ObjectNode state = Json.object().put("lastNumber", lastNumber);
        ArrayNode rows = state.putArray("rows");
        types.values()
                .forEach(type -> type.values().forEach(row -> {
                    ObjectNode json = rows.addObject().put("type", row.type()).put("id", row.id());
                    ObjectNode values = json.putObject("values");
                    row.values().forEach((name, value) -> values.set(name, kept(value)));
                }));
        return state;
    }

    void restore(JsonNode state) {
        types.clear();
        undo.clear();
        lastNumber = state.get("lastNumber").asLong();
        for (JsonNode row : state.get("rows")) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            row.get("values").properties().forEach(value -> values.put(value.getKey(), taken(value.getValue())));
            String type = row.get("type").asText();
            String id = row.get("id").asText();
            of(type).put(id, new Stored(type, id, values));
        }
    }

    /** Decimals are kept as text: whoever stores the state may read numbers as doubles, which forget 12.50. */
    private static JsonNode kept(JsonNode value) {
        return value.isBigDecimal()
                ? Json.object().put(DECIMAL, value.decimalValue().toPlainString())
                : value;
    }

    private static JsonNode taken(JsonNode value) {
        return value.has(DECIMAL)
                ? Json.NODES.numberNode(new BigDecimal(value.get(DECIMAL).asText()))
                : value;
    }

    private Map<String, Stored> of(String type) {
        return types.computeIfAbsent(type, name -> new LinkedHashMap<>());
    }
}
