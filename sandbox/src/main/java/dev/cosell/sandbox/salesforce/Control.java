package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.pki.ClientKey;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The routes by which tests and the demo play the people around the organisation; listed in the package description. */
final class Control {
    private static final String ROOT = "/_sandbox/salesforce/";
    private static final Pattern AS_PERSON = Pattern.compile("as/([^/]+)(/services/data/.*)");

    private final Organization organization;
    private final ConnectedApp app;
    private final Sessions sessions;
    private final ApiUsage usage;
    private final Flows flows;
    private final RestApi api;
    private final Records records;
    private final Payload payload;
    private final LeadConversion conversion;
    private final Merging merging;

    Control(Organization organization, ConnectedApp app, Sessions sessions, ApiUsage usage, Flows flows, RestApi api) {
        this.organization = organization;
        this.app = app;
        this.sessions = sessions;
        this.usage = usage;
        this.flows = flows;
        this.api = api;
        this.records = new Records(organization);
        this.payload = new Payload(organization);
        this.conversion = new LeadConversion(organization, records);
        this.merging = new Merging(organization, records);
    }

    Response answer(Request request) {
        String path = request.path().substring(ROOT.length());
        Matcher person = AS_PERSON.matcher(path);
        if (person.matches()) {
            return asPerson(request, person.group(1));
        }
        List<String> steps = List.of(path.split("/"));
        return steps.getFirst().equals("records") ? onRecords(request, steps) : onSetup(request, steps);
    }

    private Response onRecords(Request request, List<String> steps) {
        ObjectType type = type(steps);
        Caller caller = Caller.person(user(request.query().getOrDefault("user", Seed.SELLER)));
        String what = request.method() + (steps.size() == 4 ? " " + steps.get(3) : " of " + (steps.size() - 1));
        Response response = switch (what) {
            case "GET of 1" -> list(request, type);
            case "GET of 2" -> shown(row(steps), 200);
            case "POST of 1" -> {
                Map<String, JsonNode> values = payload.read(type, body(request), true, caller);
                yield shown(records.create(type, values, caller), 201);
            }
            case "PATCH of 2" -> {
                Map<String, JsonNode> values = payload.read(type, body(request), false, caller);
                yield shown(records.update(type, row(steps), values, caller), 200);
            }
            case "DELETE of 2" -> {
                records.delete(type, row(steps), caller);
                yield Response.of(204);
            }
            case "POST microsofts-connector" ->
                shown(
                        records.update(
                                type, row(steps), MicrosoftsConnector.synchronised(row(steps), body(request)), caller),
                        200);
            case "POST undelete" -> shown(records.undelete(type, row(steps), caller), 200);
            case "POST clone" -> shown(copy(type, row(steps), caller), 201);
            case "POST merge" -> shown(merge(type, row(steps), body(request), caller), 200);
            case "POST convert" -> shown(conversion.convert(row(steps), body(request), caller), 200);
            default -> throw noRoute(request);
        };
        // Stages, statuses and currencies are records and picklists in one.
        organization.reshape();
        return response;
    }

    private Response onSetup(Request request, List<String> steps) {
        String route = request.method() + " " + steps.getFirst();
        return switch (route) {
            case "GET settings" -> settings();
            case "PATCH settings" -> patchSettings(body(request));
            case "PATCH connected-app" -> done(request, app::change);
            case "POST connected-app-keys" -> newKey();
            case "PUT organization-kind" ->
                done(request, body -> kind(body.path("sandbox").asBoolean()));
            case "POST expire-sessions" -> done(sessions::endAll);
            case "POST empty-recycle-bin" ->
                done(() -> RecycleBin.empty(organization, organization.now().plusSeconds(1)));
            case "PATCH api-usage" ->
                done(request, body -> usage.others(body.path("others").asInt()));
            case "PUT object-permissions" -> done(request, this::objectPermissions);
            case "PUT field-permissions" -> done(request, this::fieldPermissions);
            case "PUT lead-conversion" -> done(request, body -> leadConversion(body.path("mappings")));
            case "POST objects" -> done(request, this::addObject);
            case "PUT fields", "PATCH fields" -> done(request, body -> field(steps, body));
            case "DELETE fields" -> done(() -> removeField(steps));
            case "GET rules" -> Json.response(200, organization.rules().list());
            case "PUT validation-rules", "PATCH validation-rules" ->
                done(request, body -> organization.rules().put(body.put("name", step(steps, 1))));
            case "PUT duplicate-rules" ->
                done(request, body -> organization.rules().putDuplicate(body.put("name", step(steps, 1))));
            case "DELETE rules" -> removed(organization.rules().remove(step(steps, 1)), request);
            case "GET save-faults" ->
                Json.response(200, organization.saveFaults().list());
            case "POST save-faults" -> done(request, organization.saveFaults()::add);
            case "DELETE save-faults" -> done(organization.saveFaults()::clear);
            case "GET flows" -> Json.response(200, flows.list());
            case "POST outbound-messages" -> added(flows.add(Flow.Kind.OUTBOUND_MESSAGE, body(request)));
            case "POST callouts" -> added(flows.add(Flow.Kind.CALLOUT, body(request)));
            case "DELETE flows" -> removed(flows.remove(step(steps, 1)), request);
            default -> throw noRoute(request);
        };
    }

    /** Makes a key pair for the connected app, uploads the certificate and hands out the key. */
    private Response newKey() {
        ClientKey key = ClientKey.make("CN=integration");
        app.change(Json.object().put("certificate", key.certificate()));
        return Json.response(
                201, Json.object().put("privateKey", key.privateKey()).put("certificate", key.certificate()));
    }

