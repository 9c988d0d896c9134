package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A row's change and the look at what came of it in one call, which counts as one: the composite resource. A look that
 * fails does not undo the change. Source: REST API Developer Guide, "Send Multiple Requests Using Composite".
 */
final class WriteAndLook {
    /** In a composite call a text with this would be taken for a reference to the answer of another part. */
    private static final String REFERENCE = "@{";

    private final RestApi api;

    WriteAndLook(RestApi api) {
        this.api = api;
    }

    /**
     * How it went.
     *
     * @param write what the change was answered
     * @param rows what the look found, once the change went well; fails if the look was refused
     */
    record Seen(Answer write, Supplier<List<JsonNode>> rows) {}

    /**
     * Changes a row. One call; two if the row holds a text that a composite call would misread.
     *
     * @param path of the row
     * @param headers of the change
     * @param soql the look
     * @throws dev.cosell.problem.Failure if the call as a whole was refused
     */
    Seen patch(String path, Map<String, String> headers, ObjectNode row, String soql) {
        if (row.toString().contains(REFERENCE)) {
            return new Seen(api.send("PATCH", path, headers, row), () -> api.query(soql));
        }
        ObjectNode both = RestApi.JSON.createObjectNode().put("allOrNone", false);
        ObjectNode write = part("write", "PATCH", path);
        headers.forEach(write.putObject("httpHeaders")::put);
        write.set("body", row);
        both.putArray("compositeRequest").add(write).add(part("look", "GET", RestApi.queryPath(soql)));
        Answer answer = api.send("POST", "composite", Map.of(), both);
        if (!answer.ok()) {
            throw api.refusal(answer, "POST", "composite").failure();
        }
        JsonNode parts = api.body(answer, "POST", "composite").path("compositeResponse");
        if (parts.size() != 2) {
            throw RestApi.unreadable("POST", "composite").failure();
        }
        return new Seen(answerOf(parts.get(0)), () -> api.rows(answerOf(parts.get(1))));
    }

    private ObjectNode part(String name, String method, String path) {
        return RestApi.JSON
                .createObjectNode()
                .put("referenceId", name)
                .put("method", method)
                .put("url", api.address(path));
    }

    private static Answer answerOf(JsonNode part) {
        Map<String, String> headers = new HashMap<>();
        part.path("httpHeaders")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        byte[] body = part.path("body").isNull()
                ? new byte[0]
                : part.path("body").toString().getBytes(StandardCharsets.UTF_8);
        return new Answer(part.path("httpStatusCode").asInt(), Map.copyOf(headers), body);
    }
}
