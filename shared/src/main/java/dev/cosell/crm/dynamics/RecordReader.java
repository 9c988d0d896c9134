package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.referral.Referral;
import dev.cosell.sync.Snapshot;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks for exactly what is mapped, and turns what comes into the neutral stored form. */
final class RecordReader {
    private static final String MODIFIED = "modifiedon";
    /** Of a user: set if it is no person but an application, such as the connector itself. */
    private static final String APPLICATION = "applicationid";

    private final TableSchema schema;
    private final Choices choices;
    private final Currencies currencies;
    private final Lookups lookups;
    private final Set<String> currencyColumns;
    private final Set<String> namedColumns;
    /** Paths of related rows, by relation. */
    private final Map<Relation, List<String>> related;

    RecordReader(FieldMap map, TableSchema schema, Choices choices, Currencies currencies, Lookups lookups) {
        this.schema = schema;
        this.choices = choices;
        this.currencies = currencies;
        this.lookups = lookups;
        this.currencyColumns = MappedColumns.currencies(map);
        this.namedColumns = MappedColumns.named(map);
        this.related = map.paths(Side.CRM).stream()
                .filter(Relation::isRelated)
                .collect(Collectors.groupingBy(
                        path -> Relation.of(path).orElseThrow(), LinkedHashMap::new, Collectors.toList()));
    }

    /** {@code $select=} with the mapped and control columns, the version's time and the ids of related rows. */
    String select() {
        Set<String> properties = new LinkedHashSet<>();
        schema.columns().forEach(column -> properties.add(property(column)));
        properties.add(MODIFIED);
        related.keySet().forEach(relation -> properties.add(relation.lookup()));
        return "$select=" + String.join(",", properties);
    }

    /** As {@link #select}, with the mapped columns of related rows. */
    String selectAndExpand() {
        String expand = related.entrySet().stream()
                .map(relation -> relation.getKey().navigation() + "($select="
                        + relation.getValue().stream()
                                .map(path -> path.substring(
                                        relation.getKey().prefix().length()))
                                .collect(Collectors.joining(","))
                        + (relation.getKey() == Relation.OWNER ? "," + APPLICATION : "") + ")")
                .collect(Collectors.joining(","));
        return expand.isEmpty() ? select() : select() + "&$expand=" + expand;
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
                Referral.parseInstant(row.path(MODIFIED).asText("")));
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
            Optional<String> shown = currencyColumns.contains(column)
                    ? currencies.code(id)
                    : namedColumns.contains(column) ? lookups.name(column, id) : Optional.of(id);
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
                    : shown.path(path.substring(relation.prefix().length()));
            if (!value.isMissingNode()) {
                values.put(path, value);
            }
        }
        if (relation == Relation.CUSTOMER && (none || shown.isObject())) {
            values.put(relation.column(), none ? NullNode.getInstance() : row.path(relation.lookup()));
        }
        return values;
    }
}
