package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Single records: {@code sobjects/Lead}, {@code sobjects/Lead/{id}}, {@code sobjects/Lead/{external id field}/{value}}. */
final class Rows {
    private static final double UPSERT_SAYS_CREATED = 46;

    private final Organization organization;
    private final Records records;
    private final Payload payload;

    Rows(Organization organization) {
        this.organization = organization;
        this.records = new Records(organization);
        this.payload = new Payload(organization);
    }

    /** What a save of one record did. */
    record Saved(Stored row, boolean created) {
        ObjectNode json() {
            ObjectNode json = Json.object().put("id", row.id()).put("success", true);
            json.putArray("errors");
            return json;
        }
    }

    Response post(Call call, ObjectType type) {
        Saved saved = create(type, Json.parseObject(call.request().text()), call.caller());
        return created(call, saved.row(), saved.json());
    }

    private static Response created(Call call, Stored row, ObjectNode body) {
        return Json.response(201, body)
                .with("Location", "/services/data/%s/sobjects/%s/%s".formatted(call.version(), row.type(), row.id()))
                .about(row.id());
    }

    Saved create(ObjectType type, ObjectNode body, Caller caller) {
        if (!type.createable()) {
            throw Refusal.data(
                    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: " + type.label());
        }
        return new Saved(records.create(type, payload.read(type, body, true, caller), caller), true);
    }

    Response byId(Call call, ObjectType type, String id) {
        return switch (call.method()) {
            case "GET" -> read(call, type, readable(type, id));
            case "PATCH" -> {
                Stored row = writable(type, id);
                Preconditions.write(call.request(), row);
                update(type, row, Json.parseObject(call.request().text()), call.caller());
                yield Response.of(204).about(row.id());
            }
            case "DELETE" -> {
                Stored row = writable(type, id);
                delete(type, row, call.caller());
                yield Response.of(204).about(row.id());
            }
            default -> throw Refusal.method(call.method());
        };
    }

    Saved update(ObjectType type, Stored row, ObjectNode body, Caller caller) {
        if (!type.updateable()) {
            throw Refusal.access();
        }
        return new Saved(records.update(type, row, payload.read(type, body, false, caller), caller), false);
    }

    void delete(ObjectType type, String id, Caller caller) {
        delete(type, writable(type, id), caller);
    }

    private void delete(ObjectType type, Stored row, Caller caller) {
        if (!type.deletable()) {
            throw Refusal.access();
        }
        records.delete(type, row, caller);
    }

    Response byExternalId(Call call, ObjectType type, String fieldName, String value) {
        Field field = externalId(type, fieldName, call.caller());
        List<Stored> found = find(type, field, value);
        if (found.size() > 1) {
            return several(call, found);
        }
        Optional<Stored> row = found.stream().findFirst();
        return switch (call.method()) {
            case "GET" -> read(call, type, row.orElseThrow(Refusal::noResource));
            case "DELETE" -> {
                delete(type, row.orElseThrow(Refusal::noResource), call.caller());
                yield Response.of(204).about(row.get().id());
            }
            case "PATCH", "POST" -> upserted(call, type, field, value, row);
            default -> throw Refusal.method(call.method());
        };
    }

    private Response upserted(Call call, ObjectType type, Field field, String value, Optional<Stored> row) {
        if (row.isEmpty() && call.query().getOrDefault("updateOnly", "false").equals("true")) {
            throw Refusal.noResource();
        }
        row.ifPresent(found -> Preconditions.write(call.request(), found));
        ObjectNode body = Json.parseObject(call.request().text());
        if (body.has(field.name())) {
            throw Refusal.of(
                    400,
                    "INVALID_FIELD",
                    "The %s field should not be specified in the sobject data.".formatted(field.name()));
        }
        Saved saved = upsert(type, field, value, row, body, call.caller());
        ObjectNode json = saved.json().put("created", saved.created());
        if (saved.created()) {
            return created(call, saved.row(), json);
        }
        return (call.since(UPSERT_SAYS_CREATED) ? Json.response(200, json) : Response.of(204))
                .about(saved.row().id());
    }

    Saved upsert(ObjectType type, Field field, String value, Optional<Stored> row, ObjectNode body, Caller caller) {
        if (row.isPresent()) {
            return update(type, row.get(), body, caller);
        }
        Map<String, JsonNode> values = new LinkedHashMap<>(payload.read(type, body, true, caller));
        values.put(field.name(), Values.check(field, Json.text(value)));
        return new Saved(records.create(type, values, caller), true);
    }

    private static Response several(Call call, List<Stored> found) {
        ArrayNode urls = Json.array();
        found.forEach(
                row -> urls.add("/services/data/%s/sobjects/%s/%s".formatted(call.version(), row.type(), row.id())));
        return Json.response(300, urls);
    }

    /** @throws Refusal 404 if records of this object cannot be addressed by this field */
    Field externalId(ObjectType type, String name, Caller caller) {
        return type.field(name)
                .filter(field -> field.externalId() || field.idLookup())
                .filter(field -> organization.permissions().readable(type, field, caller))
                .orElseThrow(() -> Refusal.noExternalId(name));
    }

    List<Stored> find(ObjectType type, Field field, String value) {
        String wanted = field.type().isId() ? Ids.parse(value).orElse(value) : value;
        return organization.data().live(type.name()).stream()
                .filter(row -> row.text(field.name()).equalsIgnoreCase(wanted))
                .toList();
    }

    private Response read(Call call, ObjectType type, Stored row) {
        Optional<Response> unmet = Preconditions.read(call.request(), row);
        if (unmet.isPresent()) {
            return unmet.get().about(row.id());
        }
        List<Field> fields = fields(type, call.query().getOrDefault("fields", ""), call.caller());
        ObjectNode body = new Representation(organization, call.version()).of(row, fields);
        return Preconditions.tag(Json.response(200, body), row).about(row.id());
    }

    /** @param list names, separated by commas; empty for all */
    List<Field> fields(ObjectType type, String list, Caller caller) {
        if (list.isEmpty()) {
            return organization.permissions().readable(type, caller).toList();
        }
        return List.of(list.split(",")).stream()
                .map(String::strip)
                .map(name -> type.field(name)
                        .filter(field -> organization.permissions().readable(type, field, caller))
                        .orElseThrow(() -> Refusal.noColumn(name, type)))
                .toList();
    }

    private Stored readable(ObjectType type, String text) {
        String id = Ids.parse(text).orElseThrow(() -> Refusal.noExternalId(text));
        Stored row = organization.data().find(type.name(), id).orElseThrow(Refusal::noResource);
        if (row.deleted()) {
            throw Refusal.deleted();
        }
        return row;
    }

    /** @throws Refusal MALFORMED_ID for an id of another object, INVALID_CROSS_REFERENCE_KEY for one of no record */
    Stored writable(ObjectType type, String text) {
        String id = Ids.parse(text).orElseThrow(() -> Refusal.noExternalId(text));
        if (!Ids.prefix(id).equals(type.keyPrefix())) {
            throw Refusal.malformedId(type.label() + " ID", text, "Id");
        }
        Stored row = organization
                .data()
                .find(type.name(), id)
                .orElseThrow(() -> Refusal.data(404, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"));
        if (row.deleted()) {
            throw Refusal.deleted();
        }
        return row;
    }
}
