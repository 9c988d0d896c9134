package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.Telling;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that is known about one of the two tables in which deals live, and how its rows are read and written.
 *
 * @param name where it is
 * @param closedByAction whether an action of its own ends a row; otherwise the state is a column like any other
 */
record MappedTable(
        FieldMap map,
        Table name,
        boolean closedByAction,
        TableSchema schema,
        Choices choices,
        Lookups lookups,
        RecordReader reader,
        RecordWriter writer,
        Telling telling) {
    /** @throws dev.cosell.problem.Failure {@code MISCONFIGURED} if the map names a table or related row nobody knows */
    static MappedTable of(FieldMap map, Table expected, WebApi api, Currencies currencies) {
        check(map, expected);
        TableSchema schema = new TableSchema(api, map);
        Choices choices = new Choices(api, map);
        Lookups lookups = new Lookups(api, map);
        return new MappedTable(
                map,
                expected,
                expected == Table.OPPORTUNITY,
                schema,
                choices,
                lookups,
                new RecordReader(map, schema, choices, currencies, lookups),
                new RecordWriter(map, schema, choices, currencies, lookups),
                new Telling(map, schema::has, schema::limit));
    }

    /** The record of a row that the service answered with. */
    RecordRef found(JsonNode row) {
        return new RecordRef(name.logicalName(), Guid.in(row, name.key()));
    }

    RecordRef ref(String id) {
        return new RecordRef(
                name.logicalName(),
                Guid.parse(id).orElseThrow(() -> new IllegalArgumentException("expected a GUID, found " + id)));
    }

    Map<String, Limit> limits() {
        Map<String, Limit> mapped = new LinkedHashMap<>(schema.limits());
        mapped.keySet().retainAll(map.paths(Side.CRM));
        return Map.copyOf(mapped);
    }

    private static void check(FieldMap map, Table expected) {
        List<String> unknown = map.paths(Side.CRM).stream()
                .filter(path -> Relation.isRelated(path) && Relation.of(path).isEmpty())
                .toList();
        if (!map.table().equals(expected.logicalName()) || !unknown.isEmpty()) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            "field map: expected table " + expected.logicalName() + " and paths through "
                                    + Stream.of(Relation.values())
                                            .map(Relation::prefix)
                                            .toList() + ", found table " + map.table() + " and paths " + unknown)
                    .failure();
        }
    }
}
