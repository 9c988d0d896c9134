package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.MappedColumns;
import dev.cosell.crm.Remembered;
import dev.cosell.sync.pair.Author;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.RecordPage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks for exactly what is mapped, and turns what comes into the neutral stored form.
 *
 * <p>Rows behind a lookup come with the row itself where a query can go on to them, as the solutions do; those of a lookup
 * that leads nowhere in a query (the contact of an opportunity) are asked for apart, for all rows at once.
 */
final class RowReader {
    private static final String CHANGED_BY = "LastModifiedBy";
    private static final String OWNER = "OwnerId";

    private final RestApi api;
    private final Schemas schemas;
    private final MappedObject object;
    private final Currencies currencies;
    private final SolutionRows solutionRows;
    private final Set<String> named;
    private final Remembered<String> connector;

    RowReader(
            RestApi api,
            Schemas schemas,
            MappedObject object,
            Currencies currencies,
            SolutionRows solutionRows,
            Remembered<String> connector) {
        this.api = api;
        this.schemas = schemas;
        this.object = object;
        this.currencies = currencies;
        this.solutionRows = solutionRows;
        this.named = MappedColumns.named(object.map());
        this.connector = connector;
    }

    /** Rows with all that is mapped. One call, and one per lookup that is asked for apart. */
    List<RecordPage.Entry> whole(String condition) {
        List<JsonNode> rows =
                api.query("SELECT " + String.join(", ", selected()) + " FROM " + object.name() + " WHERE " + condition);
        Map<String, Map<String, JsonNode>> apart = apart(rows);
        List<RecordPage.Entry> entries = new ArrayList<>();
        for (JsonNode row : rows) {
            Map<String, JsonNode> values = new LinkedHashMap<>(columns(row));
            object.related().forEach((lookup, paths) -> values.putAll(related(lookup, paths, row, apart)));
            values.putAll(solutionsOf(row));
            entries.add(new RecordPage.Entry(ref(row), snapshot(row, values)));
        }
        return entries;
    }

    /** What {@link #own} is made of: what rows themselves hold, with their solutions. */
    String ownQuery(String condition) {
        Set<String> selected = selectedOwn();
        selectedSolutions().ifPresent(selected::add);
        return "SELECT " + String.join(", ", selected) + " FROM " + object.name() + " WHERE " + condition;
    }

    /** Of a row that was asked for with {@link #ownQuery}; of what is behind lookups nothing is known. */
    Snapshot own(JsonNode row) {
        Map<String, JsonNode> values = new LinkedHashMap<>(columns(row));
        values.putAll(solutionsOf(row));
        return snapshot(row, values);
    }

    /** The rows of a deal's solutions, of a row that was asked for with {@link #ownQuery}. */
    List<JsonNode> solutionRows(JsonNode row) {
        return SolutionRows.relation(object.schema())
                .map(relation -> solutionRows.of(row, relation))
                .orElse(List.of());
    }

    /** Of a row that was asked for with {@link #selectedOwn}. */
    String version(JsonNode row) {
        return RowVersion.of(row, actuals().values());
    }

    RecordRef ref(JsonNode row) {
        return new RecordRef(object.name(), id(row));
    }

    static String id(JsonNode row) {
        return SalesforceId.of(row.path(MappedObject.ID).asText());
    }

    /** What has to be asked for so that {@link #version} can be told. */
    Set<String> selectedOwn() {
        Set<String> selected = new LinkedHashSet<>(List.of(MappedObject.ID));
        selected.addAll(actuals().values());
        selected.add(RowVersion.STAMP);
        selected.add(CHANGED_BY + MappedObject.ID);
        selected.add(CHANGED_BY + ".Name");
        named.stream()
                .filter(object::has)
                .flatMap(column -> relation(object.schema(), column).stream())
                .forEach(relation -> selected.add(relation + ".Name"));
        return selected;
    }

    private Set<String> selected() {
        Set<String> selected = selectedOwn();
        object.related().forEach((lookup, paths) -> {
            if (relation(object.schema(), lookup).isPresent()) {
                paths.forEach(path -> dotted(object.schema(), path).ifPresent(selected::add));
            }
        });
        selectedSolutions().ifPresent(selected::add);
        return selected;
    }

    private Optional<String> selectedSolutions() {
        return object.solutions()
                .flatMap(column -> SolutionRows.relation(object.schema()))
                .map(SolutionRows::selected);
    }

    private Map<String, JsonNode> solutionsOf(JsonNode row) {
        return object.solutions()
                .map(column -> Map.of(column, SolutionRows.text(solutionRows(row))))
                .orElse(Map.of());
    }

    /** By mapped column, the column that says what it means. */
    private Map<String, String> actuals() {
        ObjectSchema schema = object.schema();
        return object.columns().stream()
                .collect(Collectors.toMap(column -> column, schema::actual, (one, other) -> one, LinkedHashMap::new));
    }

