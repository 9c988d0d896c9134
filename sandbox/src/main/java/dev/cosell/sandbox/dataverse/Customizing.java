package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Address.Segment;
import dev.cosell.sandbox.dataverse.Table.AlternateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an administrator does to definitions over the Web API: new columns, global choices and alternate keys, and change
 * tracking. Sources: the pages "Create and update column definitions", "... table definitions" and "... choices using the
 * Web API", and "Define alternate keys". New tables and relationships are not modelled.
 *
 * <p>Added columns can be used at once. The texts of refusals are worded here; codes that Microsoft's list has are its.
 */
final class Customizing {
    private static final int MOST_KEYS = 10;

    private final Organization organization;
    private final Metadata metadata;
    private final Solutions solutions;

    Customizing(Organization organization, Metadata metadata, Solutions solutions) {
        this.organization = organization;
        this.metadata = metadata;
        this.solutions = solutions;
    }

    /** Writes below {@code EntityDefinitions}. */
    Response entities(Call call) {
        demandCustomizer(call);
        List<Segment> path = call.address().segments();
        if (path.getFirst().key().isEmpty()) {
            throw Refusal.methodNotAllowed(call.request().method(), "EntityDefinitions");
        }
        Table table = metadata.table(path.getFirst());
        String part = path.size() > 1 ? path.get(1).name() : "";
        return switch (call.request().method() + " " + part) {
            case "PUT " -> settings(call, table);
            case "POST Attributes" -> addColumn(call, table);
            case "POST Keys" -> addKey(call, table);
            default -> throw Refusal.methodNotAllowed(call.request().method(), part);
        };
    }

    /** {@code POST GlobalOptionSetDefinitions}. */
    Response globalChoices(Call call) {
        demandCustomizer(call);
        if (!call.request().method().equals("POST")
                || call.address().segments().getFirst().key().isPresent()) {
            throw Refusal.methodNotAllowed(call.request().method(), "GlobalOptionSetDefinitions");
        }
        ObjectNode body = Json.parseObject(call.request().text());
        String name = solutions.prefixed(body.path("Name").asText()).toLowerCase(Locale.ROOT);
        NewColumn.demandLabel(body, "DisplayName");
        if (organization.schema().optionSets().containsKey(name)) {
            throw new Refusal(
                    400,
                    "0x80040237",
                    "A choice with the name %s already exists in this organization.".formatted(name));
        }
        organization.customization().addChoice(name, NewColumn.options(body.path("Options")));
        organization.customized();
        String id = Metadata.id("choice " + name);
        solutions.collect(call, Solutions.CHOICE, id);
        return made(call, "GlobalOptionSetDefinitions(" + id + ")", id);
    }

    /** A definition is replaced as a whole: what a client leaves out would be set back, so it is asked for. */
    private Response settings(Call call, Table table) {
        ObjectNode body = Json.parseObject(call.request().text());
        for (String member : List.of("MetadataId", "LogicalName", "SchemaName", "DisplayName")) {
            if (body.path(member).isMissingNode()) {
                throw Refusal.malformed("Expected the whole definition of %s, found none of '%s'."
                        .formatted(table.logicalName(), member));
            }
        }
        if (body.path("ChangeTrackingEnabled").isBoolean()) {
            organization
                    .customization()
                    .track(
                            table.logicalName(),
                            body.path("ChangeTrackingEnabled").asBoolean());
            organization.customized();
        }
        return Response.of(204).about(Metadata.id(table.logicalName()));
    }

    private Response addColumn(Call call, Table table) {
        ObjectNode body = Json.parseObject(call.request().text());
        String name = solutions.prefixed(body.path("SchemaName").asText()).toLowerCase(Locale.ROOT);
        if (table.column(name).isPresent()) {
            throw new Refusal(
                    400,
                    "0x80047013",
                    "An attribute with the specified name %s already exists for entity %s."
                            .formatted(name, table.logicalName()));
        }
        organization
                .customization()
                .addColumn(
                        table.logicalName(),
                        NewColumn.declaration(name, body, organization.schema().optionSets()));
        organization.customized();
        String id = Metadata.id(table.logicalName() + "/" + name);
        solutions.collect(call, Solutions.COLUMN, id);
        return made(call, "EntityDefinitions(" + Metadata.id(table.logicalName()) + ")/Attributes(" + id + ")", id);
    }

    private Response addKey(Call call, Table table) {
        ObjectNode body = Json.parseObject(call.request().text());
        String name = solutions.prefixed(body.path("SchemaName").asText()).toLowerCase(Locale.ROOT);
        List<String> columns = keyColumns(table, body.path("KeyAttributes"));
        for (AlternateKey key : table.keys()) {
            if (key.name().equals(name) || key.columns().equals(columns)) {
                throw new Refusal(
                        400,
                        "0x80060890",
                        "Entity key %s of %s already exists or has the same attributes."
                                .formatted(key.name(), table.logicalName()));
            }
        }
        if (table.keys().size() == MOST_KEYS) {
            throw Refusal.invalid("Entity %s has %d keys, which is the maximum.".formatted(table.label(), MOST_KEYS));
        }
        String label = NewColumn.demandLabel(body, "DisplayName");
        organization
                .customization()
                .addKey(
                        table.logicalName(),
                        name,
                        label,
                        columns,
                        organization.clock().instant());
        organization.customized();
        String id = Metadata.id(table.logicalName() + " key " + name);
        solutions.collect(call, Solutions.KEY, id);
        return made(call, "EntityDefinitions(" + Metadata.id(table.logicalName()) + ")/Keys(" + id + ")", id);
    }

    private static List<String> keyColumns(Table table, JsonNode given) {
        List<String> columns = new ArrayList<>();
        for (JsonNode name : given) {
            Column column =
                    table.column(name.asText()).orElseThrow(() -> Refusal.unknownProperty(name.asText(), table));
            switch (column.type()) {
                case STRING, INTEGER, DECIMAL, DATE, DATETIME, LOOKUP, PICKLIST -> columns.add(column.name());
                default ->
                    throw Refusal.invalid("Attribute %s of type %s cannot be part of a key."
                            .formatted(column.name(), column.type().attributeType()));
            }
        }
        if (columns.isEmpty()) {
            throw Refusal.malformed("Expected KeyAttributes with at least one column, found none.");
        }
        return columns;
    }

    /** A program's user has no role that lets it customise; people here are administrators, too. */
    private void demandCustomizer(Call call) {
        if (call.caller().user().equals(Seed.APPLICATION_USER)) {
            throw Refusal.privilege(call.caller().user(), "prvWriteEntity", organization.table("organization"));
        }
    }

    private static Response made(Call call, String address, String id) {
        return Response.of(204).with("OData-EntityId", call.root() + address).about(id);
    }
}
