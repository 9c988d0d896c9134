package dev.cosell.localhost.http;

import com.sun.net.httpserver.HttpExchange;
import dev.cosell.localhost.invoke.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What goes back on the wire. */
record Reply(int status, Map<String, String> headers, byte[] body) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Status only: what the real host sends for its own errors. */
    static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    static Reply json(int status, String json) {
        return new Reply(status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    static Reply text(int status, String text) {
        return new Reply(status, Map.of("Content-Type", TEXT), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * From what a function returned.
     *
     * @throws IllegalArgumentException if it is no response of this host, or the body is neither String nor byte[]
     */
    static Reply of(Optional<Object> returned) {
        if (!(returned.orElse(null) instanceof Response response)) {
            throw new IllegalArgumentException(
                    "expected the response built by HttpRequestMessage.createResponseBuilder;" + " found "
                            + returned.map(value -> value.getClass().getName()).orElse("null"));
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers());
        return switch (response.body().orElse("")) {
            case String text -> {
                if (!text.isEmpty()) {
                    headers.putIfAbsent("Content-Type", TEXT);
                }
                yield new Reply(response.getStatusCode(), headers, text.getBytes(StandardCharsets.UTF_8));
            }
            case byte[] bytes -> {
                headers.putIfAbsent("Content-Type", "application/octet-stream");
                yield new Reply(response.getStatusCode(), headers, bytes);
            }
            default ->
                throw new IllegalArgumentException("a response body must be String or byte[]; found "
                        + response.getBody().getClass().getName());
        };
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean bodiless = body.length == 0
                || status == NO_CONTENT
                || status == NOT_MODIFIED
                || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
