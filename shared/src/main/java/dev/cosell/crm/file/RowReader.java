package dev.cosell.crm.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.MappedColumns;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.RecordPage;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what rows show. A column that the file does not have, and a cell that cannot be understood, are absent from it:
 * unknown, not empty.
 */
final class RowReader {
    private final CsvDirectory directory;
    private final ColumnKinds kinds;
    private final FieldMap map;
    private final Set<String> paths = new LinkedHashSet<>();

    RowReader(CsvDirectory directory, ColumnKinds kinds, FieldMap map) {
        this.directory = directory;
        this.kinds = kinds;
        this.map = map;
        paths.add(CsvTable.ID);
        paths.addAll(map.paths(Side.CRM));
        paths.addAll(MappedColumns.control(map));
        paths.addAll(map.columns().otherCountries());
        map.customerLookup().ifPresent(paths::add);
        map.columns().lineage().ifPresent(paths::add);
    }

    /** One reading: files that rows point into are read once. */
    Sight of(CsvTable deals) {
        return new Sight(deals);
    }

    final class Sight {
        private final CsvTable deals;
        private final Instant savedAt = directory.savedAt(map.table());
        private final Map<String, CsvTable> related = new HashMap<>();
        private final Map<List<String>, Optional<CsvRow>> pointedTo = new HashMap<>();

        private Sight(CsvTable deals) {
            this.deals = deals;
        }

        /**
         * As {@link #shown}, of which nothing may be unreadable that people write.
         *
         * @throws dev.cosell.problem.Failure {@code INVALID_VALUE}, naming the cell
         */
        Snapshot checked(CsvRow row) {
            Snapshot shown = shown(row);
            paths.stream()
                    .filter(path -> !shown.values().containsKey(path) && deals.has(first(path)))
                    .map(RowReader::first)
                    .filter(column -> !map.columns().told().columns().contains(column))
                    .filter(column -> value(deals, map.table(), row, column).isEmpty())
                    .findFirst()
                    .ifPresent(column -> {
                        throw Broken.cell(
                                deals.file(),
                                row.number(),
                                column,
                                Cell.expected(kinds.of(map.table(), column)),
                                deals.cell(row, column));
                    });
            return shown;
        }

        Snapshot shown(CsvRow row) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            paths.forEach(path -> value(deals, map.table(), row, path).ifPresent(value -> values.put(path, value)));
            return new Snapshot(values, Optional.of(deals.version(row)), Optional.of(savedAt));
        }

        RecordPage.Entry entry(CsvRow row) {
            return new RecordPage.Entry(new RecordRef(map.table(), deals.id(row)), shown(row));
        }

        private Optional<JsonNode> value(CsvTable table, String name, CsvRow row, String path) {
            String column = first(path);
            if (!table.has(column)) {
                return Optional.empty();
            }
            String cell = table.cell(row, column);
            if (kinds.of(name, column) != Kind.LOOKUP || cell.isBlank()) {
                return Cell.read(kinds.of(name, column), cell);
            }
            String target = ColumnKinds.target(column).orElseThrow();
            CsvTable others = related.computeIfAbsent(target, directory::named);
            return pointedTo
                    .computeIfAbsent(List.of(target, cell), pointer -> Pointer.to(others, target, cell))
                    .flatMap(other -> path.equals(column)
                            ? Optional.of(TextNode.valueOf(others.id(other)))
                            : value(others, target, other, path.substring(column.length() + 1)));
        }
    }

    private static String first(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
