package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the environment says of its tables and choices now. Columns are read once per table, and anew after a change. */
final class Definitions {
    private final Dataverse dataverse;
    private final Map<String, Map<String, JsonNode>> columns = new HashMap<>();

    Definitions(Dataverse dataverse) {
        this.dataverse = dataverse;
    }

    /** The address of a table's definition. */
    static String address(String table) {
        return "EntityDefinitions(LogicalName=" + Dataverse.literal(table) + ")";
    }

    /** The whole definition of a table, its columns left out. */
    ObjectNode table(String table) {
        return (ObjectNode) dataverse.get(address(table));
    }

    Optional<JsonNode> column(String table, String name) {
        return Optional.ofNullable(columns.computeIfAbsent(table, this::read).get(name));
    }

    boolean has(String table, String column) {
        return column(table, column).isPresent();
    }

    void forget(String table) {
        columns.remove(table);
    }

    /** The global choice of a name, looked for in the list, which knows no filter: how an unknown one is answered is nowhere said. */
    Optional<JsonNode> choice(String name) {
        return dataverse.list("GlobalOptionSetDefinitions?$select=Name").stream()
                .map(choice -> choice.path("Name").asText())
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(found -> dataverse.get("GlobalOptionSetDefinitions(Name=" + Dataverse.literal(found) + ")"));
    }

    /** The alternate key on a column alone, whatever it is called. */
    Optional<JsonNode> key(String table, String column) {
        return dataverse.list(address(table) + "/Keys").stream()
                .filter(key -> key.path("KeyAttributes").size() == 1
                        && key.path("KeyAttributes").path(0).asText().equals(column))
                .findFirst();
    }

    private Map<String, JsonNode> read(String table) {
        Map<String, JsonNode> read = new HashMap<>();
        dataverse
                .list(address(table) + "/Attributes")
                .forEach(column -> read.put(column.path("LogicalName").asText(), column));
        return read;
    }
}
