package dev.cosell.localhost.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The few management calls that people use on a running host: its status, and starting a function by hand. */
final class AdminEndpoint {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STATUS = """
            {"id":"localhost","state":"Running","version":"local-host","errors":[]}""";

    private final Map<String, Consumer<String>> starters;
    private final long bodyLimit;

    /** @param starters functions that are not HTTP, by lower-case name; each takes the input and returns at once */
    AdminEndpoint(Map<String, Consumer<String>> starters, long bodyLimit) {
        this.starters = starters;
        this.bodyLimit = bodyLimit;
    }

    /** @param path parts after {@code admin}; the key was checked */
    Reply answer(HttpExchange exchange, List<String> path) throws IOException {
        String call = exchange.getRequestMethod() + " " + String.join("/", path).toLowerCase(Locale.ROOT);
        if (call.equals("GET host/status")) {
            return Reply.json(200, STATUS);
        }
        return call.matches("POST functions/[^/]+")
                ? start(exchange, call.substring("POST functions/".length()))
                : Reply.empty(404);
    }

    private Reply start(HttpExchange exchange, String function) throws IOException {
        Optional<Consumer<String>> starter = Optional.ofNullable(starters.get(function));
        if (starter.isEmpty()) {
            return Reply.empty(404);
        }
        long length = RequestReader.contentLength(exchange).orElse(0L);
        if (length > bodyLimit) {
            return Reply.empty(413);
        }
        try {
            JsonNode input = JSON.readTree(RequestReader.body(exchange, length)).path("input");
            if (!input.isTextual()) {
                return Reply.json(400, "{\"message\":\"expected {\\\"input\\\":\\\"...\\\"}\"}");
            }
            starter.get().accept(input.textValue());
            return Reply.empty(202);
        } catch (JsonProcessingException notJson) {
            return Reply.json(400, "{\"message\":\"expected a JSON object with the text input\"}");
        }
    }
}
