package dev.cosell.crm.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.file.CsvDirectory.Change;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.CustomerSettings;
import dev.cosell.sync.pair.RecordRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A directory with the files that come with the connector, and what people do to them. */
final class CsvFiles {
    static final List<String> TABLES = List.of("opportunities", "accounts", "contacts", "users");

    private final Path directory;

    CsvFiles(Path directory) {
        this.directory = directory;
        TABLES.forEach(table -> saves(table, template(table)));
    }

    /** As it comes with the connector. */
    static String template(String table) {
        try {
            return Files.readString(Path.of("../crm/file", table + ".csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return directory;
    }

    /** Waits for nobody: tests leave no locks behind but those they are about. */
    FileCrm adapter(FieldMaps maps) {
        return adapter(maps, FileCrm.ACCOUNT_COLUMNS);
    }

    FileCrm adapter(FieldMaps maps, CustomerSettings.Columns columns) {
        return new FileCrm(directory, maps, columns, InstantSource.system(), Duration.ZERO, Duration.ZERO);
    }

    // --- People ---

    /** Somebody saves a file with another text. */
    void saves(String table, String text) {
        saves(table, text.getBytes(StandardCharsets.UTF_8));
    }

    void saves(String table, byte[] text) {
        try {
            Files.write(file(table), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String table) {
        try {
            return Files.readString(file(table));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody adds a row, by the columns' names. */
    void enters(String table, Map<String, String> cells) {
        change(table, now -> now.plus(cells));
    }

    void edits(RecordRef record, Map<String, String> cells) {
        change(record.table(), now -> now.with(now.row(record.id()).orElseThrow(), cells));
    }

    void deletes(RecordRef record) {
        change(
                record.table(),
                now -> new CsvTable(
                        now.file(),
                        now.format(),
                        now.columns(),
                        now.rows().stream()
                                .filter(row -> !now.id(row).equals(record.id()))
                                .toList()));
    }

    /** Somebody takes columns out of a file, with all that is in them. */
    void drops(String table, List<String> columns) {
        CsvTable now = table(table);
        List<String> kept = now.columns().stream()
                .filter(column -> !columns.contains(column))
                .toList();
        List<CsvRow> rows = now.rows().stream()
                .map(row -> new CsvRow(
                        row.number(),
                        kept.stream().map(column -> now.cell(row, column)).toList()))
                .toList();
        saves(table, CsvText.print(new CsvTable(now.file(), now.format(), kept, rows)));
    }

    CsvTable table(String table) {
        return CsvText.parse(CsvDirectory.fileName(table), text(table).getBytes(StandardCharsets.UTF_8));
    }

    /** The cells of a row as they stand in the file. */
    Map<String, String> row(RecordRef record) {
        CsvTable table = table(record.table());
        CsvRow row = table.row(record.id()).orElseThrow();
        return table.columns().stream().collect(Collectors.toMap(column -> column, column -> table.cell(row, column)));
    }

    /** As a person's spreadsheet writes it. */
    static String typed(JsonNode value) {
        return value.isNull() ? "" : value.isBoolean() ? value.asBoolean() ? "TRUE" : "FALSE" : value.asText();
    }

    private void change(String table, java.util.function.UnaryOperator<CsvTable> change) {
        new CsvDirectory(directory, Duration.ZERO, Duration.ZERO)
                .change(table, now -> Change.to(change.apply(now), ""));
    }

    private Path file(String table) {
        return directory.resolve(CsvDirectory.fileName(table));
    }
}
