package dev.cosell.crm.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.MappedColumns;
import dev.cosell.crm.Telling;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the values of a write into cells of one file. */
final class RowWriter {
    private final FieldMap map;
    private final CsvTable table;
    private final Telling telling;

    RowWriter(FieldMap map, CsvTable table, ColumnKinds kinds) {
        this.map = map;
        this.table = table;
        this.telling = new Telling(map, table::has, column -> kinds.limit(map.table(), column));
    }

    /** The cells of a new row, apart from its id. */
    Map<String, String> ofNew(Map<String, JsonNode> values, Instant now) {
        return cells(telling.alongside(values, () -> "", now));
    }

    Map<String, String> of(CsvRow row, Map<String, JsonNode> values, Instant now) {
        return cells(telling.alongside(values, () -> audit(row), now));
    }

    /** Of what is only told, nothing if the file has none of the columns. */
    Map<String, String> told(CsvRow row, Map<String, JsonNode> columns, Instant now) {
        Map<String, JsonNode> existing = telling.existing(columns);
        return existing.isEmpty() ? Map.of() : cells(telling.fitting(existing, audit(row), now));
    }

    private String audit(CsvRow row) {
        String column = map.columns().told().audit();
        return table.has(column) ? Formula.meant(table.cell(row, column)) : "";
    }

    private Map<String, String> cells(Map<String, JsonNode> values) {
        Set<String> dispensable = Stream.of(MappedColumns.optional(map), MappedColumns.control(map))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        Map<String, String> cells = new LinkedHashMap<>();
        values.forEach((column, value) -> {
            if (table.has(column)) {
                cells.put(column, cell(column, value));
            } else if (!dispensable.contains(column)) {
                throw Problem.of(
                                ProblemCode.SCHEMA_MISMATCH,
                                table.file() + ": expected a column " + column + ", found none")
                        .from(RemoteSystem.CRM)
                        .failure();
            }
        });
        return cells;
    }

    private String cell(String column, JsonNode value) {
        if (MappedColumns.currencies(map).contains(column) && !value.isNull()) {
            Currencies.check(map, column, value.asText());
        }
        return Cell.written(value, table.format());
    }
}
