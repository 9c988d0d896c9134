package dev.cosell.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;

/** JSON from outside. Of a number that is beyond all numbers Jackson complains by an unchecked exception; here it is no JSON. */
public final class JsonText {
    private JsonText() {}

    /** @throws IOException if it is not JSON as the reader takes it */
    public static JsonNode read(ObjectReader reader, byte[] json) throws IOException {
        try {
            return reader.readTree(json);
        } catch (NumberFormatException beyond) {
            throw unreadable(beyond);
        }
    }

    /** @throws JsonProcessingException if it is not JSON as the reader takes it */
    public static JsonNode read(ObjectReader reader, String json) throws JsonProcessingException {
        try {
            return reader.readTree(json);
        } catch (NumberFormatException beyond) {
            throw unreadable(beyond);
        }
    }

    private static JsonParseException unreadable(NumberFormatException beyond) {
        return new JsonParseException(null, "a number that is beyond all numbers", beyond);
    }
}
