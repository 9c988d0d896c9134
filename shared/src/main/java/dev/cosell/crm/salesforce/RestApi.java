package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.crm.JsonApi;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.CallMeter;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Salesforce's REST API as HTTP: addresses, headers, tokens, pages, and refusals turned into problems. */
final class RestApi {
    static final ObjectMapper JSON = JsonApi.JSON;

    private static final Pattern VERSION = Pattern.compile("\\d{2,3}\\.0");
    private static final Pattern ROW = Pattern.compile("sobjects/\\w+/(?!describe$).+");

    /** A query that needs more pages than this was not meant to. */
    private static final int MOST_PAGES = 50;

    private final String organization;
    private final String root;
    private final JsonApi api;
    private final CallMeter meter;
    private final FieldMaps maps;
    private final InstantSource clock;

    /** As the latest answer said. */
    private final AtomicReference<ApiUsage> usage = new AtomicReference<>();

    /** @throws dev.cosell.problem.Failure {@code MISCONFIGURED} if the version is none */
    RestApi(
            URI organization,
            String version,
            Transport transport,
            CallMeter meter,
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
        this.api = new JsonApi(transport, tokens);
        this.meter = meter;
        this.maps = maps;
        this.clock = clock;
    }

    /** The organisation's address, without a slash at its end. */
    String organization() {
        return organization;
    }

    /** All rows of a query, page by page. */
    List<JsonNode> query(String soql) {
        return rows("query?q=" + Soql.encode(soql));
    }

    /** As {@link #query}, with rows in the recycle bin. */
    List<JsonNode> queryAll(String soql) {
        return rows("queryAll?q=" + Soql.encode(soql));
    }

    private List<JsonNode> rows(String query) {
        List<JsonNode> rows = new ArrayList<>();
        Optional<String> next = Optional.of(query);
        for (int page = 0; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw Problem.of(
                                ProblemCode.UNEXPECTED,
                                "expected at most " + MOST_PAGES + " pages of a query, found more")
                        .from(RemoteSystem.CRM)
                        .failure();
            }
            JsonNode answer = get(next.get());
            answer.path("records").forEach(rows::add);
            next = Optional.ofNullable(answer.path("nextRecordsUrl").asText(null))
                    .map(this::relative);
        }
        return rows;
    }

    /** An address as a part of a composite call names it: without the organisation's own. */
    String local(String path) {
        return root.substring(organization.length()) + path;
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
        return noting(api.send(method, address(path), headers, body));
    }

    /** One call without a body, whatever the status. */
    Answer send(String method, String path) {
        return noting(api.send(method, address(path), Map.of()));
    }

    /** The body of a successful answer. */
    JsonNode body(Answer answer, String method, String path) {
        return JsonApi.object(answer, method, object(path));
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
                        Optional.ofNullable(usage.get()),
                        clock.instant());
    }

    private Answer noting(Answer answer) {
        ApiUsage.of(answer).ifPresent(this::note);
        return answer;
    }

    private void note(ApiUsage said) {
        usage.set(said);
        meter.told(RemoteSystem.CRM, said.used(), said.allowed());
    }

    private URI address(String path) {
        return URI.create(path.startsWith("/") ? organization + path : root + path);
    }

    /** The access token goes nowhere but to the configured organisation, whatever an answer says. */
    private String relative(String nextRecordsUrl) {
        String below = local("");
        if (!nextRecordsUrl.startsWith(below)) {
            throw Problem.of(
                            ProblemCode.UNEXPECTED, "expected the next page below " + below + ", found another address")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return nextRecordsUrl.substring(below.length());
    }

    /** Enough to know which call it was; ids and values stay out of messages. */
    private static String object(String path) {
        String[] steps = path.split("[/?]", 3);
        return steps[0].equals("sobjects") && steps.length > 1 ? steps[1] : steps[0];
    }
}
