package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Column.Required;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Dynamics.Protection;
import dev.cosell.sandbox.dataverse.WebhookStep.Authentication;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The routes by which tests and the demo play the people around the environment; listed in the package description. */
final class Control {
    private static final Pattern AS_PERSON = Pattern.compile("as/([^/]+)(/api/data/.*)");

    private final Dynamics dynamics;
    private final Organization organization;
    private final WebApi api;
    private final Webhooks webhooks;
    private final Records records;
    private final Payload payload;
    private final MicrosoftsConnector microsofts;

    Control(Dynamics dynamics, Organization organization, WebApi api, Webhooks webhooks) {
        this.dynamics = dynamics;
        this.organization = organization;
        this.api = api;
        this.webhooks = webhooks;
        this.records = new Records(organization);
        this.payload = new Payload(new Locator(organization));
        this.microsofts = new MicrosoftsConnector(organization, records);
    }

    Response answer(Request request) {
        String path = request.path().replaceFirst("^/_sandbox/dynamics/", "");
        Matcher person = AS_PERSON.matcher(path);
        if (person.matches()) {
            return asPerson(request, person.group(1));
        }
        return committed(() -> route(request, List.of(path.split("/"))));
    }

    private Response route(Request request, List<String> path) {
        String method = request.method();
        return switch (method + " " + path.getFirst()) {
            case "GET records" -> path.size() > 2 ? shown(found(path), 200) : list(table(path));
            case "POST records" -> path.size() > 3 ? onRecord(request, path) : create(request, table(path));
            case "PATCH records" -> update(request, path);
            case "DELETE records" -> delete(request, path);
            case "GET options" -> Response.json(200, Json.MAPPER.valueToTree(organization.options()));
            case "PATCH options" -> options(request);
            case "POST currencies" -> addCurrency(request);
            case "DELETE currencies" -> removeCurrency(step(path, 1));
            case "PUT microsofts-flows" -> microsoftsFlows(request);
            case "PUT missing-privileges" -> missingPrivileges(request);
            case "PUT organization-type" -> organizationType(request);
            case "PUT column-security" -> columnSecurity(request);
            case "PATCH columns" -> column(request, path);
            case "POST webhooks" -> Response.json(201, Json.object().put("id", register(step(request))));
            case "DELETE webhooks" -> deleteWebhook(step(path, 1));
            case "POST fail-next" -> failNext(request);
            case "POST expire-delta-tokens" -> expireDeltaTokens();
            default -> throw Refusal.unknownResource(method + " " + String.join("/", path));
        };
    }

    private Response committed(Supplier<Response> change) {
        try {
            Response response = change.get();
            webhooks.send(organization.commit());
            return response;
        } catch (Refusal refusal) {
            organization.rollback();
            return refusal.response(false);
        } catch (IllegalArgumentException badValue) {
            organization.rollback();
            return Refusal.malformed(badValue.getMessage()).response(false);
        }
    }

    /** Any Web API call, made by a person instead of the connector. */
    private Response asPerson(Request request, String person) {
        String target = request.uri().toString().replaceFirst("/_sandbox/dynamics/as/[^/]+", "");
        try {
            return api.answer(
                    new Request(request.method(), URI.create(target), request.headers(), request.body()), user(person));
        } catch (Refusal refusal) {
            return refusal.response(false);
        }
    }

    private Response list(Table table) {
        ArrayNode rows = Json.array();
        organization.data().rows(table.logicalName()).forEach(row -> rows.add(json(row)));
        return Response.json(200, rows);
    }

    private Response create(Request request, Table table) {
        Map<String, JsonNode> columns = columns(request, table);
        Optional<String> id =
                Optional.ofNullable(columns.remove(table.primaryId())).map(JsonNode::asText);
        return shown(records.create(table, id, columns, caller(request)), 201);
    }

    private Response update(Request request, List<String> path) {
        Stored row = found(path);
        return shown(records.update(table(path), row, columns(request, table(path)), caller(request)), 200);
    }

    private Response delete(Request request, List<String> path) {
        records.delete(table(path), found(path), caller(request));
        return Response.of(204);
    }

