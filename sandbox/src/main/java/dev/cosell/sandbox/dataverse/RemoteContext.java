package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Event.Entity;
import dev.cosell.sandbox.dataverse.Event.OptionValue;
import dev.cosell.sandbox.dataverse.Event.Parameter;
import dev.cosell.sandbox.dataverse.Event.Plain;
import dev.cosell.sandbox.dataverse.Event.Reference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The body of a webhook: a {@code RemoteExecutionContext} as the .NET DataContract JSON serializer writes it, as in
 * Microsoft's "Use webhooks" and in captures of 2024.
 */
final class RemoteContext {
    private static final String CONTRACTS = ":http://schemas.microsoft.com/xrm/2011/Contracts";
    private static final int MAIN_OPERATION = 30;

    private final Organization organization;
    private final Representation representation;

    RemoteContext(Organization organization) {
        this.organization = organization;
        this.representation = new Representation(organization);
    }

    /** @param images rows of {@code sdkmessageprocessingstepimage} that belong to the step */
    ObjectNode of(Event event, Stored step, Iterable<Stored> images) {
        String operation = UUID.randomUUID().toString();
        ObjectNode parent = frame(event, step, operation).put("Stage", MAIN_OPERATION);
        parent.set("ParentContext", Json.NODES.nullNode());
        parent.set("InputParameters", input(event));

        ObjectNode context = frame(event, step, operation).put("Stage", step.number("stage"));
        context.set("ParentContext", parent);
        context.set("InputParameters", input(event));
        for (Stored image : images) {
            int type = image.number("imagetype");
            if (type != 1) {
                event.before().ifPresent(row -> addImage((ArrayNode) context.get("PreEntityImages"), image, row));
            }
            if (type != 0) {
                event.after().ifPresent(row -> addImage((ArrayNode) context.get("PostEntityImages"), image, row));
            }
        }
        return context;
    }

    /** What a context says apart from stage, parameters and parent. */
    private ObjectNode frame(Event event, Stored step, String operation) {
        Caller caller = event.caller();
        String offset = organization.options().escapedSlashes() ? "+0000" : "";
        ObjectNode json = Json.object()
                .put("BusinessUnitId", Seed.BUSINESS_UNIT)
                .put("CorrelationId", caller.correlation())
                .put("Depth", 1)
                .put("InitiatingUserAgent", "")
                .put("InitiatingUserAzureActiveDirectoryObjectId", entraId(caller.initiator()))
                .put("InitiatingUserId", caller.initiator())
                .put("IsExecutingOffline", false)
                .put("IsInTransaction", step.number("mode") == 0)
                .put("IsOfflinePlayback", false)
                .put("IsolationMode", 1)
                .put("MessageName", event.message())
                .put("Mode", step.number("mode"))
                .put(
                        "OperationCreatedOn",
                        "/Date(" + Instant.now(organization.clock()).toEpochMilli() + offset + ")/")
                .put("OperationId", operation)
                .put("OrganizationId", Seed.ORGANIZATION)
                .put("OrganizationName", organizationName())
                .put("PrimaryEntityId", event.id())
                .put("PrimaryEntityName", event.table())
                .put("RequestId", operation)
                .put("SecondaryEntityName", "none")
                .put("UserAzureActiveDirectoryObjectId", entraId(caller.user()))
                .put("UserId", caller.user());
        json.set("OwningExtension", reference("sdkmessageprocessingstep", step.id(), step.value("name")));
        json.set("OutputParameters", output(event));
        json.set("SharedVariables", sharedVariables(caller));
        json.putArray("PreEntityImages");
        json.putArray("PostEntityImages");
        return json;
    }

    private String organizationName() {
        return organization
                .data()
                .find("organization", Seed.ORGANIZATION)
                .orElseThrow()
                .value("name")
                .asText();
    }

    private String entraId(String user) {
        return organization
                .data()
                .find("systemuser", user)
                .map(row -> row.value("azureactivedirectoryobjectid").asText(""))
                .orElse("");
    }

