package dev.cosell.launcher;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** JSON over HTTP to one address: the functions app, or the sandbox's control surface. */
public final class JsonClient {
    public static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    private final URI base;
    private final Map<String, String> headers;

    /**
     * @param base what every path is appended to
     * @param headers sent with every call
     */
    public JsonClient(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = Map.copyOf(headers);
    }

    public URI base() {
        return base;
    }

    /** The body of a successful GET. */
    public JsonNode get(String path) {
        return successful("GET", path, call("GET", path, MissingNode.getInstance()));
    }

    /** The body of a successful call. */
    public JsonNode send(String method, String path, JsonNode body) {
        return successful(method, path, call(method, path, body));
    }

    /** Any answer. */
    public JsonAnswer call(String method, String path, JsonNode body) {
        String text = body.isMissingNode() ? "" : body.toString();
        return call(method, path, text, body.isMissingNode() ? Map.of() : Map.of("Content-Type", "application/json"));
    }

    /**
     * Any answer to any text.
     *
     * @throws UncheckedIOException if none came
     */
    public JsonAnswer call(String method, String path, String body, Map<String, String> more) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT);
        headers.forEach(request::header);
        more.forEach(request::setHeader);
        request.method(method, HttpRequest.BodyPublishers.ofString(body));
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new JsonAnswer(response.statusCode(), parse(response.body()), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + base + path + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while waiting for " + method + " " + path, e);
        }
    }

    private static JsonNode successful(String method, String path, JsonAnswer answer) {
        if (answer.status() < 200 || answer.status() > 299) {
            throw new LaunchFailure(
                    method + " " + path + ": expected success, found " + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    private static JsonNode parse(String text) throws IOException {
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        return text.startsWith("{") || text.startsWith("[") ? JSON.readTree(text) : JSON.valueToTree(text);
    }
}