    /** Any API call, made by a person instead of the integration. */
    private Response asPerson(Request request, String person) {
        String target = request.uri().toString().replaceFirst("/_sandbox/salesforce/as/[^/]+", "");
        Request meant = new Request(request.method(), URI.create(target), request.headers(), request.body());
        return api.answer(meant, Caller.of(user(person), false, request));
    }

    private Response list(Request request, ObjectType type) {
        boolean deleted = request.query().getOrDefault("deleted", "false").equals("true");
        ArrayNode rows = Json.array();
        organization.data().withDeleted(type.name()).stream()
                .filter(row -> row.deleted() == deleted)
                .forEach(row -> rows.add(json(row)));
        return Json.response(200, rows);
    }

    /** A clone as users make it: every value that may be written, external ids that are not unique included. */
    private Stored copy(ObjectType type, Stored row, Caller caller) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        type.fields().stream()
                .filter(field ->
                        field.updateable() && !field.unique() && row.values().containsKey(field.name()))
                .forEach(field -> values.put(field.name(), row.value(field.name())));
        return records.create(type, values, caller);
    }

    private Stored merge(ObjectType type, Stored master, ObjectNode body, Caller caller) {
        List<Stored> losers =
                Json.texts(body.path("ids")).stream().map(id -> row(type, id)).toList();
        return merging.merge(type, master, losers, caller);
    }

    private Response settings() {
        return Json.response(200, Json.MAPPER.valueToTree(organization.settings()));
    }

    private Response patchSettings(ObjectNode body) {
        ObjectNode changed = Json.MAPPER.valueToTree(organization.settings());
        changed.setAll(body);
        organization.settings(Json.MAPPER.convertValue(changed, OrganizationSettings.class));
        return settings();
    }

    /** Whether this is a sandbox of somebody's production organisation. */
    private void kind(boolean sandbox) {
        Stored own = organization.data().live("Organization").getFirst();
        Map<String, JsonNode> values = new LinkedHashMap<>(own.values());
        values.put("IsSandbox", Json.NODES.booleanNode(sandbox));
        organization.data().put("Organization", own.id(), values);
    }

    private void objectPermissions(ObjectNode body) {
        body.fieldNames().forEachRemaining(this::named);
        organization.permissions().replaceObjects(body);
    }

    private void fieldPermissions(ObjectNode body) {
        body.fieldNames().forEachRemaining(name -> {
            String[] parts = name.split("/", 2);
            ObjectType type = named(parts[0]);
            String field = parts.length == 2 ? parts[1] : "";
            type.field(field).orElseThrow(() -> Refusal.noColumn(field, type));
        });
        organization.permissions().replaceFields(body);
    }

    private void addObject(ObjectNode body) {
        organization.customize(all -> all.addObject(body));
    }

    private void field(List<String> steps, ObjectNode body) {
        ObjectType type = type(steps);
        String wanted = step(steps, 2);
        String name = type.field(wanted).map(Field::name).orElse(wanted);
        organization.customize(all -> all.field(type, name, body));
    }

    private void removeField(List<String> steps) {
        ObjectType type = type(steps);
        Field field = type.field(step(steps, 2)).orElseThrow(() -> Refusal.noColumn(step(steps, 2), type));
        organization.customize(all -> all.remove(type, field.name()));
    }

    JsonNode leadConversion() {
        return Json.MAPPER.valueToTree(conversion.mappings());
    }

    void leadConversion(JsonNode mappings) {
        conversion.mappings(LeadConversion.mappings(mappings));
    }

    private static ObjectNode body(Request request) {
        return request.body().length == 0 ? Json.object() : Json.parseObject(request.text());
    }

    private static Response done(Request request, Consumer<ObjectNode> change) {
        change.accept(body(request));
        return Response.of(204);
    }

    private static Response done(Runnable change) {
        change.run();
        return Response.of(204);
    }

    private static Response added(String id) {
        return Json.response(201, Json.object().put("id", id));
    }

    private static Response removed(boolean found, Request request) {
        if (!found) {
            throw noRoute(request);
        }
        return Response.of(204);
    }

    private static Refusal noRoute(Request request) {
        return Refusal.of(404, "NOT_FOUND", "no control route %s %s".formatted(request.method(), request.path()));
    }

    private static String step(List<String> steps, int number) {
        if (steps.size() <= number) {
            throw Refusal.noResource();
        }
        return steps.get(number);
    }

    private ObjectType type(List<String> steps) {
        return named(step(steps, 1));
    }

    private ObjectType named(String name) {
        return organization.schema().find(name).orElseThrow(() -> Refusal.unknownType(name));
    }

    private Stored row(List<String> steps) {
        return row(type(steps), step(steps, 2));
    }

    private Stored row(ObjectType type, String id) {
        return Ids.parse(id)
                .flatMap(whole -> organization.data().find(type.name(), whole))
                .orElseThrow(Refusal::noResource);
    }

    /** The user with this id, username or full name. */
    private String user(String wanted) {
        return organization.data().live("User").stream()
                .filter(row -> row.id().equals(wanted)
                        || row.text("Username").equals(wanted)
                        || row.text("Name").equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "NOT_FOUND", "no user " + wanted))
                .id();
    }

    private Response shown(Stored row, int status) {
        return Json.response(status, json(row)).about(row.id());
    }

    private ObjectNode json(Stored row) {
        List<Field> fields = List.copyOf(organization.schema().type(row.type()).fields());
        return new Representation(organization, RestApi.NEWEST).of(row, fields);
    }
}
