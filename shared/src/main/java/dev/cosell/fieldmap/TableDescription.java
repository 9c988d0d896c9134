package dev.cosell.fieldmap;

import java.util.Map;
import java.util.Optional;

/**
 * What a CRM's metadata says about a table.
 *
 * @param columns by logical name
 */
public record TableDescription(String table, Map<String, ColumnDescription> columns) {
    public Optional<ColumnDescription> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }
}
