package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Address.Segment;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Locator.Place;
import dev.cosell.sandbox.dataverse.Table.Navigation;
import dev.cosell.sandbox.odata.Filter.SyntaxException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Routes a call by its address and method, in a transaction of its own. */
final class WebApi {
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final Organization organization;
    private final Supplier<URI> base;
    private final Webhooks webhooks;
    private final Locator locator;
    private final Queries queries;
    private final Writes writes;
    private final Actions actions;
    private final Merging merging;
    private final Metadata metadata;
    private final Solutions solutions;
    private final Customizing customizing;
    private final Forms forms;
    private final Introspection introspection;

    WebApi(Organization organization, Supplier<URI> base, Webhooks webhooks) {
        this.organization = organization;
        this.base = base;
        this.webhooks = webhooks;
        this.locator = new Locator(organization);
        this.queries = new Queries(organization);
        Records records = new Records(organization);
        this.writes = new Writes(organization, records, locator);
        this.actions = new Actions(organization, records, locator);
        this.merging = new Merging(organization, records, locator);
        this.metadata = new Metadata(organization);
        this.solutions = new Solutions(organization);
        this.customizing = new Customizing(organization, metadata, solutions);
        this.forms = new Forms(organization);
        this.introspection = new Introspection(organization, base);
    }

    /** @param initiator the systemuser who calls */
    Response answer(Request request, String initiator) {
        return request.uri().getRawPath().endsWith("/$batch")
                ? new Batch(this, request, initiator).answer()
                : alone(request, initiator);
    }

    /** One call in its own transaction; its webhooks go out after the commit. */
    Response alone(Request request, String initiator) {
        try {
            Response response = within(request, initiator);
            commit();
            return response;
        } catch (Refusal refusal) {
            organization.rollback();
            return refusal.response(asksForAnnotations(request));
        }
    }

    /**
     * One call inside a transaction that somebody else ends.
     *
     * @throws Refusal if the call is refused; the transaction has to be rolled back
     */
    Response within(Request request, String initiator) {
        Address address = Address.parse(request.uri());
        Call call = new Call(
                request,
                address,
                root(address),
                Caller.of(request, initiator, organization.data()),
                Preferences.of(request),
                request.query());
        if (call.caller().bypasses()) {
            organization.demandNamed("prvBypassCustomBusinessLogic", organization.table("organization"), call.caller());
        }
        try {
            return route(call);
        } catch (SyntaxException bad) {
            throw new Refusal(400, "0x80060888", bad.getMessage());
        }
    }

    void commit() {
        webhooks.send(organization.commit());
    }

    void rollback() {
        organization.rollback();
    }

    static boolean asksForAnnotations(Request request) {
        return request.headers().getOrDefault("prefer", List.of()).stream()
                .anyMatch(value -> value.contains("odata.include-annotations"));
    }

    /** The absolute address of a part of a batch, which may leave out host or root. */
    URI absolute(String reference, Request batch) {
        // Clients may leave blanks and quotes of a part's address as they are.
        String safe = reference
                .replace(" ", "%20")
                .replace("\"", "%22")
                .replace("<", "%3C")
                .replace(">", "%3E");
        try {
            return safe.startsWith("/") || safe.startsWith("http")
                    ? base.get().resolve(safe)
                    : URI.create(root(Address.parse(batch.uri())) + safe);
        } catch (IllegalArgumentException bad) {
            throw Refusal.malformed("Expected an address in a batch part, found '%s'.".formatted(reference));
        }
    }

    private String root(Address address) {
        return base.get().resolve(address.root()).toString();
    }

    private Response route(Call call) {
        List<Segment> path = call.address().segments();
        if (path.isEmpty()) {
            return serviceDocument(call);
        }
        Segment first = path.getFirst();
        return switch (first.name()) {
            case "WhoAmI" -> only(call, "GET", () -> actions.whoAmI(call));
            case "RetrieveCurrentOrganization" -> only(call, "GET", () -> introspection.currentOrganization(call));
            case "WinOpportunity" -> only(call, "POST", () -> actions.close(call, "Win", 1));
            case "LoseOpportunity" -> only(call, "POST", () -> actions.close(call, "Lose", 2));
            case "Merge" -> only(call, "POST", () -> merging.merge(call));
            case "EntityDefinitions" -> reads(call) ? metadata.entities(call) : customizing.entities(call);
            case "GlobalOptionSetDefinitions" ->
                reads(call) ? metadata.globalChoices(call) : customizing.globalChoices(call);
            case "PublishXml" -> only(call, "POST", () -> forms.publish(call));
            default -> first.key().isPresent() ? row(call, first) : set(call, first);
        };
    }

    private Response set(Call call, Segment first) {
        Table table = locator.table(first);
        List<Segment> path = call.address().segments();
        if (path.size() == 2 && path.getLast().text().equals("$count")) {
            return only(call, "GET", () -> queries.count(call, table));
        }
        if (path.size() > 1) {
            throw Refusal.unknownResource(path.get(1).text());
        }
        return switch (call.request().method()) {
            case "GET" -> queries.collection(call, table);
            case "POST" -> solutions.post(call, table, () -> writes.post(call, table));
            default -> throw Refusal.methodNotAllowed(call.request().method(), first.text());
        };
    }

