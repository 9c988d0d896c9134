package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What storage was given so far, asked from outside. */
final class StorageCounts {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Since the start.
     *
     * @param hints rows written to the table of hints
     * @param messages put on any queue
     */
    record Counted(long hints, long messages) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest question;

    /** @param storage its address, see {@link MemoryStorage#address} */
    StorageCounts(URI storage) {
        question = HttpRequest.newBuilder(storage.resolve(MemoryStorage.COUNTS)).build();
    }

    Counted now() {
        try {
            JsonNode counted =
                    JSON.readTree(http.send(question, BodyHandlers.ofString()).body());
            return new Counted(
                    counted.path("hints").asLong(), counted.path("messages").asLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while storage was asked", e);
        }
    }
}
