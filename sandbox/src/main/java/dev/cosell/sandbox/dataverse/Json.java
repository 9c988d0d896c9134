package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** JSON with exact decimals: 12.50 stays 12.50. */
final class Json {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static final String CONTENT_TYPE = "application/json; odata.metadata=minimal";

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    /** @throws Refusal 400 if the text is not a JSON object */
    static ObjectNode parseObject(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException bad) {
            throw Refusal.malformed(
                    "An error occurred while validating input parameters: %s".formatted(bad.getOriginalMessage()));
        }
        throw Refusal.malformed("An error occurred while validating input parameters: expected a JSON object.");
    }

    /** 200 with a body, as the Web API answers reads. */
    static Response ok(JsonNode body, Preferences preferences) {
        List<String> applied = new ArrayList<>();
        if (preferences.trackChanges()) {
            applied.add("odata.track-changes");
        }
        preferences.maxPageSize().ifPresent(size -> applied.add("odata.maxpagesize=" + size));
        if (preferences.wantsAny()) {
            applied.add("odata.include-annotations=\"" + String.join(",", preferences.annotations()) + "\"");
        }
        Response response = Response.json(200, body).with("Content-Type", CONTENT_TYPE);
        return applied.isEmpty() ? response : response.with("Preference-Applied", String.join(",", applied));
    }

    /** A file beside this class. */
    static JsonNode resource(String name) {
        try (InputStream file = Json.class.getResourceAsStream(name)) {
            return MAPPER.readTree(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