    private Snapshot snapshot(JsonNode row, Map<String, JsonNode> values) {
        return new Snapshot(
                Map.copyOf(values),
                Optional.of(version(row)),
                RowVersion.stamp(row),
                Optional.of(new Author(
                                row.path(CHANGED_BY + MappedObject.ID).asText(""),
                                row.path(CHANGED_BY).path("Name").asText("")))
                        .filter(author -> !author.name().isBlank()));
    }

    private Map<String, JsonNode> columns(JsonNode row) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        actuals().forEach((column, actual) -> {
            JsonNode shown = neutral(column, row.path(actual), row);
            if (!shown.isMissingNode()) {
                values.put(column, shown);
            }
        });
        object.impliedCurrencies().forEach(column -> values.put(column, TextNode.valueOf(currencies.only())));
        values.put(MappedObject.ID, TextNode.valueOf(id(row)));
        return values;
    }

    private JsonNode neutral(String column, JsonNode value, JsonNode row) {
        if (value.isMissingNode() || value.isNull()) {
            return value;
        }
        ObjectSchema.Column described = object.schema().column(column).orElseThrow();
        if (described.isMoment()) {
            return Moments.parse(value.asText())
                    .<JsonNode>map(moment -> TextNode.valueOf(moment.toString()))
                    .orElse(MissingNode.getInstance());
        }
        if (described.isLookup() && named.contains(column)) {
            JsonNode name = row.path(described.relation().orElse("")).path("Name");
            return name.isTextual() ? name : MissingNode.getInstance();
        }
        return value;
    }

    // --- Behind lookups ---

    /**
     * Without a related row its columns are explicitly empty. With one that is not shown (a missing right) they are
     * unknown. The connector itself is no person who owns anything.
     */
    private Map<String, JsonNode> related(
            String lookup, Set<String> paths, JsonNode row, Map<String, Map<String, JsonNode>> apart) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        JsonNode id = row.path(lookup);
        boolean none = id.isNull() || lookup.equals(OWNER) && id.asText().equals(connector.get());
        for (String path : paths) {
            JsonNode value = none ? NullNode.getInstance() : behind(path, row, apart.get(lookup));
            if (!value.isMissingNode()) {
                values.put(path, value);
            }
        }
        return values;
    }

    private JsonNode behind(String path, JsonNode row, Map<String, JsonNode> apart) {
        if (apart == null) {
            return dotted(object.schema(), path).map(dotted -> at(row, dotted)).orElse(MissingNode.getInstance());
        }
        String lookup = path.substring(0, path.indexOf('/'));
        JsonNode related = apart.get(row.path(lookup).asText());
        return related == null ? MissingNode.getInstance() : related.path(path.substring(path.indexOf('/') + 1));
    }

    /** Where a related row leads to no further one, the columns of that are empty; a row that is not shown is unknown. */
    private static JsonNode at(JsonNode row, String dotted) {
        String[] steps = dotted.split("\\.");
        JsonNode node = row.path(steps[0]);
        if (node.isNull()) {
            return MissingNode.getInstance();
        }
        for (int i = 1; i < steps.length; i++) {
            node = node.isNull() ? node : node.path(steps[i]);
        }
        return node;
    }

    private Map<String, Map<String, JsonNode>> apart(List<JsonNode> rows) {
        Map<String, Map<String, JsonNode>> apart = new HashMap<>();
        object.related().forEach((lookup, paths) -> {
            Optional<ObjectSchema.Column> column = object.schema().column(lookup);
            if (column.isPresent() && column.get().relation().isEmpty()) {
                Set<String> ids = rows.stream()
                        .map(row -> row.path(lookup).asText(""))
                        .filter(id -> !id.isEmpty() && !id.equals("null"))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                column.get().target().ifPresent(target -> apart.put(lookup, rowsOf(target, paths, ids)));
            }
        });
        return apart;
    }

    private Map<String, JsonNode> rowsOf(String target, Set<String> paths, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Set<String> columns = new LinkedHashSet<>(List.of(MappedObject.ID));
        ObjectSchema schema = schemas.of(target);
        paths.stream()
                .map(path -> path.substring(path.indexOf('/') + 1))
                .filter(schema::has)
                .forEach(columns::add);
        Map<String, JsonNode> rows = new HashMap<>();
        api.query("SELECT " + String.join(", ", columns) + " FROM " + target + " WHERE Id IN " + Soql.in(ids))
                .forEach(row -> rows.put(id(row), row));
        return rows;
    }

    /** A mapped path as a query says it: {@code AccountId/Name} is {@code Account.Name}. */
    private Optional<String> dotted(ObjectSchema schema, String path) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            return Optional.of(schema.actual(path)).filter(schema::has);
        }
        return schema.column(path.substring(0, slash))
                .filter(lookup -> lookup.relation().isPresent())
                .flatMap(lookup -> lookup.target()
                        .flatMap(target -> dotted(schemas.of(target), path.substring(slash + 1)))
                        .map(rest -> lookup.relation().get() + "." + rest));
    }

    private static Optional<String> relation(ObjectSchema schema, String lookup) {
        return schema.column(lookup).flatMap(ObjectSchema.Column::relation);
    }
}
