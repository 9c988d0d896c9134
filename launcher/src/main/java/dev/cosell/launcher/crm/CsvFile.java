package dev.cosell.launcher.crm;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.cosell.launcher.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A CSV file as people have it: they open it in LibreOffice, change rows, and save it as a whole. Notes besides what others
 * save in it. Written on purpose without the connector's code, so that it does not share its mistakes.
 */
final class CsvFile {
    static final String ID = "id";

    private static final CsvMapper CSV =
            CsvMapper.csvBuilder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
    /** What opening takes; whoever was replacing the file when its lock appeared is done by then. */
    private static final long OPENING_MILLIS = 100;

    private static final long BETWEEN_LOOKS_MILLIS = 10;

    private final Path file;
    private final List<CrmSandbox.Write> byOthers = new ArrayList<>();
    private Optional<Save> latest = Optional.empty();
    private Map<String, Map<String, String>> known = Map.of();

    /** One save of the file. Two within the same tick of the file system's clock still differ in the file or its size. */
    private record Save(FileTime at, Optional<Object> file, long size) {
        static Save of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Save(
                    attributes.lastModifiedTime(), Optional.ofNullable(attributes.fileKey()), attributes.size());
        }
    }

    /** @param columns in their order */
    private record Sheet(List<String> columns, List<Map<String, String>> rows) {}

    CsvFile(Path file) {
        this.file = file;
    }

    /** Its rows by the names of their columns, as it is now. */
    List<Map<String, String>> rows() {
        return parsed(bytes()).rows();
    }

    /** The row with an id. */
    Map<String, String> row(String id) {
        return rowOf(rows(), id);
    }

    /** Changes cells of the row with an id. */
    void change(String id, Map<String, String> cells) {
        edit(rows -> rowOf(rows, id).putAll(cells));
    }

    /**
     * Opens it, changes rows, saves it. While it is open others see LibreOffice's lock beside it. If they saved it
     * nevertheless, it is opened anew.
     */
    void edit(Consumer<List<Map<String, String>>> work) {
        Path lock = locked();
        try {
            TimeUnit.MILLISECONDS.sleep(OPENING_MILLIS);
            byte[] opened;
            Sheet sheet;
            do {
                opened = bytes();
                sheet = parsed(opened);
                work.accept(sheet.rows());
            } while (!saved(opened, sheet));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not edit " + file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while somebody edited " + file, e);
        } finally {
            closed(lock);
        }
    }

    /** Begins to note what others save in it, which has no rows yet, until the file is gone. */
    void watch() {
        Thread.ofPlatform().daemon().name("watch-" + file.getFileName()).start(this::lookOn);
    }

    /** Which rows others saved, and when, since {@link #watch()}. */
    synchronized List<CrmSandbox.Write> writesOfOthers() {
        return List.copyOf(byOthers);
    }

    private void lookOn() {
        try {
            while (Files.exists(file)) {
                look();
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A file that has just gone was taken away with its directory, so that there is nothing to note. */
    private synchronized void look() {
        try {
            Save now = Save.of(file);
            if (!latest.equals(Optional.of(now))) {
                Map<String, Map<String, String>> rows = byId(parsed(Files.readAllBytes(file)));
                rows.entrySet().stream()
                        .filter(row -> !row.getValue().equals(known.get(row.getKey())))
                        .map(row -> new CrmSandbox.Write(row.getKey(), now.at().toInstant()))
                        .forEach(byOthers::add);
                known = rows;
                latest = Optional.of(now);
            }
        } catch (NoSuchFileException gone) {
            known = Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not look at " + file, e);
        }
    }

    /** @return whether nobody else had saved it since it was opened */
    private synchronized boolean saved(byte[] opened, Sheet sheet) throws IOException {
        look();
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        byte[] text = printed(sheet);
        Files.write(beside, text);
        if (!Arrays.equals(bytes(), opened)) {
            return false;
        }
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        known = byId(parsed(text));
        latest = Optional.of(Save.of(file));
        return true;
    }

    private Path locked() {
        try {
            return Files.createFile(file.resolveSibling(".~lock." + file.getFileName() + "#"));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open " + file, e);
        }
    }

    private static void closed(Path lock) {
        try {
            Files.deleteIfExists(lock);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + lock, e);
        }
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    private Sheet parsed(byte[] text) {
        try (MappingIterator<String[]> lines = CSV.readerFor(String[].class).readValues(text)) {
            List<String> columns = List.of(lines.nextValue());
            List<Map<String, String>> rows = new ArrayList<>();
            while (lines.hasNextValue()) {
                String[] cells = lines.nextValue();
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    row.put(columns.get(i), cells[i]);
                }
                rows.add(row);
            }
            return new Sheet(columns, rows);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected rows separated by commas in " + file, e);
        }
    }

    /** Cells that a new row does not name are empty. */
    private static byte[] printed(Sheet sheet) throws IOException {
        List<List<String>> lines = new ArrayList<>(List.of(sheet.columns()));
        sheet.rows()
                .forEach(row -> lines.add(sheet.columns().stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList()));
        return CSV.writer(CsvSchema.emptySchema()).writeValueAsBytes(lines);
    }

    /** Rows that have an id: one that a person has just typed gets it from the connector. */
    private static Map<String, Map<String, String>> byId(Sheet sheet) {
        Map<String, Map<String, String>> rows = new HashMap<>();
        sheet.rows().stream()
                .filter(row -> !row.getOrDefault(ID, "").isEmpty())
                .forEach(row -> rows.put(row.get(ID), row));
        return rows;
    }

    private Map<String, String> rowOf(List<Map<String, String>> rows, String id) {
        return rows.stream()
                .filter(row -> row.get(ID).equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new LaunchFailure("Expected a row with the id " + id + " in " + file + ", found none"));
    }
}
