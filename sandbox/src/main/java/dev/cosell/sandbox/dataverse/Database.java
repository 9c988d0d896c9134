package dev.cosell.sandbox.dataverse;

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
import java.util.Set;

/**
 * The rows of all tables, with one ever-growing version for the whole database, as SQL Server's row version is.
 *
 * <p>Values: texts, numbers and booleans as they stand in JSON; date and time as {@code 2026-11-22T10:11:12Z}; a lookup
 * as {@code {"table","id"}}. A column without value is absent. Not thread-safe: the service holds its lock.
 */
final class Database {
    /** One row; never changes. */
    record Stored(String table, String id, long version, Map<String, JsonNode> values) {
        Stored {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** The value, or JSON null. */
        JsonNode value(String column) {
            return values.getOrDefault(column, Json.NODES.nullNode());
        }

        int number(String column) {
            return value(column).asInt();
        }

        /** The id a lookup column points to. */
        Optional<String> lookup(String column) {
            return Optional.ofNullable(values.get(column))
                    .map(reference -> reference.get("id").asText());
        }

        String etag() {
            return "W/\"" + version + "\"";
        }
    }

    /** What is left of a deleted row, for change tracking. */
    record Deleted(String table, String id, long version) {}

    private static final String DECIMAL = "decimal";

    /** Tables with the same rows in every environment, which nobody writes: they are no part of the state. */
    private static final Set<String> FIXED = Set.of("sdkmessage", "sdkmessagefilter", "privilege");

    private final Map<String, Map<String, Stored>> tables = new LinkedHashMap<>();
    private final List<Deleted> deleted = new ArrayList<>();
    private final List<Runnable> undo = new ArrayList<>();
    private long version = 1_000_000;

    long version() {
        return version;
    }

    /** Uses up one version, so that what follows is told apart from what was. */
    long advance() {
        return ++version;
    }

    Collection<Stored> rows(String table) {
        return Collections.unmodifiableCollection(of(table).values());
    }

    Optional<Stored> find(String table, String id) {
        return Optional.ofNullable(of(table).get(id));
    }

    List<Deleted> deletedSince(String table, long since) {
        return deleted.stream()
                .filter(row -> row.table().equals(table) && row.version() > since)
                .toList();
    }

    /** Inserts or replaces; values that are JSON null are dropped. */
    Stored put(String table, String id, Map<String, JsonNode> values) {
        Map<String, JsonNode> present = new LinkedHashMap<>(values);
        present.values().removeIf(JsonNode::isNull);
        Stored row = new Stored(table, id, ++version, present);
        Stored before = of(table).put(id, row);
        undo.add(() -> {
            if (before == null) {
                of(table).remove(id);
            } else {
                of(table).put(id, before);
            }
        });
        return row;
    }

    void remove(String table, String id) {
        Stored before = of(table).remove(id);
        Deleted trace = new Deleted(table, id, ++version);
        deleted.add(trace);
        undo.add(() -> {
            of(table).put(id, before);
            deleted.remove(trace);
        });
    }

    void commit() {
        undo.clear();
    }

    void rollback() {
        for (int last = undo.size() - 1; last >= 0; last--) {
            undo.get(last).run();
        }
        undo.clear();
    }

    ObjectNode state() {
        ObjectNode state = Json.object().put("version", version);
        ArrayNode rows = state.putArray("rows");
        tables.entrySet().stream()
                .filter(table -> !FIXED.contains(table.getKey()))
                .forEach(table -> table.getValue().values().forEach(row -> {
                    ObjectNode json = rows.addObject()
                            .put("table", row.table())
                            .put("id", row.id())
                            .put("version", row.version());
                    ObjectNode values = json.putObject("values");
                    row.values().forEach((name, value) -> values.set(name, kept(value)));
                }));
        state.set("deleted", Json.MAPPER.valueToTree(deleted));
        return state;
    }

    void restore(JsonNode state) {
        tables.keySet().retainAll(FIXED);
        deleted.clear();
        undo.clear();
        version = state.get("version").asLong();
        for (JsonNode row : state.get("rows")) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            row.get("values").properties().forEach(value -> values.put(value.getKey(), taken(value.getValue())));
            String table = row.get("table").asText();
            String id = row.get("id").asText();
            of(table).put(id, new Stored(table, id, row.get("version").asLong(), values));
        }
        for (JsonNode row : state.get("deleted")) {
            deleted.add(Json.MAPPER.convertValue(row, Deleted.class));
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

    private Map<String, Stored> of(String table) {
        return tables.computeIfAbsent(table, name -> new LinkedHashMap<>());
    }
}
