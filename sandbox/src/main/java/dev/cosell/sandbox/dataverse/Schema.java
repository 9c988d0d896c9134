package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cosell.sandbox.dataverse.Column.Option;
import dev.cosell.sandbox.dataverse.Table.AlternateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/**
 * All tables and global choices, as {@code schema.json} beside this class declares them.
 *
 * @param tables by logical name
 * @param optionSets global choices by name
 */
record Schema(Map<String, Table> tables, Map<String, List<Option>> optionSets) {

    static Schema load() {
        JsonNode file = Json.resource("schema.json");
        Map<String, List<Option>> choices = new LinkedHashMap<>();
        file.get("optionSets")
                .properties()
                .forEach(set -> choices.put(set.getKey(), list(set.getValue(), Option.class)));
        Map<String, Table> tables = new LinkedHashMap<>();
        for (JsonNode table : file.get("tables")) {
            tables.put(table.get("logicalName").asText(), table(table, file.get("columnGroups"), choices));
        }
        return new Schema(tables, choices);
    }

    private static Table table(JsonNode json, JsonNode groups, Map<String, List<Option>> choices) {
        ArrayNode declared = Json.array().addAll((ArrayNode) json.get("columns"));
        json.get("groups").forEach(group -> declared.addAll((ArrayNode) groups.get(group.asText())));
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(
                json.get("primaryId").asText(),
                Column.primaryKey(json.get("primaryId").asText()));
        for (Column column : list(declared, Column.class)) {
            columns.put(
                    column.name(),
                    column.optionSet() == null ? column : column.withOptions(choices.get(column.optionSet())));
        }
        return new Table(
                json.get("logicalName").asText(),
                json.get("schemaName").asText(),
                json.get("entitySetName").asText(),
                json.get("objectTypeCode").asInt(),
                json.get("label").asText(),
                json.get("primaryId").asText(),
                json.get("primaryName").asText(),
                json.path("changeTracking").asBoolean(),
                json.path("optimisticConcurrency").asBoolean(true),
                json.path("fullName").asBoolean(),
                json.path("closedIsReadOnly").asBoolean(),
                json.path("closedByAction").asBoolean(),
                list(json.path("keys"), AlternateKey.class),
                list(json.path("duplicateRule"), String.class),
                columns);
    }

    private static <T> List<T> list(JsonNode array, Class<T> type) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(item -> Json.MAPPER.convertValue(item, type))
                .toList();
    }

    /** A table by its logical name, which the schema itself or our own code gave. */
    Table table(String logicalName) {
        Table table = tables.get(logicalName);
        if (table == null) {
            throw new IllegalArgumentException(
                    "expected one of the tables %s, found %s".formatted(tables.keySet(), logicalName));
        }
        return table;
    }

    Optional<Table> bySet(String entitySetName) {
        return tables.values().stream()
                .filter(table -> table.entitySetName().equals(entitySetName))
                .findFirst();
    }

    /** This schema without the tables, columns, keys and choices that belong to a publisher with this prefix. */
    Schema without(String prefix) {
        Map<String, Table> kept = new LinkedHashMap<>();
        map(
                        table -> column -> column.filter(one -> !one.name().startsWith(prefix)),
                        table -> key -> key.filter(
                                one -> one.columns().stream().noneMatch(column -> column.startsWith(prefix))))
                .tables()
                .forEach((name, table) -> {
                    if (!name.startsWith(prefix)) {
                        kept.put(name, table);
                    }
                });
        Map<String, List<Option>> choices = new LinkedHashMap<>(optionSets);
        choices.keySet().removeIf(name -> name.startsWith(prefix));
        return new Schema(kept, choices);
    }

    /** This schema with each column, and each key, replaced or (if empty) left out. */
    Schema map(
            Function<Table, UnaryOperator<Optional<Column>>> columnChange,
            Function<Table, UnaryOperator<Optional<AlternateKey>>> keyChange) {
        Map<String, Table> changed = new LinkedHashMap<>();
        for (Table table : tables.values()) {
            Map<String, Column> columns = new LinkedHashMap<>();
            for (Column column : table.columns().values()) {
                columnChange.apply(table).apply(Optional.of(column)).ifPresent(kept -> columns.put(kept.name(), kept));
            }
            List<AlternateKey> keys = new ArrayList<>();
            for (AlternateKey key : table.keys()) {
                keyChange.apply(table).apply(Optional.of(key)).ifPresent(keys::add);
            }
            changed.put(table.logicalName(), table.with(columns, keys));
        }
        return new Schema(changed, optionSets);
    }
}
