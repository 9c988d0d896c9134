package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * JSON of any size up to a row's limit, in the binary columns {@code json0}, {@code json1}... or, if large,
 * {@code gzip0}, {@code gzip1}...
 *
 * <p>The row also carries {@code v}, the version of its layout, which is raised with each change that an earlier version of
 * the connector must not overwrite. A row of a later version is refused rather than guessed at: rewriting it would lose
 * what we do not know.
 */
final class Document {
    static final String VERSION = "v";
    static final int CURRENT = 1;

    /** Below this, compressing costs more time than it saves. */
    private static final int COMPRESSED_FROM = 8 * 1024;

    private Document() {}

    /**
     * Puts a document and {@code v} into a row, for a layout that has never changed.
     *
     * @throws dev.cosell.problem.Failure {@code UNEXPECTED} if it does not fit even when compressed
     */
    static void write(TableEntity row, JsonNode document) {
        write(row, document, CURRENT);
    }

    /** @param layout the version of the document's layout */
    static void write(TableEntity row, JsonNode document, int layout) {
        byte[] json = Json.bytes(document);
        boolean large = json.length >= COMPRESSED_FROM;
        byte[] stored = large ? compressed(json) : json;
        if (stored.length > Chunks.MOST_BYTES) {
            throw Problem.of(
                            ProblemCode.UNEXPECTED,
                            where(row) + ": expected at most " + Chunks.MOST_BYTES + " bytes, found " + stored.length
                                    + " (compressed from " + json.length + ")")
                    .failure();
        }
        String column = large ? "gzip" : "json";
        Chunks.write(row, column, stored);
        row.addProperty(VERSION, layout);
    }

    /**
     * Reads a document of a layout that has never changed.
     *
     * @throws dev.cosell.problem.Failure {@code STORED_LATER} for a row of a later version, {@code UNEXPECTED} for one that
     *     is no document
     */
    static JsonNode read(TableEntity row) {
        return read(row, CURRENT);
    }

    /** @param latest version of the layout that the reader knows */
    static JsonNode read(TableEntity row, int latest) {
        checkVersion(row, latest);
        byte[] plain = Chunks.read(row, "json");
        try {
            return Json.parse(plain.length > 0 ? plain : decompressed(Chunks.read(row, "gzip")));
        } catch (IOException | UncheckedIOException unreadable) {
            throw Problem.of(
                            ProblemCode.UNEXPECTED,
                            where(row) + ": expected a document in columns json0... or gzip0..., found "
                                    + (unreadable instanceof JsonProcessingException ? "no JSON" : "no gzip"))
                    .failure(unreadable);
        }
    }

    /** @throws dev.cosell.problem.Failure {@code STORED_LATER} for a row of a later version */
    static void checkVersion(TableEntity row) {
        checkVersion(row, CURRENT);
    }

    /** @param latest version of the row's layout that the reader knows */
    static void checkVersion(TableEntity row, int latest) {
        int found = layout(row);
        if (found > latest) {
            throw Problem.of(
                            ProblemCode.STORED_LATER,
                            where(row) + ": expected row version " + VERSION + " = " + latest + " or earlier, found "
                                    + found)
                    .failure();
        }
    }

    /**
     * The version of a row's layout.
     *
     * @throws dev.cosell.problem.Failure {@code UNEXPECTED} for a row without one
     */
    static int layout(TableEntity row) {
        if (row.getProperty(VERSION) instanceof Integer number) {
            return number;
        }
        throw Problem.of(
                        ProblemCode.UNEXPECTED,
                        where(row) + ": expected a row version " + VERSION + ", found " + row.getProperty(VERSION))
                .failure();
    }

    private static String where(TableEntity row) {
        return "row " + row.getPartitionKey() + ", " + row.getRowKey();
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] decompressed(byte[] packed) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        }
    }
}
