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
 * <p>The row also carries {@code v}, the version of its layout. A row of a later version is refused rather than guessed
 * at: rewriting it would lose what we do not know.
 */
final class Document {
    static final String VERSION = "v";
    static final int CURRENT = 1;

    /** Below this, compressing costs more time than it saves. */
    private static final int COMPRESSED_FROM = 8 * 1024;

    private Document() {}

    /**
     * Puts a document and {@code v} into a row.
     *
     * @throws dev.cosell.problem.Failure {@code UNEXPECTED} if it does not fit even when compressed
     */
    static void write(TableEntity row, JsonNode document) {
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
        row.addProperty(VERSION, CURRENT);
    }

    /** @throws dev.cosell.problem.Failure {@code UNEXPECTED} for a row of a later version or one that is no document */
    static JsonNode read(TableEntity row) {
        checkVersion(row);
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

    /** @throws dev.cosell.problem.Failure {@code UNEXPECTED} for a row of a later version */
    static void checkVersion(TableEntity row) {
        Object version = row.getProperty(VERSION);
        if (!(version instanceof Integer number) || number > CURRENT) {
            throw Problem.of(
                            ProblemCode.UNEXPECTED,
                            where(row) + ": expected row version " + VERSION + " = " + CURRENT + " or earlier, found "
                                    + version + "; if a later version of the connector wrote it, update this one")
                    .failure();
        }
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
