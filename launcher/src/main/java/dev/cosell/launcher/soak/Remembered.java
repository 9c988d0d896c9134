package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * What the connector remembers, from the rows that {@code docs/architecture.md} describes: whether every accepted event was
 * seen to, for the newest mark of each subject must be settled in its pair.
 */
final class Remembered {
    private static final String ECHO = "echo of ";

    private final StorageRows storage;

    Remembered(StorageRows storage) {
        this.storage = storage;
    }

    /** One line for each subject that has an event which nobody has seen to. */
    List<String> open() {
        Map<String, JsonNode> pairs = pairs();
        Set<String> open = new TreeSet<>();
        for (JsonNode hint : storage.all("cosellhints")) {
            String subject = hint.path("subject").asText();
            JsonNode done = pairs.getOrDefault(hint.path("pair").asText(), JsonClient.JSON.createObjectNode())
                    .path("settled");
            if (hint.hasNonNull("mark")
                    && !hint.path("mark").equals(done.path(subject))
                    && !hint.path("mark").equals(done.path(ECHO + subject))) {
                open.add(subject + ": the event of " + hint.path("markedAt").asText() + " is not settled");
            }
        }
        return List.copyOf(open);
    }

    /** What is remembered of each pair, by its id. */
    Map<String, JsonNode> pairs() {
        Map<String, JsonNode> pairs = new HashMap<>();
        for (JsonNode row : storage.all("cosellpairs")) {
            if (row.path("RowKey").asText().equals("pair")) {
                pairs.put(row.path("pair").asText(), document(row));
            }
        }
        return pairs;
    }

    /** JSON in columns {@code json0} and on, or {@code gzip0} and on. */
    private static JsonNode document(JsonNode row) {
        byte[] plain = columns(row, "json");
        try {
            return JsonClient.JSON.readTree(plain.length > 0 ? plain : decompressed(columns(row, "gzip")));
        } catch (IOException e) {
            throw new UncheckedIOException("Expected a pair's row to hold JSON", e);
        }
    }

    private static byte[] columns(JsonNode row, String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int n = 0; row.has(name + n); n++) {
            all.writeBytes(Base64.getDecoder().decode(row.path(name + n).asText()));
        }
        return all.toByteArray();
    }

    private static byte[] decompressed(byte[] packed) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        }
    }
}
