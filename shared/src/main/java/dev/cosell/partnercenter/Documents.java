package dev.cosell.partnercenter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cosell.http.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads and writes JSON of the network: strict about its form, exact about its numbers. */
final class Documents {
    /** Real documents nest to about eight levels. */
    private static final int DEEPEST = 64;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final ObjectReader READER = JSON.reader();

    private Documents() {}

    /**
     * A whole document; a missing node for an empty body.
     *
     * @throws IOException if it is not JSON, has a member twice, goes on after its end or nests too deeply
     */
    static JsonNode read(byte[] body) throws IOException {
        return JsonText.read(READER, body);
    }

    static byte[] write(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException("a JSON tree that cannot be written", e);
        }
    }
}
