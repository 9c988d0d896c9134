package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.MappedColumns;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.referral.Referral;
import dev.cosell.sync.pair.Author;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks for exactly what is mapped, and turns what comes into the neutral stored form. */
final class RecordReader {
    /** Asks for names beside ids, among them that of who changed the row: so that nobody has to be looked up. */
    static final Map<String, String> WITH_NAMES =
            Map.of("Prefer", "odata.include-annotations=\"OData.Community.Display.V1.FormattedValue\"");

    private static final String MODIFIED = "modifiedon";
    private static final String MODIFIED_BY = "_modifiedby_value";
    /** Of a lead that was merged into another one; the table of deals has neither column. */
    private static final String MERGED = "merged";

    private static final String MASTER = "masterid";
    private static final String NAME = "@OData.Community.Display.V1.FormattedValue";
    /** Of a user: set if it is no person but an application, such as the connector itself. */
    private static final String APPLICATION = "applicationid";

    private final String table;
    private final TableSchema schema;
    private final Choices choices;
    private final Currencies currencies;
    private final Lookups lookups;
    private final Set<String> currencyColumns;
    private final Set<String> namedColumns;
    /** Paths of related rows, by relation. */
    private final Map<Relation, List<String>> related;

    RecordReader(FieldMap map, TableSchema schema, Choices choices, Currencies currencies, Lookups lookups) {
        this.table = map.table();
        this.schema = schema;
        this.choices = choices;
        this.currencies = currencies;
        this.lookups = lookups;
        this.currencyColumns = MappedColumns.currencies(map);
        this.namedColumns = MappedColumns.named(map);
        this.related = Stream.concat(map.paths(Side.CRM).stream(), map.columns().otherCountries().stream())
                .filter(Relation::isRelated)
                .collect(Collectors.groupingBy(
                        path -> Relation.of(path).orElseThrow(), LinkedHashMap::new, Collectors.toList()));
    }

    /** {@code $select=} with the mapped and control columns, the version's time and author, and the ids of related rows. */
    String select() {
        Set<String> properties = new LinkedHashSet<>();
        schema.columns().forEach(column -> properties.add(property(column)));
        properties.add(MODIFIED);
        properties.add(MODIFIED_BY);
        if (keepsMerged()) {
            properties.add(MERGED);
            properties.add(master());
        }
        related.keySet().forEach(relation -> properties.add(relation.lookup()));
        return "$select=" + String.join(",", properties);
    }

    /** As {@link #select}, with the mapped columns of related rows. */
    String selectAndExpand() {
        String expand = related.entrySet().stream()
                .map(relation -> relation.getKey().navigation() + "("
                        + columnsOf(columns(relation.getKey(), relation.getValue())) + ")")
                .collect(Collectors.joining(","));
        return expand.isEmpty() ? select() : select() + "&$expand=" + expand;
    }

    private static List<String> columns(Relation relation, List<String> paths) {
        return Stream.concat(
                        paths.stream()
                                .map(path -> path.substring(relation.prefix().length())),
                        relation == Relation.OWNER ? Stream.of(APPLICATION) : Stream.empty())
                .toList();
    }

    /** The columns of a related row, and those of the rows it leads to in turn: {@code parentaccountid/name}. */
    private static String columnsOf(List<String> paths) {
        Map<String, List<String>> further = paths.stream()
                .filter(path -> path.contains("/"))
                .collect(Collectors.groupingBy(
                        path -> path.substring(0, path.indexOf('/')),
                        LinkedHashMap::new,
                        Collectors.mapping(path -> path.substring(path.indexOf('/') + 1), Collectors.toList())));
        String select =
                "$select=" + paths.stream().filter(path -> !path.contains("/")).collect(Collectors.joining(","));
        return further.isEmpty()
                ? select
                : select + ";$expand="
                        + further.entrySet().stream()
                                .map(row -> row.getKey() + "($select=" + String.join(",", row.getValue()) + ")")
                                .collect(Collectors.joining(","));
    }

