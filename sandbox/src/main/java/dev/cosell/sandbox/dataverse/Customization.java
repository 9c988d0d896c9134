package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.dataverse.Column.Option;
import dev.cosell.sandbox.dataverse.Table.AlternateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What administrators added to the definitions of the tables: columns, global choices, alternate keys, and whether changes
 * are tracked; and the forms they changed and have not published. It changes no data, and knows no rule: those are in
 * {@link Customizing}.
 */
final class Customization {
    /** Until the index of a new key is built; in life it takes seconds to hours, by the number of rows. */
    private static final Duration INDEXING = Duration.ofSeconds(5);

    private record AddedColumn(String table, ObjectNode declaration) {}

    private record AddedKey(String table, String name, String label, List<String> columns, Instant ready) {}

    private final List<AddedColumn> columns = new ArrayList<>();
    private final Map<String, JsonNode> choices = new LinkedHashMap<>();
    private final List<AddedKey> built = new ArrayList<>();
    private final List<AddedKey> building = new ArrayList<>();
    private final Map<String, Boolean> tracked = new LinkedHashMap<>();
    private final Map<String, String> unpublishedForms = new LinkedHashMap<>();

    /** @param declaration members as in {@code schema.json} */
    void addColumn(String table, ObjectNode declaration) {
        columns.add(new AddedColumn(table, declaration));
    }

    /** @param options members as in {@code schema.json} */
    void addChoice(String name, ArrayNode options) {
        choices.put(name, options);
    }

    void addKey(String table, String name, String label, List<String> keyColumns, Instant now) {
        building.add(new AddedKey(table, name, label, keyColumns, now.plus(INDEXING)));
    }

    void track(String table, boolean on) {
        tracked.put(table, on);
    }

    void changeForm(String id, String xml) {
        unpublishedForms.put(id, xml);
    }

    /** The form as whoever changed it left it, if that is not published. */
    Optional<String> unpublishedForm(String id) {
        return Optional.ofNullable(unpublishedForms.get(id));
    }

    void published(String id) {
        unpublishedForms.remove(id);
    }

    /** Ends the building of every index whose time has come; whether there was one. */
    boolean buildsKeys(Instant now) {
        List<AddedKey> due =
                building.stream().filter(key -> !now.isBefore(key.ready())).toList();
        building.removeAll(due);
        return built.addAll(due);
    }

    Schema addedTo(Schema schema) {
        Map<String, List<Option>> sets = new LinkedHashMap<>(schema.optionSets());
        choices.forEach((name, options) -> sets.put(name, options(options)));
        Map<String, Table> tables = new LinkedHashMap<>();
        schema.tables().forEach((name, table) -> tables.put(name, addedTo(table, sets)));
        return new Schema(tables, sets);
    }

    private Table addedTo(Table table, Map<String, List<Option>> sets) {
        Map<String, Column> all = new LinkedHashMap<>(table.columns());
        for (AddedColumn added : columns) {
            if (added.table().equals(table.logicalName())) {
                Column column = Json.MAPPER.convertValue(added.declaration(), Column.class);
                all.put(
                        column.name(),
                        column.optionSet() == null ? column : column.withOptions(sets.get(column.optionSet())));
            }
        }
        List<AlternateKey> keys = new ArrayList<>(table.keys());
        built.stream().filter(key -> key.table().equals(table.logicalName())).forEach(key -> keys.add(key(key, false)));
        building.stream()
                .filter(key -> key.table().equals(table.logicalName()))
                .forEach(key -> keys.add(key(key, true)));
        return table.with(all, keys, tracked.getOrDefault(table.logicalName(), table.changeTracking()));
    }

    private static AlternateKey key(AddedKey key, boolean building) {
        return new AlternateKey(key.name(), key.label(), key.columns(), false, false, building);
    }

    private static List<Option> options(JsonNode options) {
        return StreamSupport.stream(options.spliterator(), false)
                .map(option -> Json.MAPPER.convertValue(option, Option.class))
                .toList();
    }

    ObjectNode state() {
        ObjectNode state = Json.object();
        ArrayNode added = state.putArray("columns");
        columns.forEach(column -> added.addObject().put("table", column.table()).set("is", column.declaration()));
        state.set("choices", Json.MAPPER.valueToTree(choices));
        ArrayNode keys = state.putArray("keys");
        List.of(built, building)
                .forEach(list -> list.forEach(key -> keys.addObject()
                        .put("table", key.table())
                        .put("name", key.name())
                        .put("label", key.label())
                        .put("ready", key.ready().toString())
                        .set("columns", Json.MAPPER.valueToTree(key.columns()))));
        state.set("tracked", Json.MAPPER.valueToTree(tracked));
        state.set("unpublishedForms", Json.MAPPER.valueToTree(unpublishedForms));
        return state;
    }

    void restore(JsonNode state) {
        List.of(columns, built, building).forEach(List::clear);
        List.of(choices, tracked, unpublishedForms).forEach(Map::clear);
        state.path("columns")
                .forEach(column -> addColumn(column.path("table").asText(), (ObjectNode) column.path("is")));
        state.path("choices").properties().forEach(choice -> choices.put(choice.getKey(), choice.getValue()));
        // Those that are built are found to be so when the schema is asked for next.
        state.path("keys")
                .forEach(key -> building.add(new AddedKey(
                        key.path("table").asText(),
                        key.path("name").asText(),
                        key.path("label").asText(),
                        StreamSupport.stream(key.path("columns").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList(),
                        Instant.parse(key.path("ready").asText()))));
        state.path("tracked")
                .properties()
                .forEach(table -> tracked.put(table.getKey(), table.getValue().asBoolean()));
        state.path("unpublishedForms")
                .properties()
                .forEach(form ->
                        unpublishedForms.put(form.getKey(), form.getValue().asText()));
    }
}