    private Response onRecord(Request request, List<String> path) {
        return switch (step(path, 3)) {
            case "clone" -> copy(request, path);
            case "microsofts-connector" ->
                shown(microsofts.synchronised(found(path), Json.parseObject(request.text()), caller(request)), 200);
            default -> throw Refusal.unknownResource(String.join("/", path));
        };
    }

    /** A clone as users make it: every value that may be written, our referral id included. */
    private Response copy(Request request, List<String> path) {
        Table table = table(path);
        Map<String, JsonNode> values = new LinkedHashMap<>(found(path).values());
        values.keySet()
                .removeIf(name -> name.equals(table.primaryId())
                        || name.equals("statuscode")
                        || !table.columns().get(name).validForCreate());
        return shown(records.create(table, Optional.empty(), values, caller(request)), 201);
    }

    private Response options(Request request) {
        ObjectNode changed = Json.MAPPER.valueToTree(organization.options());
        changed.setAll(Json.parseObject(request.text()));
        organization.options(Json.MAPPER.convertValue(changed, Options.class));
        return Response.json(200, Json.MAPPER.valueToTree(organization.options()));
    }

    private Response addCurrency(Request request) {
        ObjectNode body = Json.parseObject(request.text());
        String iso = body.path("isocurrencycode").asText();
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        columns.put("currencyname", Json.NODES.textNode(iso));
        columns.put("currencysymbol", Json.NODES.textNode(iso));
        body.properties().forEach(member -> columns.put(member.getKey(), member.getValue()));
        return shown(records.create(table("transactioncurrency"), Optional.empty(), columns, caller(request)), 201);
    }

