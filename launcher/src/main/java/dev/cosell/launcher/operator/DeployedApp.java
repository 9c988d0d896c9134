package dev.cosell.launcher.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * An app that is asked from outside. Its answers are believed as little as anybody's: they have a size and a time, and
 * nothing in them leads elsewhere; the key goes to its own address only.
 */
public final class DeployedApp {
    /** An examination takes half a minute, and may have to wait for another one. */
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private static final Duration TO_CONNECT = Duration.ofSeconds(15);
    private static final int LARGEST = 4 * 1024 * 1024;

    private record Answer(int status, byte[] body) {}

    private final AppAddress address;
    private final String key;
    private final String keyIsFrom;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @param key a function key
     * @param keyIsFrom where it was found, for messages, which never have the key itself
     * @throws LaunchFailure for what cannot be a key
     */
    public DeployedApp(AppAddress address, String key, String keyIsFrom) {
        if (!key.matches("[\\x21-\\x7e]{1,512}")) {
            throw new LaunchFailure("Expected a function key in " + keyIsFrom
                    + ", found one with a space, an odd character or none at all");
        }
        this.address = address;
        this.key = key;
        this.keyIsFrom = keyIsFrom;
    }

    public URI uri() {
        return address.uri();
    }

    /**
     * What the app answers.
     *
     * @param path with a slash at its beginning
     * @throws LaunchFailure that says what was expected and found, if it is no JSON of success
     */
    public JsonNode get(String path) {
        Answer answer = asked(path);
        JsonNode body = json(path, answer);
        if (answer.status() != 200) {
            throw refused(path, answer, body);
        }
        return body;
    }

    /**
     * What {@code GET /api/status} answers. While something is out or paused that is 503, with the same report.
     *
     * @throws LaunchFailure as {@link #get}
     */
    public JsonNode status() {
        String path = "/api/status";
        Answer answer = asked(path);
        JsonNode body = json(path, answer);
        boolean reports = answer.status() == 503 && body.has("ready");
        if (answer.status() != 200 && !reports) {
            throw refused(path, answer, body);
        }
        return body;
    }

    /** An answer of an app that took the key, whatever it says. */
    private Answer asked(String path) {
        Answer answer = ask(path);
        if (answer.status() == 401 || answer.status() == 403) {
            throw new LaunchFailure("Expected " + uri() + " to take the key in " + keyIsFrom + ", found "
                    + answer.status() + ": it is wrong, of another app, or no function key");
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            throw new LaunchFailure("Expected an answer from " + uri() + path + ", found " + answer.status()
                    + ", which leads elsewhere; the key was not sent there. Name the app's own address");
        }
        return answer;
    }

    private LaunchFailure refused(String path, Answer answer, JsonNode body) {
        return new LaunchFailure("Expected success of " + uri() + path + ", found " + answer.status() + refusal(body));
    }

    private Answer ask(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri() + path))
                .timeout(LIMIT)
                .header("x-functions-key", key)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<Answer> asked =
                http.sendAsync(request, BodyHandlers.ofInputStream()).thenApplyAsync(DeployedApp::bounded);
        try {
            // The request's own limit ends with the headers; a body may come one byte a minute.
            return asked.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw notReached(path, e.getCause());
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new LaunchFailure(
                    "Expected an answer from " + uri() + path + " within " + LIMIT.toSeconds() + " s, found none");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while waiting for " + uri() + path, e);
        }
    }

    private static Answer bounded(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return new Answer(response.statusCode(), body.readNBytes(LARGEST + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LaunchFailure notReached(String path, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return new LaunchFailure(
                        "Expected " + uri() + " to have a certificate of an authority that this computer's"
                                + " Java trusts, for this name; found another, and sent no key: "
                                + Plain.text(String.valueOf(each.getMessage())));
            }
        }
        String why = cause.getClass().getSimpleName() + " "
                + Plain.text(cause.getMessage() == null ? "" : cause.getMessage());
        return new LaunchFailure(
                "Expected an app at " + uri() + path + ", found that it cannot be reached: " + why.strip());
    }

    private JsonNode json(String path, Answer answer) {
        String found = "HTTP " + answer.status() + " with ";
        if (answer.body().length > LARGEST) {
            throw noApp(path, found + "more than " + LARGEST + " bytes");
        }
        try {
            JsonNode body = JsonClient.JSON.readTree(answer.body());
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw noApp(path, found + "no JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from memory", e);
        }
        throw noApp(path, found + "no JSON object");
    }

    private LaunchFailure noApp(String path, String found) {
        return new LaunchFailure("Expected an answer of a Co-sell Connector from " + uri() + path + ", found " + found);
    }

    private static String refusal(JsonNode body) {
        JsonNode error = body.path("error");
        return ": " + Plain.text(error.path("code")) + " " + Plain.text(error.path("title")) + ". "
                + Plain.text(error.path("detail")) + ". " + Plain.text(error.path("fix"));
    }
}
