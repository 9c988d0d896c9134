package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Address.Segment;
import dev.cosell.sandbox.dataverse.Column.Option;
import dev.cosell.sandbox.dataverse.Column.Target;
import dev.cosell.sandbox.dataverse.Table.AlternateKey;
import dev.cosell.sandbox.odata.Filter;
import dev.cosell.sandbox.odata.Row;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The schema as {@code EntityDefinitions} and {@code GlobalOptionSetDefinitions} show it. Members that a client selects
 * and that are not modelled are left out instead of refused.
 */
final class Metadata {
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";
    private static final int ENGLISH = 1033;
    private static final Pattern EXPAND = Pattern.compile("(\\w+)(?:\\(\\$select=([^()]*)\\))?");

    private final Organization organization;

    Metadata(Organization organization) {
        this.organization = organization;
    }

    Response entities(Call call) {
        List<Segment> path = call.address().segments();
        if (path.getFirst().key().isEmpty()) {
            ArrayNode all = Json.array();
            organization.schema().tables().values().forEach(table -> all.add(expanded(entity(table), table, call)));
            return many(call, "EntityDefinitions", all);
        }
        Table table = table(path.getFirst());
        if (path.size() == 1) {
            return one(call, "EntityDefinitions/$entity", expanded(entity(table), table, call));
        }
        return switch (path.get(1).name()) {
            case "Attributes" -> attributes(call, table, path);
            case "Keys" -> many(call, path.getFirst().text() + "/Keys", keys(table));
            case "ManyToOneRelationships" ->
                many(call, path.getFirst().text() + "/ManyToOneRelationships", relationships(table));
            default -> throw Refusal.unknownResource(path.get(1).text());
        };
    }

    Response globalChoices(Call call) {
        Segment segment = call.address().segments().getFirst();
        Map<String, List<Option>> sets = organization.schema().optionSets();
        if (segment.key().isEmpty()) {
            if (call.option("$filter").isPresent()) {
                throw new Refusal(400, "0x80060888", "The query parameter $filter is not supported");
            }
            ArrayNode all = Json.array();
            sets.forEach((name, options) -> all.add(globalChoice(name, options)));
            return many(call, "GlobalOptionSetDefinitions", all);
        }
        String name = segment.keyValues().getOrDefault("Name", "");
        if (!sets.containsKey(name)) {
            throw new Refusal(404, "0x80040217", "Could not find an optionset with name %s.".formatted(segment.text()));
        }
        return one(call, "GlobalOptionSetDefinitions/$entity", globalChoice(name, sets.get(name)));
    }