    private Response row(Call call, Segment first) {
        List<Segment> path = call.address().segments();
        return switch (path.size()) {
            case 1 ->
                switch (call.request().method()) {
                    case "GET" -> read(call, locator.place(first));
                    case "PATCH" ->
                        first.name().equals("systemforms")
                                ? forms.change(call, locator.place(first).require())
                                : writes.patch(call, first);
                    case "DELETE" -> writes.delete(call, first);
                    default -> throw Refusal.methodNotAllowed(call.request().method(), first.text());
                };
            case 2 -> member(call, first, path.get(1).text());
            case 3 -> reference(call, first, path.get(1).text(), path.get(2).text());
            default -> throw Refusal.unknownResource(path.get(3).text());
        };
    }

    private Response member(Call call, Segment first, String member) {
        if (member.equals(NAMESPACE + "QualifyLead")) {
            return only(call, "POST", () -> qualify(call, first));
        }
        if (member.replace("()", "").equals(NAMESPACE + "RetrieveUserPrivileges")) {
            return only(
                    call,
                    "GET",
                    () -> introspection.userPrivileges(
                            call, locator.place(first).require().id()));
        }
        if (member.replace("()", "").equals(NAMESPACE + "RetrievePrincipalAttributePrivileges")) {
            return only(
                    call,
                    "GET",
                    () -> metadata.attributePrivileges(
                            call, locator.place(first).require().id()));
        }
        if (member.equals(NAMESPACE + "AddPrivilegesRole") && first.name().equals("roles")) {
            return only(
                    call,
                    "POST",
                    () -> solutions.addPrivileges(call, locator.place(first).require()));
        }
        if (member.replace("()", "").equals(NAMESPACE + "RetrieveUnpublished")
                && first.name().equals("systemforms")) {
            return only(
                    call,
                    "GET",
                    () -> forms.unpublished(call, locator.place(first).require()));
        }
        if (call.request().method().equals("POST")) {
            // What the service says of a bound action without its namespace.
            throw Refusal.malformed("Request message has unresolved parameters.");
        }
        return switch (call.request().method()) {
            case "GET" -> readMember(call, locator.place(first), member);
            case "PUT" -> writes.putProperty(call, first, member);
            case "DELETE" -> writes.deleteProperty(call, first, member);
            default -> throw Refusal.methodNotAllowed(call.request().method(), member);
        };
    }

    private Response reference(Call call, Segment first, String navigation, String last) {
        if (!last.equals("$ref")) {
            throw Refusal.unknownResource(last);
        }
        return switch (call.request().method()) {
            case "PUT" -> writes.putReference(call, first, navigation);
            case "DELETE" -> writes.deleteReference(call, first, navigation);
            default -> throw Refusal.methodNotAllowed(call.request().method(), last);
        };
    }

    private Response qualify(Call call, Segment first) {
        Place place = locator.place(first);
        if (!place.table().logicalName().equals("lead")) {
            throw Refusal.unknownResource(NAMESPACE + "QualifyLead");
        }
        return actions.qualifyLead(call, place.require());
    }

    private Response read(Call call, Place place) {
        organization.demand("Read", place.table(), call.caller());
        Stored row = place.require();
        Set<String> select = Representation.select(place.table(), call.option("$select"));
        List<Expansion> expansions = Expansion.parse(place.table(), call.option("$expand"), organization.schema());
        boolean conditional = expansions.isEmpty() && !call.preferences().wantsAny();
        if (conditional && call.ifNoneMatch().filter(row.etag()::equals).isPresent()) {
            return Response.of(304).with("ETag", row.etag()).about(row.id());
        }
        ObjectNode body =
                Json.object().put("@odata.context", Queries.context(call, place.table(), select) + "/$entity");
        body.setAll(new Representation(organization).of(row, select, call.preferences()));
        expansions.forEach(expansion -> expansion.addTo(body, row, organization, call.preferences()));
        return Json.ok(body, call.preferences()).with("ETag", row.etag()).about(row.id());
    }

    /** A single column, or the record behind a navigation property. */
    private Response readMember(Call call, Place place, String member) {
        organization.demand("Read", place.table(), call.caller());
        Stored row = place.require();
        if (place.table().navigation(member).isPresent()) {
            Navigation navigation = place.table().navigation(member).get();
            Table target = organization.table(navigation.target().table());
            return row.lookup(navigation.column().name())
                    .flatMap(id -> organization.data().find(target.logicalName(), id))
                    .map(found -> read(call, new Place(target, Optional.of(found), Optional.of(found.id()), Map.of())))
                    .orElse(Response.of(204));
        }
        Column column = place.table()
                .byJsonName(member)
                .filter(found -> !found.unreadable())
                .orElseThrow(() -> Refusal.unknownResource(member));
        JsonNode value = Representation.value(row, column);
        if (value.isNull()) {
            return Response.of(204).about(row.id());
        }
        ObjectNode body = Json.object()
                .put(
                        "@odata.context",
                        call.root() + "$metadata#"
                                + call.address().segments().getFirst().text() + "/" + member);
        return Json.ok(body.set("value", value), call.preferences()).about(row.id());
    }

    private Response serviceDocument(Call call) {
        ArrayNode sets = Json.array();
        for (Table table : organization.schema().tables().values()) {
            sets.addObject()
                    .put("name", table.entitySetName())
                    .put("kind", "EntitySet")
                    .put("url", table.entitySetName());
        }
        ObjectNode body = Json.object().put("@odata.context", call.root() + "$metadata");
        return Json.ok(body.set("value", sets), call.preferences());
    }

    private static boolean reads(Call call) {
        return call.request().method().equals("GET");
    }

    private static Response only(Call call, String method, Supplier<Response> answer) {
        if (!call.request().method().equals(method)) {
            throw Refusal.methodNotAllowed(
                    call.request().method(), call.address().segments().getLast().text());
        }
        return answer.get();
    }
}
