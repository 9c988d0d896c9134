package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Columns that an administrator secured, and what the application user may do with each: the field permissions of all
 * its profiles together. Everybody else may do everything.
 */
final class ColumnSecurity {
    /** What a field permission says when it allows something. */
    static final int ALLOWED = 4;

    private final TreeMap<String, Rights> secured = new TreeMap<>();

    /** @param read and so on: whether the application user may */
    record Rights(boolean read, boolean create, boolean update) {
        static int level(boolean allowed) {
            return allowed ? ALLOWED : 0;
        }
    }

    /** @param columns {@code {"opportunity/name": {"read": true, "create": false, "update": false}}}; all others are free */
    void replace(JsonNode columns) {
        secured.clear();
        columns.properties()
                .forEach(column -> secured.put(
                        column.getKey(),
                        new Rights(
                                column.getValue().path("read").asBoolean(),
                                column.getValue().path("create").asBoolean(),
                                column.getValue().path("update").asBoolean())));
    }

    Optional<Rights> of(Table table, Column column) {
        return Optional.ofNullable(secured.get(table.logicalName() + "/" + column.name()));
    }

    ObjectNode state() {
        ObjectNode state = Json.object();
        secured.forEach((column, rights) -> state.putObject(column)
                .put("read", rights.read())
                .put("create", rights.create())
                .put("update", rights.update()));
        return state;
    }
}
