package dev.cosell.crm.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A cell that points to a row of another file. We write the row's id; people may write what they know the row by, as long
 * as one row alone has it.
 */
final class Pointer {
    private static final Map<String, String> KNOWN_BY =
            Map.of(ColumnKinds.ACCOUNTS, "name", ColumnKinds.CONTACTS, "email", ColumnKinds.USERS, "email");

    private Pointer() {}

    /**
     * The row that is meant, if it is clear which.
     *
     * @param name of the table
     */
    static Optional<CsvRow> to(CsvTable table, String name, String cell) {
        String written = cell.strip();
        Optional<CsvRow> byId = table.records()
                .filter(row -> table.id(row).equalsIgnoreCase(written))
                .findFirst();
        String known = KNOWN_BY.get(name);
        if (byId.isPresent() || written.isEmpty() || !table.has(known)) {
            return byId;
        }
        Predicate<CsvRow> same =
                row -> Formula.meant(table.cell(row, known)).strip().equalsIgnoreCase(Formula.meant(written));
        List<CsvRow> found = table.records().filter(same).limit(2).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
