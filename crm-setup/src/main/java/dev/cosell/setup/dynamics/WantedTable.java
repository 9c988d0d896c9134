package dev.cosell.setup.dynamics;

import dev.cosell.fieldmap.ControlColumns;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns that a field map names on its table and that Dynamics 365 does not have by itself.
 *
 * @param columns by logical name, in the order of {@code columns.json}
 */
record WantedTable(FieldMap map, Map<String, WantedColumn> columns) {
    private static final Map<String, WantedColumn> KNOWN = read();

    /** Of deals, and of leads if the maps have them. */
    static List<WantedTable> of(FieldMaps maps) {
        return maps.all().stream().map(WantedTable::of).toList();
    }

    /** @throws IllegalStateException naming the columns whose kind nobody declared */
    static WantedTable of(FieldMap map) {
        Set<String> named = named(map);
        Set<String> undeclared = new TreeSet<>(named);
        undeclared.removeAll(KNOWN.keySet());
        if (!undeclared.isEmpty()) {
            throw new IllegalStateException("expected columns.json to declare every column that the field map adds to "
                    + map.table() + ", found none of " + undeclared);
        }
        Map<String, WantedColumn> columns = new LinkedHashMap<>(KNOWN);
        columns.keySet().retainAll(named);
        return new WantedTable(map, columns);
    }

    /** All that {@code columns.json} declares. */
    static Set<String> declared() {
        return KNOWN.keySet();
    }

    /** What was added to a table has a publisher's prefix; what Dynamics 365 Sales has by itself has none. */
    private static Set<String> named(FieldMap map) {
        ControlColumns control = map.columns();
        return Stream.of(map.paths(Side.CRM), control.needed(), control.forSellers())
                .flatMap(Collection::stream)
                .filter(column -> column.matches("(msft|cosell)_[a-z]+"))
                .collect(Collectors.toSet());
    }

    String name() {
        return map.table();
    }

    private static Map<String, WantedColumn> read() {
        try (InputStream file = WantedTable.class.getResourceAsStream("columns.json")) {
            Map<String, WantedColumn> columns = new LinkedHashMap<>();
            Dataverse.JSON
                    .readTree(file)
                    .properties()
                    .forEach(column -> columns.put(column.getKey(), WantedColumn.read(column.getValue())));
            return columns;
        } catch (IOException e) {
            throw new UncheckedIOException("columns.json cannot be read", e);
        }
    }
}