    /**
     * The neutral stored form of a row.
     *
     * @param row as the CRM gave it; what it does not show is absent from the snapshot
     */
    Snapshot snapshot(JsonNode row) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (String column : schema.columns()) {
            neutral(column, row.path(property(column))).ifPresent(value -> values.put(column, value));
        }
        related.forEach((relation, paths) -> values.putAll(related(relation, paths, row)));
        return new Snapshot(
                Map.copyOf(values),
                Optional.ofNullable(row.path("@odata.etag").asText(null)),
                Referral.parseInstant(row.path(MODIFIED).asText("")),
                Optional.of(new Author(
                                row.path(MODIFIED_BY).asText("").toLowerCase(Locale.ROOT),
                                row.path(MODIFIED_BY + NAME).asText("")))
                        .filter(author -> !author.name().isBlank()),
                mergedInto(row));
    }

    /** Whether a row that was merged into another one stays in the table and names it. */
    boolean keepsMerged() {
        return schema.has(MERGED) && schema.has(MASTER);
    }

    /** The row into which one was merged, if it was. */
    Optional<RecordRef> mergedInto(JsonNode row) {
        return row.path(MERGED).asBoolean(false)
                ? Guid.parse(row.path(master()).asText("")).map(id -> new RecordRef(table, id))
                : Optional.empty();
    }

    /** {@code $select=} with what tells a merge. */
    static String selectMerge() {
        return "$select=" + MERGED + "," + master();
    }

    /** A condition of rows that were not merged into another one. */
    static String unmerged() {
        return MERGED + " ne true";
    }

    private static String master() {
        return "_" + MASTER + "_value";
    }

    private String property(String column) {
        return schema.isLookup(column) ? "_" + column + "_value" : column;
    }

    private Optional<JsonNode> neutral(String column, JsonNode value) {
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (value.isNull()) {
            return Optional.of(currencyColumns.contains(column) ? currencies.base() : NullNode.getInstance());
        }
        if (schema.isLookup(column)) {
            String id = value.asText().toLowerCase(Locale.ROOT);
            // Another text than an id says nothing of the row, whose column is unknown then.
            Optional<String> shown = currencyColumns.contains(column)
                    ? currencies.code(id)
                    : namedColumns.contains(column)
                            ? Guid.parse(id).flatMap(row -> lookups.name(column, row))
                            : Optional.of(id);
            return shown.map(TextNode::valueOf);
        }
        if (schema.isChoice(column)) {
            return choices.label(column, value.asInt()).map(TextNode::valueOf);
        }
        return Optional.of(value);
    }

    /**
     * Without a related row its columns are explicitly empty. With one that is not shown (a contact as customer, a
     * missing right, the answer to a write) they are unknown.
     */
    private static Map<String, JsonNode> related(Relation relation, List<String> paths, JsonNode row) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        JsonNode shown = row.path(relation.navigation());
        boolean none = row.path(relation.lookup()).isNull() || shown.hasNonNull(APPLICATION);
        for (String path : paths) {
            JsonNode value = none
                    ? NullNode.getInstance()
                    : at(shown, path.substring(relation.prefix().length()));
            if (!value.isMissingNode()) {
                values.put(path, value);
            }
        }
        if (relation == Relation.CUSTOMER && (none || shown.isObject())) {
            values.put(relation.column(), none ? NullNode.getInstance() : row.path(relation.lookup()));
        }
        return values;
    }

    /**
     * Where a related row leads to no further one, the columns of that are explicitly empty too. Of a row that is not
     * shown nothing is known.
     */
    private static JsonNode at(JsonNode row, String path) {
        JsonNode node = row.isNull() ? MissingNode.getInstance() : row;
        for (String step : path.split("/")) {
            node = node.isNull() ? node : node.path(step);
        }
        return node;
    }
}
