package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.crm.JsonApi;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
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
    static final ObjectMapper JSON = JsonApi.JSON;

    private static final String ROOT = "/api/data/v9.2/";
    private static final Map<String, String> ODATA = Map.of("OData-Version", "4.0", "OData-MaxVersion", "4.0");

    /** A query that needs more pages than this was not meant to. */
    private static final int MOST_PAGES = 50;

    private final String root;
    private final JsonApi api;
    private final FieldMaps maps;
    private final InstantSource clock;

    WebApi(URI environment, Transport transport, TokenSource tokens, FieldMaps maps, InstantSource clock) {
        this.root = environment.toString().replaceFirst("/+$", "") + ROOT;
        this.api = new JsonApi(transport, tokens);
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
        return api.send(method, address(path), odata(headers));
    }

    /** One call with a JSON body, whatever the status. */
    Answer send(String method, String path, Map<String, String> headers, JsonNode body) {
        return api.send(method, address(path), odata(headers), body);
    }

    /** The body of a successful answer. */
    JsonNode body(Answer answer, String method, String path) {
        return JsonApi.object(answer, method, set(path));
    }

    /** Why a call was refused. */
    Problem refusal(Answer answer, String method, String path) {
        Optional<String> table = path.startsWith(Table.LEAD.entitySet() + "(")
                ? Optional.of(Table.LEAD.logicalName())
                : Optional.empty();
        return WebApiError.of(answer)
                .problem(answer, !method.equals("GET"), method + " " + set(path), maps.of(table), clock.instant());
    }

    /** A text inside an OData expression, ready to stand in a query. */
    static String literal(String text) {
        return encode("'" + text.replace("'", "''") + "'");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private URI address(String path) {
        return URI.create(root + path);
    }

    private static Map<String, String> odata(Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(ODATA);
        all.putAll(headers);
        return all;
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

    /** Enough to know which call it was; ids and filters stay out of messages. */
    private static String set(String path) {
        return path.split("[(?/]", 2)[0];
    }
}