    Table table(Segment segment) {
        Map<String, String> key = segment.keyValues();
        String wanted = key.getOrDefault("LogicalName", key.getOrDefault("", ""));
        return organization.schema().tables().values().stream()
                .filter(table -> table.logicalName().equals(wanted)
                        || id(table.logicalName()).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        404, "0x80060888", "Could not find an entity with the specified name: %s.".formatted(wanted)));
    }

    private Response attributes(Call call, Table table, List<Segment> path) {
        Segment attributes = path.get(1);
        Optional<String> cast = path.size() > 2 ? Optional.of(path.get(2).name()) : Optional.empty();
        String context = path.getFirst().text() + "/" + attributes.text();
        if (attributes.key().isEmpty()) {
            ArrayNode all = Json.array();
            table.columns().values().stream()
                    .filter(column -> cast.isEmpty() || cast.get().equals(type(column)))
                    .forEach(column -> all.add(attribute(table, column, call, cast.isPresent())));
            return many(call, context, all);
        }
        String name = attributes.keyValues().getOrDefault("LogicalName", "");
        Column column = table.column(name)
                .filter(found -> cast.isEmpty() || cast.get().equals(type(found)))
                .orElseThrow(() -> new Refusal(
                        404,
                        "0x80060888",
                        "Could not find the attribute '%s' of '%s'%s."
                                .formatted(
                                        name,
                                        table.logicalName(),
                                        cast.map(type -> " as " + type).orElse(""))));
        return one(call, context + "/$entity", attribute(table, column, call, cast.isPresent()));
    }

    /**
     * {@code systemusers(id)/Microsoft.Dynamics.CRM.RetrievePrincipalAttributePrivileges()}: what a user may do with
     * secured columns.
     */
    Response attributePrivileges(Call call, String user) {
        ObjectNode body = Json.object()
                .put(
                        "@odata.context",
                        call.root() + "$metadata#" + NAMESPACE + "RetrievePrincipalAttributePrivilegesResponse");
        ArrayNode privileges = body.putArray("AttributePrivileges");
        boolean restricted = user.equals(Seed.APPLICATION_USER);
        for (Table table : organization.schema().tables().values()) {
            for (Column column : table.columns().values()) {
                organization
                        .columnSecurity()
                        .of(table, column)
                        .ifPresent(rights -> privileges
                                .addObject()
                                .put("AttributeId", id(table.logicalName() + "/" + column.name()))
                                .put("CanCreate", ColumnSecurity.Rights.level(!restricted || rights.create()))
                                .put("CanRead", ColumnSecurity.Rights.level(!restricted || rights.read()))
                                .put("CanUpdate", ColumnSecurity.Rights.level(!restricted || rights.update())));
            }
        }
        return Json.ok(body, call.preferences());
    }

    private ObjectNode expanded(ObjectNode entity, Table table, Call call) {
        expansions(call).forEach((name, select) -> {
            switch (name) {
                case "Attributes" -> {
                    ArrayNode all = entity.putArray("Attributes");
                    table.columns()
                            .values()
                            .forEach(column -> all.add(selected(attribute(table, column, call, false), select)));
                }
                case "Keys" -> entity.set("Keys", keys(table));
                case "ManyToOneRelationships" -> entity.set("ManyToOneRelationships", relationships(table));
                default -> throw Refusal.unknownResource(name);
            }
        });
        return entity;
    }

    private static Map<String, Set<String>> expansions(Call call) {
        Matcher matcher = EXPAND.matcher(call.option("$expand").orElse(""));
        return matcher.results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        found -> found.group(2) == null
                                ? Set.of()
                                : Set.of(found.group(2).split(","))));
    }

    private static ObjectNode entity(Table table) {
        ObjectNode json = Json.object()
                .put("MetadataId", id(table.logicalName()))
                .put("LogicalName", table.logicalName())
                .put("SchemaName", table.schemaName())
                .put("EntitySetName", table.entitySetName())
                .put("LogicalCollectionName", table.entitySetName())
                .put("ObjectTypeCode", table.objectTypeCode())
                .put("PrimaryIdAttribute", table.primaryId())
                .put("PrimaryNameAttribute", table.primaryName())
                .put("ChangeTrackingEnabled", table.changeTracking())
                .put("IsOptimisticConcurrencyEnabled", table.optimisticConcurrency())
                .put("IsCustomEntity", table.logicalName().contains("_"));
        json.set("DisplayName", label(table.label()));
        json.set("Privileges", Introspection.privileges(table));
        return json;
    }

    private ObjectNode attribute(Table table, Column column, Call call, boolean cast) {
        ObjectNode json = Json.object()
                .put("@odata.type", "#" + type(column))
                .put("MetadataId", id(table.logicalName() + "/" + column.name()))
                .put("EntityLogicalName", table.logicalName())
                .put("LogicalName", column.name())
                .put("SchemaName", column.name())
                .put("AttributeType", column.type().attributeType())
                .put("IsPrimaryId", column.name().equals(table.primaryId()))
                .put("IsPrimaryName", column.name().equals(table.primaryName()))
                .put(
                        "IsCustomAttribute",
                        column.name().contains("_") && !column.name().startsWith("address1_"))
                .put("IsValidForCreate", column.validForCreate())
                .put("IsValidForUpdate", column.validForUpdate())
                .put("IsValidForRead", !column.unreadable())
                .put(
                        "IsSecured",
                        organization.columnSecurity().of(table, column).isPresent());
        json.set("DisplayName", label(column.label()));
        json.putObject("AttributeTypeName").put("Value", column.type().attributeType() + "Type");
        json.putObject("RequiredLevel")
                .put("Value", column.required().level())
                .put("CanBeChanged", true)
                .put("ManagedPropertyLogicalName", "canmodifyrequirementlevelsettings");
        addLimits(json, column);
        addDefault(json, column);
        if (cast && column.type().isChoice()) {
            addChoices(json, table, column, expansions(call).keySet());
        }
        return json;
    }

    private static void addLimits(ObjectNode json, Column column) {
        if (column.type().isText()) {
            json.put("MaxLength", column.maxLength());
        }
        if (column.type().isDecimal()) {
            json.put("Precision", column.precision());
        }
        if (column.type() == ColumnType.MONEY) {
            json.put("PrecisionSource", column.precisionSource().equals("currency") ? 2 : 0)
                    .put("IsBaseCurrency", column.baseOf() != null)
                    .put("CalculationOf", column.baseOf());
        }
        if (column.min() != null) {
            json.put("MinValue", column.min()).put("MaxValue", column.max());
        }
        if (column.type() == ColumnType.DATE || column.type() == ColumnType.DATETIME) {
            boolean day = column.type() == ColumnType.DATE;
            json.put("Format", day ? "DateOnly" : "DateAndTime");
            json.putObject("DateTimeBehavior").put("Value", day ? "DateOnly" : "UserLocal");
        }
        if (column.type().isLookup()) {
            ArrayNode targets = json.putArray("Targets");
            column.targets().stream().map(Target::table).forEach(targets::add);
        }
    }

    /** Of a choice a number, -1 for none; of a boolean its value. */
    private static void addDefault(ObjectNode json, Column column) {
        if (column.type().isChoice()) {
            json.put("DefaultFormValue", column.initial().asInt(-1));
        }
        if (column.type() == ColumnType.BOOLEAN) {
            json.put("DefaultValue", column.initial().asBoolean());
        }
    }

    private static void addChoices(ObjectNode json, Table table, Column column, Set<String> expanded) {
        boolean global = column.optionSet() != null;
        if (expanded.contains("OptionSet")) {
            json.set(
                    "OptionSet",
                    global
                            ? globalChoice(column.optionSet(), column.options())
                            : choice(table.logicalName() + "_" + column.name(), column.options(), column.type())
                                    .put("IsGlobal", false));
        }
        if (expanded.contains("GlobalOptionSet")) {
            json.set(
                    "GlobalOptionSet",
                    global ? globalChoice(column.optionSet(), column.options()) : Json.NODES.nullNode());
        }
    }

    private static ObjectNode globalChoice(String name, List<Option> options) {
        return choice(name, options, ColumnType.PICKLIST)
                .put("@odata.type", "#" + NAMESPACE + "OptionSetMetadata")
                .put("IsGlobal", true);
    }

    private static ObjectNode choice(String name, List<Option> options, ColumnType type) {
        ObjectNode json = Json.object()
                .put("MetadataId", id("choice " + name))
                .put("Name", name)
                .put("OptionSetType", type.attributeType());
        ArrayNode array = json.putArray("Options");
        for (Option option : options) {
            ObjectNode item = array.addObject();
            switch (type) {
                case STATE ->
                    item.put("@odata.type", "#" + NAMESPACE + "StateOptionMetadata")
                            .put("DefaultStatus", option.status())
                            .put("InvariantName", option.label());
                case STATUS ->
                    item.put("@odata.type", "#" + NAMESPACE + "StatusOptionMetadata")
                            .put("State", option.state());
                default -> {
                    // A plain option has a value and a label only.
                }
            }
            item.put("Value", option.value()).set("Label", label(option.label()));
        }
        return json;
    }

    private static ArrayNode keys(Table table) {
        ArrayNode keys = Json.array();
        for (AlternateKey key : table.keys()) {
            ObjectNode json = keys.addObject()
                    .put("MetadataId", id(table.logicalName() + " key " + key.name()))
                    .put("LogicalName", key.name())
                    .put("SchemaName", key.name())
                    .put("EntityLogicalName", table.logicalName())
                    .put("EntityKeyIndexStatus", key.status());
            json.set("DisplayName", label(key.label()));
            json.set("KeyAttributes", Json.MAPPER.valueToTree(key.columns()));
        }
        return keys;
    }

    private ArrayNode relationships(Table table) {
        ArrayNode relationships = Json.array();
        for (Column column : table.columns().values()) {
            for (Target target : column.targets()) {
                relationships
                        .addObject()
                        .put("SchemaName", table.logicalName() + "_" + column.name() + "_" + target.table())
                        .put("ReferencingEntity", table.logicalName())
                        .put("ReferencingAttribute", column.name())
                        .put("ReferencingEntityNavigationPropertyName", target.navigation())
                        .put("ReferencedEntity", target.table())
                        .put(
                                "ReferencedAttribute",
                                organization.table(target.table()).primaryId());
            }
        }
        return relationships;
    }

    private static ObjectNode label(String text) {
        ObjectNode json = Json.object();
        json.putArray("LocalizedLabels").addObject().put("Label", text).put("LanguageCode", ENGLISH);
        json.putObject("UserLocalizedLabel").put("Label", text).put("LanguageCode", ENGLISH);
        return json;
    }

    private static String type(Column column) {
        String name = column.type() == ColumnType.CUSTOMER || column.type() == ColumnType.OWNER
                ? "Lookup"
                : column.type() == ColumnType.UNIQUEIDENTIFIER
                        ? ""
                        : column.type().attributeType();
        return NAMESPACE + name + "AttributeMetadata";
    }

    /** The {@code MetadataId} of a table, {@code table/column}, {@code table key name} or {@code choice name}. */
    static String id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Response many(Call call, String context, ArrayNode items) {
        Optional<Filter> filter = call.option("$filter").map(Filter::parse);
        Set<String> select = select(call);
        ArrayNode value = Json.array();
        for (JsonNode item : items) {
            if (filter.isEmpty() || filter.get().test(Row.of(item))) {
                value.add(selected((ObjectNode) item, select));
            }
        }
        ObjectNode body = Json.object().put("@odata.context", call.root() + "$metadata#" + context);
        return Json.ok(body.set("value", value), call.preferences());
    }

    private static Response one(Call call, String context, ObjectNode item) {
        ObjectNode body = Json.object().put("@odata.context", call.root() + "$metadata#" + context);
        body.setAll(selected(item, select(call)));
        return Json.ok(body, call.preferences());
    }

    private static Set<String> select(Call call) {
        Set<String> select = call.option("$select")
                .map(text -> new HashSet<>(List.of(text.split(","))))
                .orElse(new HashSet<>());
        if (!select.isEmpty()) {
            select.addAll(expansions(call).keySet());
        }
        return select;
    }

    private static ObjectNode selected(ObjectNode item, Set<String> select) {
        if (select.isEmpty()) {
            return item;
        }
        ObjectNode kept = item.deepCopy();
        Set<String> always = Set.of("@odata.type", "MetadataId");
        kept.properties().removeIf(member -> !select.contains(member.getKey()) && !always.contains(member.getKey()));
        return kept;
    }
}
