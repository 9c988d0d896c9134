package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.Database.Stored;
import dev.cosell.sandbox.salesforce.Organization.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Many records in one call, {@code composite/sobjects}: each has its own result. */
final class Collections {
    static final int MOST_RECORDS = 200;

    private final Organization organization;
    private final Rows rows;

    Collections(Organization organization, Rows rows) {
        this.organization = organization;
        this.rows = rows;
    }

    /** @param path the steps behind {@code composite/sobjects} */
    Response answer(Call call, List<String> path) {
        return switch (call.method() + " " + path.size()) {
            case "POST 0" -> each(call, bodies(call).map(body -> () -> create(body, call.caller())));
            case "PATCH 0" -> each(call, bodies(call).map(body -> () -> update(body, call.caller())));
            case "DELETE 0" -> each(call, ids(call).stream().map(id -> () -> delete(id, call.caller())));
            case "GET 1" ->
                retrieve(call, path.getFirst(), ids(call), call.query().getOrDefault("fields", ""));
            case "POST 1" -> {
                ObjectNode body = Json.parseObject(call.request().text());
                yield retrieve(
                        call,
                        path.getFirst(),
                        Json.texts(body.path("ids")),
                        String.join(",", Json.texts(body.path("fields"))));
            }
            case "PATCH 2" -> {
                ObjectType type = type(path.getFirst());
                Field key = rows.externalId(type, path.get(1), call.caller());
                yield each(call, bodies(call).map(body -> () -> upsert(type, key, body, call.caller())));
            }
            default -> throw Refusal.method(call.method());
        };
    }

    private ObjectNode create(ObjectNode body, Caller caller) {
        return rows.create(type(body), body, caller).json();
    }

    private ObjectNode update(ObjectNode body, Caller caller) {
        ObjectType type = type(body);
        String id =
                idOf(body).orElseThrow(() -> Refusal.data("MISSING_ARGUMENT", "Id not specified in an update call"));
        return rows.update(type, rows.writable(type, id), withoutId(body), caller)
                .json();
    }

    private ObjectNode upsert(ObjectType type, Field key, ObjectNode body, Caller caller) {
        String value = body.path(key.name()).asText();
        if (value.isEmpty()) {
            throw Refusal.data("MISSING_ARGUMENT", "%s not specified".formatted(key.name()));
        }
        List<Stored> found = rows.find(type, key, value);
        if (found.size() > 1) {
            throw Refusal.data(
                    "DUPLICATE_EXTERNAL_ID",
                    "%s: more than one record found for external id field: %s"
                            .formatted(
                                    key.label(), found.stream().map(Stored::id).toList()));
        }
        ObjectNode rest = withoutId(body);
        rest.remove(key.name());
        Rows.Saved saved = rows.upsert(type, key, value, found.stream().findFirst(), rest, caller);
        return saved.json().put("created", saved.created());
    }

    private ObjectNode delete(String text, Caller caller) {
        String id = Ids.parse(text).orElseThrow(() -> Refusal.data("MALFORMED_ID", "malformed id " + text));
        ObjectType type = organization.schema().types().stream()
                .filter(one -> one.keyPrefix().equals(Ids.prefix(id)))
                .findFirst()
                .orElseThrow(Refusal::crossReference);
        rows.delete(type, id, caller);
        ObjectNode json = Json.object().put("id", id).put("success", true);
        json.putArray("errors");
        return json;
    }

    /** Missing records are null. */
    private Response retrieve(Call call, String typeName, List<String> ids, String fields) {
        ObjectType type = type(typeName);
        List<Field> chosen = rows.fields(type, fields, call.caller());
        Representation representation = new Representation(organization, call.version());
        ArrayNode body = Json.array();
        for (String id : ids) {
            Optional<Stored> row = Ids.parse(id)
                    .flatMap(whole -> organization.data().find(type.name(), whole))
                    .filter(found -> !found.deleted());
            body.add(
                    row.<JsonNode>map(found -> representation.of(found, chosen)).orElse(Json.NODES.nullNode()));
        }
        return Json.response(200, body);
    }

    private Response each(Call call, Stream<Supplier<ObjectNode>> saves) {
        boolean allOrNone = call.method().equals("DELETE")
                ? call.query().getOrDefault("allOrNone", "false").equals("true")
                : Json.parseObject(call.request().text()).path("allOrNone").asBoolean();
        Mark start = organization.mark();
        List<ObjectNode> results = new ArrayList<>();
        boolean failed = false;
        for (Supplier<ObjectNode> save : saves.toList()) {
            Mark mark = organization.mark();
            try {
                results.add(save.get());
            } catch (Refusal refusal) {
                organization.rollback(mark);
                results.add(failure(refusal));
                failed = true;
            }
        }
        if (allOrNone && failed) {
            organization.rollback(start);
            results.replaceAll(result -> result.path("success").asBoolean() ? failure(rolledBack()) : result);
        }
        ArrayNode body = Json.array();
        results.forEach(body::add);
        return Json.response(200, body);
    }

    private static Refusal rolledBack() {
        return Refusal.data(
                "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                "Record rolled back because not all records were valid and the request was using AllOrNone header");
    }

    private static ObjectNode failure(Refusal refusal) {
        ObjectNode json = Json.object().put("success", false);
        ArrayNode errors = json.putArray("errors");
        refusal.problems().forEach(problem -> errors.add(problem.element()));
        return json;
    }

    private Stream<ObjectNode> bodies(Call call) {
        JsonNode records = Json.parseObject(call.request().text()).path("records");
        demandFew(records.size());
        return StreamSupport.stream(records.spliterator(), false)
                .map(body -> body instanceof ObjectNode object ? object : Json.object());
    }

    private static List<String> ids(Call call) {
        List<String> ids = Arrays.stream(call.query().getOrDefault("ids", "").split(","))
                .filter(id -> !id.isEmpty())
                .toList();
        demandFew(ids.size());
        return ids;
    }

    private static void demandFew(int number) {
        if (number > MOST_RECORDS) {
            throw Refusal.of(
                    400,
                    "EXCEEDED_ID_LIMIT",
                    "record limit reached. cannot submit more than %d records into this call".formatted(MOST_RECORDS));
        }
    }

    private static Optional<String> idOf(ObjectNode body) {
        return Stream.of("id", "Id")
                .filter(body::has)
                .findFirst()
                .map(name -> body.get(name).asText());
    }

    private static ObjectNode withoutId(ObjectNode body) {
        ObjectNode rest = body.deepCopy();
        rest.remove(List.of("id", "Id"));
        return rest;
    }

    private ObjectType type(ObjectNode body) {
        return type(body.at("/attributes/type").asText());
    }

    private ObjectType type(String name) {
        return organization.schema().find(name).orElseThrow(() -> Refusal.unknownType(name));
    }
}