    private static ArrayNode output(Event event) {
        ArrayNode output = Json.array();
        if (event.message().equals("Create")) {
            add(output, "id", Json.NODES.textNode(event.id()));
        }
        return output;
    }

    private static ArrayNode sharedVariables(Caller caller) {
        ArrayNode variables = Json.array();
        add(variables, "IsAutoTransact", Json.NODES.booleanNode(true));
        add(variables, "DefaultsAddedFlag", Json.NODES.booleanNode(true));
        caller.tag().ifPresent(tag -> add(variables, "tag", Json.NODES.textNode(tag)));
        return variables;
    }

    private ArrayNode input(Event event) {
        ArrayNode input = Json.array();
        event.input().forEach((name, parameter) -> add(input, name, parameter(parameter)));
        return input;
    }

    private JsonNode parameter(Parameter parameter) {
        return switch (parameter) {
            case Entity(String table, String id, Map<String, JsonNode> attributes) -> entity(table, id, attributes);
            case Reference(String table, String id) -> reference(table, id, Json.NODES.nullNode());
            case OptionValue(int value) -> option(Json.NODES.numberNode(value));
            case Plain(JsonNode value) -> value;
        };
    }

    private void addImage(ArrayNode images, Stored image, Stored row) {
        Optional<String> wanted =
                Optional.of(image.value("attributes").asText("")).filter(text -> !text.isEmpty());
        Map<String, JsonNode> attributes = new LinkedHashMap<>(row.values());
        wanted.ifPresent(text -> attributes.keySet().retainAll(Webhooks.words(text)));
        add(images, image.value("entityalias").asText(), entity(row.table(), row.id(), attributes));
    }

    private ObjectNode entity(String tableName, String id, Map<String, JsonNode> attributes) {
        Table table = organization.table(tableName);
        Stored row = new Stored(tableName, id, 0, attributes);
        ObjectNode json = Json.object().put("__type", "Entity" + CONTRACTS);
        ArrayNode values = json.putArray("Attributes");
        ArrayNode formatted = Json.array();
        attributes.forEach((name, value) -> table.column(name).ifPresent(column -> {
            add(values, name, value(column, value));
            if (!value.isNull() && !column.type().isLookup()) {
                representation
                        .formatted(table, row, column)
                        .ifPresent(text -> add(formatted, name, Json.NODES.textNode(text)));
            }
        }));
        json.set("EntityState", Json.NODES.nullNode());
        json.set("FormattedValues", formatted);
        json.put("Id", id);
        json.putArray("KeyAttributes");
        json.put("LogicalName", tableName);
        json.putArray("RelatedEntities");
        return json.set("RowVersion", Json.NODES.nullNode());
    }

    private static JsonNode value(Column column, JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        return switch (column.type()) {
            case LOOKUP, CUSTOMER, OWNER ->
                reference(value.get("table").asText(), value.get("id").asText(), Json.NODES.nullNode());
            case MONEY -> Json.object().put("__type", "Money" + CONTRACTS).set("Value", value);
            case PICKLIST, STATE, STATUS -> option(value);
            case DATE, DATETIME ->
                Json.NODES.textNode("/Date(" + Values.instant(value).toEpochMilli() + ")/");
            case STRING,
                    MEMO,
                    INTEGER,
                    BIGINT,
                    DOUBLE,
                    DECIMAL,
                    BOOLEAN,
                    UNIQUEIDENTIFIER,
                    ENTITYNAME,
                    MANAGEDPROPERTY -> value;
        };
    }

    private static ObjectNode option(JsonNode value) {
        return Json.object().put("__type", "OptionSetValue" + CONTRACTS).set("Value", value);
    }

    private static ObjectNode reference(String table, String id, JsonNode name) {
        ObjectNode json =
                Json.object().put("__type", "EntityReference" + CONTRACTS).put("Id", id);
        json.putArray("KeyAttributes");
        json.put("LogicalName", table).set("Name", name);
        return json.set("RowVersion", Json.NODES.nullNode());
    }

    private static void add(ArrayNode pairs, String key, JsonNode value) {
        pairs.addObject().put("key", key).set("value", value);
    }
}
