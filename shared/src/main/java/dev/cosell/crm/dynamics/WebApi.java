package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Dataverse Web API as HTTP: addresses, headers, tokens, pages, and refusals turned into problems. */
final class WebApi {
    /** Keeps decimals exact both ways: sums must neither pass through binary floating point nor be sent as 1E+2. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final String ROOT = "/api/data/v9.2/";
    private static final byte[] NO_BODY = {};

    /** A query that needs more pages than this was not meant to. */
    private static final int MOST_PAGES = 50;

    private final String root;
    private final Transport transport;
    private final TokenSource tokens;
    private final FieldMaps maps;
    private final InstantSource clock;

    WebApi(URI environment, Transport transport, TokenSource tokens, FieldMaps maps, InstantSource clock) {
        this.root = environment.toString().replaceFirst("/+$", "") + ROOT;
        this.transport = transport;
        this.tokens = tokens;
        this.maps = maps;
        this.clock = clock;
    }

    /** One GET that has to succeed. */
    JsonNode get(String path) {
        Answer answer = send("GET", path, Map.of());
        if (!answer.ok()) {
            throw refusal(answer, "GET", path).failure();
        }
        return body(answer, "GET", path);
    }

    /** All rows of a query, page by page. */
    List<JsonNode> list(String path) {
        List<JsonNode> rows = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        for (int page = 0; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw Problem.of(
                                ProblemCode.UNEXPECTED,
                                "expected at most " + MOST_PAGES + " pages of " + set(path) + ", found more")
                        .from(RemoteSystem.CRM)
                        .failure();
            }
            JsonNode answer = get(next.get());
            answer.path("value").forEach(rows::add);
            next = Optional.ofNullable(answer.path("@odata.nextLink").asText(null))
                    .map(this::relative);
        }
        return rows;
    }

    /**
     * One page of a query.
     *
     * @param next from the page before, which says everything the query said
     * @param size rows, as the service is asked for; it may give fewer
     */
    Page page(String path, Optional<String> next, int size) {
        String from = next.orElse(path);
        Answer answer = send("GET", from, Map.of("Prefer", "odata.maxpagesize=" + size));
        if (!answer.ok()) {
            throw refusal(answer, "GET", from).failure();
        }
        JsonNode body = body(answer, "GET", from);
        List<JsonNode> rows = new ArrayList<>();
        body.path("value").forEach(rows::add);
        return new Page(
                rows,
                Optional.ofNullable(body.path("@odata.nextLink").asText(null)).map(this::relative));
    }

    /** Rows, and the address of the page behind them. */
    record Page(List<JsonNode> rows, Optional<String> next) {}

    /** One call without a body, whatever the status. */
    Answer send(String method, String path, Map<String, String> headers) {
        return send(method, path, headers, NO_BODY);
    }

    /** One call with a JSON body, whatever the status. */
    Answer send(String method, String path, Map<String, String> headers, JsonNode body) {
        try {
            return send(method, path, headers, JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /** The body of a successful answer. */
    JsonNode body(Answer answer, String method, String path) {
        return parse(answer)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> unreadable(method, path).failure());
    }

    /** Why a call was refused. */
    Problem refusal(Answer answer, String method, String path) {
        Optional<String> table = path.startsWith(Table.LEAD.entitySet() + "(")
                ? Optional.of(Table.LEAD.logicalName())
                : Optional.empty();
        return WebApiError.of(answer)
                .problem(answer, !method.equals("GET"), method + " " + set(path), maps.of(table), clock.instant());
    }

    /** JSON in whatever encoding JSON allows; nothing if it is not JSON. */
    static Optional<JsonNode> parse(Answer answer) {
        try {
            return Optional.of(JSON.readTree(answer.body())).filter(node -> !node.isMissingNode());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** A text inside an OData expression, ready to stand in a query. */
    static String literal(String text) {
        return encode("'" + text.replace("'", "''") + "'");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A 401 was refused before anything happened, so one repetition with a fresh token is safe. */
    private Answer send(String method, String path, Map<String, String> headers, byte[] body) {
        Answer answer = transport.send(call(method, path, headers, body));
        if (answer.status() == 401) {
            tokens.refused();
            answer = transport.send(call(method, path, headers, body));
        }
        return answer;
    }

    private Call call(String method, String path, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Authorization", "Bearer " + tokens.token());
        all.put("Accept", "application/json");
        all.put("OData-Version", "4.0");
        all.put("OData-MaxVersion", "4.0");
        if (body.length > 0) {
            all.put("Content-Type", "application/json; charset=utf-8");
        }
        all.putAll(headers);
        return new Call(RemoteSystem.CRM, method, URI.create(root + path), all, body, Call.DEFAULT_TIMEOUT);
    }

    /** The access token goes nowhere but to the configured environment. */
    String relative(String nextLink) {
        if (!nextLink.startsWith(root)) {
            // Not quoted: a link to a next page holds the query, and with it whom somebody looked for.
            throw Problem.of(
                            ProblemCode.UNEXPECTED,
                            "expected the next page below " + root + ", found one of another address")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return nextLink.substring(root.length());
    }

    private static Problem unreadable(String method, String path) {
        Problem problem = Problem.of(
                        ProblemCode.UNAVAILABLE,
                        method + " " + set(path) + ": expected a JSON object, found something else")
                .from(RemoteSystem.CRM);
        return method.equals("GET") ? problem : problem.withOutcomeUnknown();
    }

    /** Enough to know which call it was; ids and filters stay out of messages. */
    private static String set(String path) {
        return path.split("[(?/]", 2)[0];
    }
}