    private Response removeCurrency(String iso) {
        Stored currency = organization.data().rows("transactioncurrency").stream()
                .filter(row -> row.value("isocurrencycode").asText().equals(iso))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(table("transactioncurrency"), iso));
        records.delete(table("transactioncurrency"), currency, Caller.plain(Seed.SELLER));
        return Response.of(204);
    }

    private Response missingPrivileges(Request request) {
        Set<String> names = new HashSet<>();
        Json.parseObject("{\"names\":" + request.text() + "}").get("names").forEach(name -> names.add(name.asText()));
        organization.missingPrivileges(names);
        return Response.of(204);
    }

    private Response microsoftsFlows(Request request) {
        microsofts.flows(Json.parseObject(request.text()).path("on").asBoolean(), caller(request));
        return Response.of(204);
    }

    private Response organizationType(Request request) {
        organization.organizationType(
                Json.parseObject(request.text()).path("type").asText());
        return Response.of(204);
    }

    private Response columnSecurity(Request request) {
        JsonNode columns = Json.parseObject(request.text());
        columns.fieldNames().forEachRemaining(name -> {
            String[] parts = name.split("/", 2);
            Table table = table(parts[0]);
            String column = parts.length == 2 ? parts[1] : "";
            table.column(column).orElseThrow(() -> Refusal.undeclared(column, table));
        });
        organization.columnSecurity().replace(columns);
        return Response.of(204);
    }

    private Response column(Request request, List<String> path) {
        Table table = table(path);
        Column column = table.column(step(path, 2)).orElseThrow(() -> Refusal.undeclared(step(path, 2), table));
        JsonNode body = Json.parseObject(request.text());
        Optional<Required> level = Optional.empty();
        if (body.has("required")) {
            level = Optional.of(Json.MAPPER.convertValue(body.get("required"), Required.class));
        }
        organization.adjust(
                table.logicalName(),
                column.name(),
                level,
                body.has("maxLength") ? Optional.of(body.get("maxLength").asInt()) : Optional.empty());
        return Response.of(204);
    }

    /** Writes the rows of a webhook, which the caller commits. */
    String register(WebhookStep step) {
        if (!Seed.MESSAGES.contains(step.message())) {
            throw new IllegalArgumentException(
                    "expected a message of %s, found '%s'".formatted(Seed.MESSAGES, step.message()));
        }
        String table = organization.table(step.table()).logicalName();
        Caller caller = Caller.plain(Seed.SELLER);
        Map<String, JsonNode> endpoint = new LinkedHashMap<>();
        endpoint.put("name", Json.NODES.textNode(step.url().getHost()));
        endpoint.put("contract", Json.NODES.numberNode(8));
        endpoint.put("url", Json.NODES.textNode(step.url().toString()));
        endpoint.put("authtype", Json.NODES.numberNode(step.authentication().authType()));
        endpoint.put(
                "authvalue",
                Json.NODES.textNode(
                        step.authentication() == Authentication.WEBHOOK_KEY
                                ? step.authValue()
                                : AuthSettings.write(step.authName(), step.authValue())));
        Stored handler = records.create(table("serviceendpoint"), Optional.empty(), endpoint, caller);
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        columns.put(
                "name",
                Json.NODES.textNode("%s: %s of %s".formatted(step.url().getHost(), step.message(), step.table())));
        columns.put("eventhandler", Values.reference("serviceendpoint", handler.id()));
        columns.put("sdkmessageid", Values.reference("sdkmessage", Seed.messageId(step.message())));
        columns.put("sdkmessagefilterid", Values.reference("sdkmessagefilter", Seed.filterId(step.message(), table)));
        columns.put("filteringattributes", Json.NODES.textNode(String.join(",", step.filteringAttributes())));
        return records.create(table("sdkmessageprocessingstep"), Optional.empty(), columns, caller)
                .id();
    }

    private static WebhookStep step(Request request) {
        JsonNode body = Json.parseObject(request.text());
        List<String> attributes = new ArrayList<>();
        body.path("filteringAttributes").forEach(name -> attributes.add(name.asText()));
        return new WebhookStep(
                URI.create(body.path("url").asText()),
                Json.MAPPER.convertValue(body.path("authentication").asText("WEBHOOK_KEY"), Authentication.class),
                body.path("authName").asText(),
                body.path("authValue").asText(),
                body.path("message").asText(),
                body.path("table").asText(),
                attributes);
    }

    private Response deleteWebhook(String id) {
        Table steps = table("sdkmessageprocessingstep");
        records.delete(steps, organization.require(steps, id), Caller.plain(Seed.SELLER));
        return Response.of(204);
    }

    private Response failNext(Request request) {
        JsonNode body = Json.parseObject(request.text());
        dynamics.failNext(
                body.path("calls").asInt(1),
                Json.MAPPER.convertValue(body.path("protection").asText("REQUESTS"), Protection.class),
                Duration.ofSeconds(body.path("retryAfterSeconds").asLong(5)));
        return Response.of(204);
    }

    private Response expireDeltaTokens() {
        organization.expireDeltaTokens();
        return Response.of(204);
    }

    /** Raw column values, a lookup as {@code {"table","id"}} or by its navigation property and a bind. */
    private Map<String, JsonNode> columns(Request request, Table table) {
        ObjectNode binds = Json.object();
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        Json.parseObject(request.text()).properties().forEach(member -> {
            if (member.getKey().contains("@")) {
                binds.set(member.getKey(), member.getValue());
            } else {
                columns.put(member.getKey(), member.getValue());
            }
        });
        columns.putAll(payload.columns(table, binds));
        return columns;
    }

    private Caller caller(Request request) {
        return Caller.plain(user(request.query().getOrDefault("user", Seed.SELLER)));
    }

    /** The systemuser with this id, e-mail address or full name. */
    private String user(String wanted) {
        return organization.data().rows("systemuser").stream()
                .filter(row -> row.id().equals(wanted)
                        || row.value("internalemailaddress").asText().equals(wanted)
                        || row.value("fullname").asText().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(table("systemuser"), wanted))
                .id();
    }

    private static String step(List<String> path, int number) {
        if (path.size() <= number) {
            throw Refusal.unknownResource(String.join("/", path));
        }
        return path.get(number);
    }

    private Table table(List<String> path) {
        return table(step(path, 1));
    }

    private Table table(String name) {
        Table byName = organization.schema().tables().get(name);
        return byName != null
                ? byName
                : organization.schema().bySet(name).orElseThrow(() -> Refusal.unknownResource(name));
    }

    private Stored found(List<String> path) {
        return organization.require(table(path), step(path, 2));
    }

    private static Response shown(Stored row, int status) {
        return Response.json(status, json(row)).about(row.id());
    }

    private static ObjectNode json(Stored row) {
        ObjectNode json =
                Json.object().put("table", row.table()).put("id", row.id()).put("version", row.version());
        json.putObject("values").setAll(row.values());
        return json;
    }
}
