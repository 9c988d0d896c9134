package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.soql.Parser;
import dev.cosell.sandbox.salesforce.soql.Query;
import dev.cosell.sandbox.salesforce.soql.SoqlException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The REST API below {@code /services/data}: finds out what a call is about. */
final class RestApi {
    static final String NEWEST = "v67.0";
    private static final String ROOT = "/services/data";
    private static final int OLDEST_VERSION = 31;
    private static final int NEWEST_VERSION = 67;
    private static final Set<String> WITH_BODY = Set.of("POST", "PATCH");

    private final Organization organization;
    private final ApiUsage usage;
    private final Rows rows;
    private final Collections collections;
    private final Composite composite;
    private final Replication replication;
    private final Cursors cursors;

    RestApi(Organization organization, ApiUsage usage) {
        this.organization = organization;
        this.usage = usage;
        this.rows = new Rows(organization);
        this.collections = new Collections(organization, rows);
        this.composite = new Composite(organization, this);
        this.replication = new Replication(organization);
        this.cursors = new Cursors(organization);
    }

    /** The versions, which anybody may read. */
    static Response versions() {
        ArrayNode all = Json.array();
        for (int version = OLDEST_VERSION; version <= NEWEST_VERSION; version++) {
            all.addObject()
                    .put("label", "Version %d".formatted(version))
                    .put("url", "%s/v%d.0".formatted(ROOT, version))
                    .put("version", "%d.0".formatted(version));
        }
        return Json.response(200, all);
    }

    static boolean asksForVersions(Request request) {
        return request.path().replaceFirst("/$", "").equals(ROOT);
    }

    /** @throws Refusal if the service refuses */
    Response answer(Request request, Caller caller) {
        List<String> steps = Arrays.stream(request.uri().getRawPath().split("/"))
                .filter(step -> !step.isEmpty())
                .map(step -> URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        boolean known = steps.size() > 2
                && request.path().startsWith(ROOT + "/")
                && steps.get(2).matches("v\\d{2}\\.0")
                && version(steps.get(2)) >= OLDEST_VERSION
                && version(steps.get(2)) <= NEWEST_VERSION;
        if (!known) {
            throw Refusal.noResource();
        }
        Call call = new Call(request, caller, steps.get(2), steps.subList(3, steps.size()));
        demandJson(call);
        return route(call);
    }

    private static int version(String name) {
        return Integer.parseInt(name.substring(1, 3));
    }

    private static void demandJson(Call call) {
        boolean json = call.request()
                .header("content-type")
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
        if (WITH_BODY.contains(call.method()) && !json) {
            throw Refusal.of(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "The content type of the request is not supported: %s"
                            .formatted(call.request().header("content-type").orElse("none")));
        }
    }

    private Response route(Call call) {
        List<String> path = call.path();
        if (path.isEmpty()) {
            return resources(call);
        }
        return switch (path.getFirst()) {
            case "sobjects" -> sobjects(call, path.subList(1, path.size()));
            case "query" -> query(call, path, false);
            case "queryAll" -> query(call, path, true);
            case "connect" -> connect(path.subList(1, path.size()));
            case "limits" -> Json.response(200, usage.limits());
            case "composite" ->
                path.size() > 1 && path.get(1).equals("sobjects")
                        ? collections.answer(call, path.subList(2, path.size()))
                        : composite.answer(call, path.subList(1, path.size()));
            default -> throw Refusal.noResource();
        };
    }

    /**
     * Connect REST API, resource Organization: of its features, those about currencies. With several there is no default one.
     *
     * @param path the steps behind {@code connect}
     */
    private Response connect(List<String> path) {
        if (!path.equals(List.of("organization"))) {
            throw Refusal.noResource();
        }
        boolean several = organization.settings().has(Feature.MULTI_CURRENCY);
        ObjectNode body = Json.object();
        ObjectNode features = body.putObject("features").put("multiCurrency", several);
        features.set("defaultCurrencyIsoCode", several ? Json.NODES.nullNode() : organization.corporateCurrency());
        return Json.response(200, body);
    }

    private static Response resources(Call call) {
        ObjectNode body = Json.object();
        for (String name : List.of("sobjects", "query", "queryAll", "limits", "composite")) {
            body.put(name, "%s/%s/%s".formatted(ROOT, call.version(), name));
        }
        return Json.response(200, body);
    }

    /** @param path the steps behind {@code sobjects} */
    private Response sobjects(Call call, List<String> path) {
        Describe describe = new Describe(organization, call.caller(), call.version());
        if (path.isEmpty()) {
            return Json.response(200, describe.global());
        }
        ObjectType type = organization
                .schema()
                .find(path.getFirst())
                .filter(found ->
                        organization.permissions().of(found, call.caller()).read())
                .orElseThrow(Refusal::noResource);
        return switch (path.size()) {
            case 1 ->
                call.method().equals("POST")
                        ? rows.post(call, type)
                        : Json.response(200, Json.object().set("objectDescribe", describe.summary(type)));
            case 2 ->
                switch (path.get(1)) {
                    case "describe" -> Json.response(200, describe.full(type));
                    case "updated" -> replication.updated(call, type);
                    case "deleted" -> replication.deleted(call, type);
                    case "Id" -> rows.post(call, type);
                    default -> rows.byId(call, type, path.get(1));
                };
            case 3 -> rows.byExternalId(call, type, path.get(1), path.get(2));
            default -> throw Refusal.noResource();
        };
    }

    private Response query(Call call, List<String> path, boolean withDeleted) {
        if (path.size() > 1) {
            return cursors.next(call, path.get(1));
        }
        try {
            Query query = Parser.query(call.query().getOrDefault("q", ""));
            Queries queries = new Queries(organization, call.caller(), withDeleted, call.version());
            if (query.counts()) {
                ObjectNode body =
                        Json.object().put("totalSize", queries.count(query)).put("done", true);
                body.putArray("records");
                return Json.response(200, body);
            }
            return cursors.first(call, queries.records(query));
        } catch (SoqlException bad) {
            throw Refusal.of(400, "MALFORMED_QUERY", bad.getMessage());
        }
    }
}
