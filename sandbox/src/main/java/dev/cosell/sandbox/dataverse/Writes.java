package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Address.Segment;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Locator.Place;
import dev.cosell.sandbox.dataverse.Table.Navigation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Create, update, upsert and delete over HTTP: conditions, statuses and headers; the rules are in {@link Records}. */
final class Writes {
    private final Organization organization;
    private final Records records;
    private final Locator locator;
    private final Payload payload;

    Writes(Organization organization, Records records, Locator locator) {
        this.organization = organization;
        this.records = records;
        this.locator = locator;
        this.payload = new Payload(locator);
    }

    Response post(Call call, Table table) {
        Map<String, JsonNode> columns = columns(call, table);
        Optional<String> id =
                Optional.ofNullable(columns.remove(table.primaryId())).map(JsonNode::asText);
        id.ifPresent(text -> Values.guid(text)
                .orElseThrow(() ->
                        Refusal.malformed("Expected a guid in '%s', found '%s'.".formatted(table.primaryId(), text))));
        Stored row = records.create(table, id.flatMap(Values::guid), columns, call.caller());
        return call.preferences().representation()
                ? represent(call, table, row, 201)
                : Response.of(204)
                        .with("OData-EntityId", call.addressOf(table, row))
                        .about(row.id());
    }

    Response patch(Call call, Segment segment) {
        Place place = locator.place(segment);
        Table table = place.table();
        Map<String, JsonNode> columns = columns(call, table);
        columns.remove(table.primaryId());
        if (place.row().isEmpty()) {
            return create(call, segment, place, columns);
        }
        Stored before = place.row().get();
        if (call.ifNoneMatch().filter("*"::equals).isPresent()) {
            throw new Refusal(412, "0x80060892", "A record with matching key values already exists.");
        }
        demandVersion(call, table, before);
        columns.keySet().removeAll(place.keyColumns().keySet());
        Stored after = records.update(table, before, columns, call.caller());
        return answer(call, segment, table, after, 200);
    }

    private Response create(Call call, Segment segment, Place place, Map<String, JsonNode> columns) {
        if (call.ifMatch().isPresent()) {
            place.require();
        }
        Map<String, JsonNode> whole = new HashMap<>(place.keyColumns());
        whole.putAll(columns);
        Stored row = records.create(place.table(), place.id(), whole, call.caller());
        return answer(call, segment, place.table(), row, 201);
    }

    Response delete(Call call, Segment segment) {
        Place place = locator.place(segment);
        Stored row = place.require();
        demandVersion(call, place.table(), row);
        records.delete(place.table(), row, call.caller());
        return Response.of(204).about(row.id());
    }

    /** {@code PUT set(id)/column} with {@code {"value": ...}}. */
    Response putProperty(Call call, Segment segment, String member) {
        JsonNode value = Json.parseObject(call.request().text()).get("value");
        if (value == null) {
            throw Refusal.malformed("Expected a body {\"value\": ...} to set '%s'.".formatted(member));
        }
        return setProperty(call, segment, member, value);
    }

    Response deleteProperty(Call call, Segment segment, String member) {
        return setProperty(call, segment, member, Json.NODES.nullNode());
    }

    private Response setProperty(Call call, Segment segment, String member, JsonNode value) {
        Place place = locator.place(segment);
        Column column = place.table()
                .byJsonName(member)
                .filter(found -> !found.type().isLookup())
                .orElseThrow(() -> Refusal.unknownResource(member));
        return set(call, place, column, value);
    }

    /** {@code PUT set(id)/navigation/$ref} with {@code {"@odata.id": address}}. */
    Response putReference(Call call, Segment segment, String name) {
        Place place = locator.place(segment);
        Navigation navigation = navigation(place.table(), name);
        String address =
                Json.parseObject(call.request().text()).path("@odata.id").asText();
        Stored target = locator.reference(address, navigation.target().table());
        return set(call, place, navigation.column(), Values.reference(target.table(), target.id()));
    }

    Response deleteReference(Call call, Segment segment, String name) {
        Place place = locator.place(segment);
        return set(call, place, navigation(place.table(), name).column(), Json.NODES.nullNode());
    }

    private Response set(Call call, Place place, Column column, JsonNode value) {
        Stored before = place.require();
        demandVersion(call, place.table(), before);
        records.update(place.table(), before, Map.of(column.name(), value), call.caller());
        return Response.of(204).about(before.id());
    }

    private static Navigation navigation(Table table, String name) {
        return table.navigation(name).orElseThrow(() -> Refusal.undeclared(name, table));
    }

    private Map<String, JsonNode> columns(Call call, Table table) {
        return payload.columns(table, Json.parseObject(call.request().text()));
    }

    private static void demandVersion(Call call, Table table, Stored row) {
        Optional<String> tag = call.ifMatch().filter(condition -> !condition.equals("*"));
        if (tag.isPresent() && !table.optimisticConcurrency()) {
            throw new Refusal(
                    400,
                    "0x8006088D",
                    ("Optimistic concurrency isn't enabled for entity type %s. The IfVersionMatches value of "
                                    + "ConcurrencyBehavior can only be used if optimistic concurrency is enabled.")
                            .formatted(table.logicalName()));
        }
        if (tag.isPresent() && !tag.get().equals(row.etag())) {
            throw new Refusal(
                    412,
                    "0x80060882",
                    "The version of the existing record doesn't match the RowVersion property provided.");
        }
    }

    /** The address in the answer repeats the key of the question, so an alternate key does not reveal the id. */
    private Response answer(Call call, Segment segment, Table table, Stored row, int status) {
        return call.preferences().representation()
                ? represent(call, table, row, status).with("ETag", row.etag())
                : Response.of(204)
                        .with("OData-EntityId", call.root() + segment.raw())
                        .about(row.id());
    }

    private Response represent(Call call, Table table, Stored row, int status) {
        Set<String> select = Representation.select(table, call.option("$select"));
        ObjectNode body = Json.object().put("@odata.context", Queries.context(call, table, select) + "/$entity");
        body.setAll(new Representation(organization).of(row, select, call.preferences()));
        return Response.json(status, body)
                .with("Content-Type", Json.CONTENT_TYPE)
                .with("Preference-Applied", "return=representation")
                .about(row.id());
    }
}
