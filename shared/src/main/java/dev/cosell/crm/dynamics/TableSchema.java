package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.MappedColumns;
import dev.cosell.crm.Remembered;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the CRM's metadata says about the mapped table: which columns there are, of which kind, and what they hold.
 *
 * <p>One call for names and kinds, and one more per kind for the limits; each made when first needed, once per process.
 * A schema that lacks a required column is not kept, so that the admin's repair is noticed.
 */
final class TableSchema {
    private static final Set<String> LOOKUPS = Set.of("Lookup", "Customer", "Owner");

    private final WebApi api;
    private final FieldMap map;
    private final Remembered<Map<String, String>> kinds = new Remembered<>(this::readKinds);
    private final Remembered<Map<String, Limit>> limits = new Remembered<>(this::readLimits);

    TableSchema(WebApi api, FieldMap map) {
        this.api = api;
        this.map = map;
    }

    /** The mapped and control columns the table has, in the order of the map; without paths of related rows. */
    Set<String> columns() {
        Map<String, String> known = kinds.get();
        return Stream.concat(required(), optional())
                .filter(known::containsKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    boolean has(String column) {
        return kinds.get().containsKey(column);
    }

    boolean isLookup(String column) {
        return LOOKUPS.contains(kind(column));
    }

    boolean isChoice(String column) {
        return kind(column).equals("Picklist");
    }

    /** What the mapped and control columns hold, as far as the metadata says so. */
    Map<String, Limit> limits() {
        return limits.get();
    }

    Limit limit(String column) {
        return limits().getOrDefault(column, Limit.NONE);
    }

    /** After the CRM said that a column is not what the metadata promised. */
    void forget() {
        kinds.forget();
        limits.forget();
    }

    /** The address of a query over the metadata of the table's columns of one kind. */
    static String attributes(FieldMap map, String kind, String query) {
        return "EntityDefinitions(LogicalName='" + map.table() + "')/Attributes/Microsoft.Dynamics.CRM." + kind
                + "AttributeMetadata?" + query;
    }

    private String kind(String column) {
        return Optional.ofNullable(kinds.get().get(column))
                .orElseThrow(() -> mismatch(Set.of(column)).failure());
    }

    private Map<String, String> readKinds() {
        Map<String, String> read = new HashMap<>();
        api.list("EntityDefinitions(LogicalName='" + map.table() + "')/Attributes?$select=LogicalName,AttributeType")
                .forEach(column -> read.put(
                        column.path("LogicalName").asText(),
                        column.path("AttributeType").asText()));
        Set<String> missing =
                required().filter(column -> !read.containsKey(column)).collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            throw mismatch(missing).failure();
        }
        return read;
    }

    private Problem mismatch(Set<String> missing) {
        return Problem.of(
                        ProblemCode.SCHEMA_MISMATCH,
                        "expected table " + map.table() + " to have the mapped columns, found none called "
                                + String.join(", ", missing))
                .from(RemoteSystem.CRM);
    }

    private Map<String, Limit> readLimits() {
        Set<String> present = columns().stream().map(this::kind).collect(Collectors.toSet());
        Map<String, Limit> read = new LinkedHashMap<>();
        for (String kind : List.of("String", "Memo")) {
            if (present.contains(kind)) {
                read.putAll(limits(kind, "MaxLength", TableSchema::length));
            }
        }
        if (present.contains("Decimal")) {
            read.putAll(limits("Decimal", "Precision", TableSchema::precision));
        }
        if (present.contains("Money")) {
            read.putAll(limits("Money", "Precision,PrecisionSource", TableSchema::moneyPrecision));
        }
        read.keySet().retainAll(columns());
        MappedColumns.optional(map).stream()
                .filter(column -> !has(column))
                .forEach(missing -> read.put(missing, Limit.NOTHING));
        return Map.copyOf(read);
    }

    private Map<String, Limit> limits(String kind, String properties, Function<JsonNode, Optional<Limit>> limit) {
        Map<String, Limit> read = new HashMap<>();
        for (JsonNode column : api.list(attributes(map, kind, "$select=LogicalName," + properties))) {
            limit.apply(column)
                    .ifPresent(known -> read.put(column.path("LogicalName").asText(), known));
        }
        return read;
    }

    private static Optional<Limit> length(JsonNode column) {
        return Optional.of(column.path("MaxLength"))
                .filter(JsonNode::isInt)
                .map(length -> Limit.length(length.intValue()));
    }

    private static Optional<Limit> precision(JsonNode column) {
        return Optional.of(column.path("Precision"))
                .filter(JsonNode::isInt)
                .map(places -> Limit.precision(places.intValue()));
    }

    /**
     * A money column has a precision of its own (source 0), or that of the organisation or of the row's currency, which
     * its metadata does not say; then the field map's stands.
     */
    private static Optional<Limit> moneyPrecision(JsonNode column) {
        return column.path("PrecisionSource").asInt(0) == 0 ? precision(column) : Optional.empty();
    }

    private Stream<String> required() {
        return Stream.concat(
                map.paths(Side.CRM).stream()
                        .filter(path -> !Relation.isRelated(path))
                        .filter(path -> !MappedColumns.optional(map).contains(path)),
                map.columns().needed().stream());
    }

    /** Without them the seller sees less, or leads stay leads, and everything else works. */
    private Stream<String> optional() {
        return Stream.of(
                        MappedColumns.optional(map).stream().sorted(),
                        map.columns().forSellers().stream(),
                        map.columns().lineage().stream())
                .flatMap(columns -> columns);
    }
}
