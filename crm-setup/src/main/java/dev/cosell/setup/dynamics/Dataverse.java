package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.setup.SetUpFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dataverse's Web API, as an administrator calls it: few calls, each of which may take minutes, because definitions change
 * behind a lock of the whole environment. Nothing is repeated: the command is.
 */
final class Dataverse {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int UNAUTHORIZED = 401;
    private static final Pattern ID = Pattern.compile("\\(([0-9a-fA-F-]{36})\\)$");

    /** What a call wants beyond its body. */
    private record Wish(String header, String value) {}

    private final URI environment;
    private final Transport transport;
    private final TokenSource tokens;

    /** @param environment without a path, for instance {@code https://fabrikam.crm4.dynamics.com} */
    Dataverse(URI environment, Transport transport, TokenSource tokens) {
        this.environment = environment;
        this.transport = transport;
        this.tokens = tokens;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A text as a literal of a query, encoded. */
    static String literal(String text) {
        return encoded("'" + text.replace("'", "''") + "'");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param path below the service root, encoded */
    JsonNode get(String path) {
        return body(path, demandSuccess("GET", path, send("GET", path, MissingNode.getInstance())));
    }

    /** All rows of a collection; what is set up here has far less than a page of 5,000. */
    List<JsonNode> list(String path) {
        List<JsonNode> rows = new ArrayList<>();
        get(path).path("value").forEach(rows::add);
        return rows;
    }

    /** The row with these values; nothing if there is none. */
    Optional<JsonNode> first(String path) {
        return list(path).stream().findFirst();
    }

    /**
     * Makes something.
     *
     * @param solution unique name of the one it becomes part of
     * @return its id
     */
    String create(String path, JsonNode definition, String solution) {
        return created(path, send("POST", path, definition, new Wish("MSCRM.SolutionUniqueName", solution)));
    }

    /** Makes something that is part of no solution. */
    String create(String path, JsonNode definition) {
        return created(path, send("POST", path, definition));
    }

    private static String created(String path, Answer answer) {
        Matcher id = ID.matcher(
                demandSuccess("POST", path, answer).header("odata-entityid").orElse(""));
        if (!id.find()) {
            throw new SetUpFailure("Expected the id of what POST " + path + " made in OData-EntityId, found "
                    + answer.header("odata-entityid").orElse("none"));
        }
        return id.group(1);
    }

    /** Replaces a definition as a whole, except its labels in other languages. */
    void replace(String path, JsonNode definition) {
        demandSuccess("PUT", path, send("PUT", path, definition, new Wish("MSCRM.MergeLabels", "true")));
    }

    /** Changes a row that is there. */
    void change(String path, JsonNode columns) {
        demandSuccess("PATCH", path, send("PATCH", path, columns, new Wish("If-Match", "*")));
    }

    void act(String path, JsonNode parameters) {
        demandSuccess("POST", path, send("POST", path, parameters));
    }

    private Answer send(String method, String path, JsonNode body, Wish... wishes) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + tokens.token());
        headers.put("Accept", "application/json");
        headers.put("OData-Version", "4.0");
        headers.put("OData-MaxVersion", "4.0");
        // What was just made has to be seen: definitions are cached for a while otherwise.
        headers.put("Consistency", "Strong");
        byte[] bytes = new byte[0];
        if (!body.isMissingNode()) {
            headers.put("Content-Type", "application/json; charset=utf-8");
            bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        }
        for (Wish wish : wishes) {
            headers.put(wish.header(), wish.value());
        }
        Answer answer = transport.send(new Call(
                RemoteSystem.CRM, method, environment.resolve("/api/data/v9.2/" + path), headers, bytes, LIMIT));
        if (answer.status() == UNAUTHORIZED) {
            tokens.refused();
        }
        return answer;
    }

    private static Answer demandSuccess(String method, String path, Answer answer) {
        if (!answer.ok()) {
            JsonNode error = json(answer).path("error");
            String wait = answer.header("retry-after")
                    .map(seconds -> "; call again after " + seconds + " s, what was made stays")
                    .orElse("");
            throw new SetUpFailure("Expected success of " + method + " " + path + ", found " + answer.status() + " "
                    + error.path("code").asText("") + " "
                    + error.path("message").asText("") + wait);
        }
        return answer;
    }

    private static JsonNode body(String path, Answer answer) {
        JsonNode body = json(answer);
        if (!body.isObject()) {
            throw new SetUpFailure("Expected a JSON object from GET " + path + ", found none");
        }
        return body;
    }

    private static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
