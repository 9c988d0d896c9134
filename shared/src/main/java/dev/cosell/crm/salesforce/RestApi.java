package dev.cosell.crm.salesforce;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Salesforce's REST API as HTTP: addresses, headers, tokens, pages, and refusals turned into problems. */
final class RestApi {
    /** Keeps decimals exact both ways: sums must neither pass through binary floating point nor be sent as 1E+2. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final Pattern VERSION = Pattern.compile("\\d{2,3}\\.0");
    private static final Pattern ROW = Pattern.compile("sobjects/\\w+/(?!describe$).+");
    private static final byte[] NO_BODY = {};

    /** A query that needs more pages than this was not meant to. */
    private static final int MOST_PAGES = 50;

    private final String organization;
    private final String root;
    private final Transport transport;
    private final TokenSource tokens;
    private final FieldMaps maps;
    private final InstantSource clock;
    private final AtomicReference<ApiUsage> usage = new AtomicReference<>();

    /** @throws dev.cosell.problem.Failure {@code MISCONFIGURED} if the version is none */
    RestApi(
            URI organization,
            String version,
            Transport transport,
            TokenSource tokens,
            FieldMaps maps,
            InstantSource clock) {
        if (!VERSION.matcher(version).matches()) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            "expected a version of the Salesforce API such as 67.0, found \"" + version + "\"")
                    .failure();
        }
        this.organization = organization.toString().replaceFirst("/+$", "");
        this.root = this.organization + "/services/data/v" + version + "/";
        this.transport = transport;
        this.tokens = tokens;
        this.maps = maps;
        this.clock = clock;
    }

    /** The organisation's address, without a slash at its end. */
    String organization() {
        return organization;
    }

    /** What the organisation used of its calls, as the latest answer said; nothing before the first one. */
    Optional<ApiUsage> usage() {
        return Optional.ofNullable(usage.get());
    }

    /** All rows of a query, page by page. */
    List<JsonNode> query(String soql) {
        return rows(queryPath(soql));
    }

    /** The path of a query. */
    static String queryPath(String soql) {
        return "query?q=" + Soql.encode(soql);
    }

    /** As {@link #query}, with rows in the recycle bin. */
    List<JsonNode> queryAll(String soql) {
        return rows("queryAll?q=" + Soql.encode(soql));
    }

    private List<JsonNode> rows(String query) {
        return rows(get(query));
    }

    /** All rows of a query whose first page was asked for within another call, page by page. */
    List<JsonNode> rows(Answer first) {
        if (!first.ok()) {
            throw refusal(first, "GET", "query").failure();
        }
        return rows(body(first, "GET", "query"));
    }

    private List<JsonNode> rows(JsonNode first) {
        List<JsonNode> rows = new ArrayList<>();
        first.path("records").forEach(rows::add);
        Optional<String> next = next(first);
        for (int page = 1; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw Problem.of(
                                ProblemCode.UNEXPECTED,
                                "expected at most " + MOST_PAGES + " pages of a query, found more")
                        .from(RemoteSystem.CRM)
                        .failure();
            }
            JsonNode answer = get(next.get());
            answer.path("records").forEach(rows::add);
            next = next(answer);
        }
        return rows;
    }

    private Optional<String> next(JsonNode page) {
        return Optional.ofNullable(page.path("nextRecordsUrl").asText(null)).map(this::relative);
    }

    /** One GET that has to succeed. */
    JsonNode get(String path) {
        Answer answer = send("GET", path);
        if (!answer.ok()) {
            throw refusal(answer, "GET", path).failure();
        }
        return body(answer, "GET", path);
    }

    /** One call with a JSON body, whatever the status. */
    Answer send(String method, String path, Map<String, String> headers, JsonNode body) {
        try {
            return send(method, path, headers, JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /** One call without a body, whatever the status. */
    Answer send(String method, String path) {
        return send(method, path, Map.of(), NO_BODY);
    }

    /** The body of a successful answer. */
    JsonNode body(Answer answer, String method, String path) {
        return parse(answer)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> unreadable(method, path).failure());
    }

    /** Why a call was refused. */
    Problem refusal(Answer answer, String method, String path) {
        String object = object(path);
        return RestError.of(answer)
                .problem(
                        answer,
                        !method.equals("GET"),
                        ROW.matcher(path).matches(),
                        method + " " + object,
                        maps.of(Optional.of(object)),
                        usage(),
                        clock.instant());
    }

    /** JSON in whatever encoding JSON allows; nothing if it is not JSON. */
    static Optional<JsonNode> parse(Answer answer) {
        try {
            return Optional.of(JSON.readTree(answer.body())).filter(node -> !node.isMissingNode());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** A 401 was refused before anything happened, so one repetition with a fresh token is safe. */
    private Answer send(String method, String path, Map<String, String> headers, byte[] body) {
        Answer answer = transport.send(call(method, path, headers, body));
        if (answer.status() == 401) {
            tokens.refused();
            answer = transport.send(call(method, path, headers, body));
        }
        ApiUsage.of(answer).ifPresent(usage::set);
        return answer;
    }

    private Call call(String method, String path, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Authorization", "Bearer " + tokens.token());
        all.put("Accept", "application/json");
        if (body.length > 0) {
            all.put("Content-Type", "application/json; charset=utf-8");
        }
        all.putAll(headers);
        return new Call(
                RemoteSystem.CRM, method, URI.create(organization + address(path)), all, body, Call.DEFAULT_TIMEOUT);
    }

    /** The address of a path below the organisation's. */
    String address(String path) {
        return path.startsWith("/") ? path : root.substring(organization.length()) + path;
    }

    /** The access token goes nowhere but to the configured organisation, whatever an answer says. */
    private String relative(String nextRecordsUrl) {
        String below = root.substring(organization.length());
        if (!nextRecordsUrl.startsWith(below)) {
            throw Problem.of(
                            ProblemCode.UNEXPECTED, "expected the next page below " + below + ", found another address")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return nextRecordsUrl.substring(below.length());
    }

    /** What came is no answer to a call that went well. */
    static Problem unreadable(String method, String path) {
        Problem problem = Problem.of(
                        ProblemCode.UNAVAILABLE,
                        method + " " + object(path) + ": expected a JSON object, found something else")
                .from(RemoteSystem.CRM);
        return method.equals("GET") ? problem : problem.withOutcomeUnknown();
    }

    /** Enough to know which call it was; ids and values stay out of messages. */
    private static String object(String path) {
        String[] steps = path.split("[/?]", 3);
        return steps[0].equals("sobjects") && steps.length > 1 ? steps[1] : steps[0];
    }
}
