package dev.cosell.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads the JSON that a test sends to the control surface. */
public final class ControlBody {
    private ControlBody() {}

    /**
     * The body as an object; an empty body is an empty object.
     *
     * @throws ControlException if it is anything else
     */
    public static ObjectNode read(Request request, ObjectMapper mapper) {
        if (request.body().length == 0) {
            return mapper.createObjectNode();
        }
        try {
            JsonNode body = mapper.readTree(request.body());
            if (body instanceof ObjectNode object) {
                return object;
            }
            throw new ControlException(400, "body: expected a JSON object, found " + body.getNodeType());
        } catch (JsonProcessingException e) {
            throw new ControlException(400, "body: expected JSON, found " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("cannot read a body from memory", e);
        }
    }

    /**
     * The settings record with the members of the body laid over it.
     *
     * @throws ControlException if the body names a setting that does not exist or gives it a wrong type
     */
    public static <T> T patch(Request request, ObjectMapper mapper, T current, Class<T> type) {
        ObjectNode merged = mapper.valueToTree(current);
        merged.setAll(read(request, mapper));
        try {
            return mapper.treeToValue(merged, type);
        } catch (JsonProcessingException e) {
            throw new ControlException(400, "settings: " + e.getOriginalMessage());
        }
    }
}
