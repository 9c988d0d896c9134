package dev.cosell.crm.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the connector wrote last to each file, kept for all workers: such a text is whole, however new it is. */
final class LastWritten {
    private final Path notes;

    /** @param notes a directory of our own */
    LastWritten(Path notes) {
        this.notes = notes;
    }

    /** Before the file is replaced: a note of a text that was never written does no harm. */
    void note(Path file, byte[] text) throws IOException {
        CsvDirectory.replaced(of(file), CsvTable.digest(text).getBytes(StandardCharsets.US_ASCII));
    }

    boolean is(Path file, byte[] text) throws IOException {
        try {
            return Files.readString(of(file), StandardCharsets.ISO_8859_1).equals(CsvTable.digest(text));
        } catch (NoSuchFileException nothingYet) {
            return false;
        }
    }

    private Path of(Path file) {
        return notes.resolve(file.getFileName());
    }
}
