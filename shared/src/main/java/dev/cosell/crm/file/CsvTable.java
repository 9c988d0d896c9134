package dev.cosell.crm.file;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A file as it is, or as it is going to be. Whatever nobody asks to change stays where and as it is: the order of rows and
 * columns, columns that nobody knows, blank rows.
 *
 * @param file its name, for messages
 * @param columns their names, in order; a name may be empty
 */
record CsvTable(String file, CsvFormat format, List<String> columns, List<CsvRow> rows) {
    static final String ID = "id";

    boolean has(String column) {
        return !column.isEmpty() && columns.contains(column);
    }

    /** Rows that stand for something and have an id. */
    Stream<CsvRow> records() {
        return rows.stream().filter(row -> !row.isBlank() && !id(row).isEmpty());
    }

    /** A row's id, in the one form in which ids are compared; empty for a new row. */
    String id(CsvRow row) {
        return cell(row, ID).strip().toLowerCase(Locale.ROOT);
    }

    Optional<CsvRow> row(String id) {
        return records().filter(row -> id(row).equals(id)).findFirst();
    }

    /** What stands in a cell. */
    String cell(CsvRow row, String column) {
        return row.isBlank() ? "" : row.cells().get(columns.indexOf(column));
    }

    /** The same, with other texts in some cells of a row. */
    CsvTable with(CsvRow row, Map<String, String> cells) {
        return mapped(other -> other.number() == row.number() ? changed(other, cells) : other);
    }

    /** The same, with one more row at its end. */
    CsvTable plus(Map<String, String> cells) {
        List<CsvRow> more = new ArrayList<>(rows);
        more.add(changed(
                new CsvRow(rows.size() + 2, columns.stream().map(column -> "").toList()), cells));
        return new CsvTable(file, format, columns, List.copyOf(more));
    }

    boolean lacksIds() {
        return rows.stream().anyMatch(row -> !row.isBlank() && id(row).isEmpty());
    }

    /** The same, in which every row that stands for something has an id. */
    CsvTable withIds() {
        return mapped(row -> !row.isBlank() && id(row).isEmpty()
                ? changed(row, Map.of(ID, UUID.randomUUID().toString()))
                : row);
    }

    /** What a row holds, in a few letters: equal as long as nobody changes a cell, wherever its column stands. */
    String version(CsvRow row) {
        Map<String, String> held = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!row.cells().get(i).isEmpty()) {
                held.put(columns.get(i), row.cells().get(i));
            }
        }
        StringBuilder text = new StringBuilder();
        // Lengths keep apart what would look alike when it is put together.
        held.forEach((column, cell) -> text.append(column.length())
                .append(':')
                .append(column)
                .append(cell.length())
                .append(':')
                .append(cell));
        return digest(text.toString());
    }

    /** The first 32 hexadecimal digits of SHA-256. */
    static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String digest(byte[] text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private CsvTable mapped(UnaryOperator<CsvRow> change) {
        return new CsvTable(file, format, columns, rows.stream().map(change).toList());
    }

    private CsvRow changed(CsvRow row, Map<String, String> cells) {
        List<String> changed = new ArrayList<>(row.cells());
        cells.forEach((column, text) -> changed.set(columns.indexOf(column), text));
        return new CsvRow(row.number(), List.copyOf(changed));
    }
}
