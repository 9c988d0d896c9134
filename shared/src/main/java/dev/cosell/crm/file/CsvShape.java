package dev.cosell.crm.file;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file must be before anything in it is believed. */
final class CsvShape {
    private static final Pattern ID = Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private CsvShape() {}

    /** Whether a text can be the id of a row: a GUID. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static void check(CsvTable table) {
        columns(table);
        Map<String, Integer> ids = new HashMap<>();
        for (CsvRow row : table.rows()) {
            if (!row.isBlank()) {
                whole(table, row);
                id(table, row, ids);
            }
        }
    }

    private static void columns(CsvTable table) {
        Set<String> names = new HashSet<>();
        for (String column : table.columns()) {
            if (!column.isEmpty() && !names.add(column)) {
                throw Broken.file(table.file(), "each column once", "two columns " + column);
            }
        }
        if (!names.contains(CsvTable.ID)) {
            throw Broken.file(
                    table.file(),
                    "a column " + CsvTable.ID + " in the first row",
                    "the columns " + String.join(", ", table.columns()));
        }
    }

    /** A row that ends early is a file that was cut off, or one whose text lost its quotes. */
    private static void whole(CsvTable table, CsvRow row) {
        if (row.cells().size() != table.columns().size()) {
            throw Broken.row(
                    table.file(),
                    row.number(),
                    table.columns().size() + " cells, as the first row has",
                    row.cells().size() + " cells");
        }
    }

    private static void id(CsvTable table, CsvRow row, Map<String, Integer> ids) {
        String id = table.id(row);
        if (id.isEmpty()) {
            return;
        }
        if (!isId(id)) {
            throw Broken.row(
                    table.file(),
                    row.number(),
                    "an id that the connector gave, or an empty cell for a new row",
                    "another text");
        }
        Integer first = ids.putIfAbsent(id, row.number());
        if (first != null) {
            throw Broken.row(
                    table.file(),
                    row.number(),
                    "an id of its own, or an empty cell for a new row (also for a copied one)",
                    "the id of row " + first);
        }
    }
}
