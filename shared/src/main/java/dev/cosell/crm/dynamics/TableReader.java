package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.Remembered;
import dev.cosell.fieldmap.ColumnDescription;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import dev.cosell.fieldmap.ColumnDescription.Option;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Describes a table from Dataverse's metadata and the column security of the connector's user.
 *
 * <p>One call per table, three more where options are asked for, and two per process as soon as a column is secured.
 * Source: the reference of {@code AttributeMetadata} and of the function {@code RetrievePrincipalAttributePrivileges}.
 */
final class TableReader {
    private static final int ENGLISH = 1033;

    /** A field permission that allows something; the other one is 0. */
    private static final int ALLOWED = 4;

    private static final JsonNode NOTHING_ALLOWED = WebApi.JSON.createObjectNode();
    private static final JsonNode ALL_ALLOWED = WebApi.JSON
            .createObjectNode()
            .put("CanRead", ALLOWED)
            .put("CanCreate", ALLOWED)
            .put("CanUpdate", ALLOWED);

    private final WebApi api;
    private final Remembered<Map<String, JsonNode>> privileges = new Remembered<>(this::readPrivileges);

    TableReader(WebApi api) {
        this.api = api;
    }

    /**
     * Reads a table.
     *
     * @param table its logical name, from the field map or from this metadata
     * @param withOptions whether the options of choices are read too
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED} if there is no such table
     */
    TableDescription read(String table, boolean withOptions) {
        Map<String, List<Option>> options = new HashMap<>();
        if (withOptions) {
            Stream.of("Picklist", "State", "Status").forEach(kind -> options.putAll(options(table, kind)));
        }
        Map<String, ColumnDescription> columns = new LinkedHashMap<>();
        for (JsonNode column : api.list(attributes(table))) {
            String name = column.path("LogicalName").asText();
            columns.put(name, column(name, column, options.getOrDefault(name, List.of())));
        }
        return new TableDescription(table, columns);
    }

    private ColumnDescription column(String name, JsonNode column, List<Option> options) {
        JsonNode rights = column.path("IsSecured").asBoolean()
                ? privileges.get().getOrDefault(column.path("MetadataId").asText(), NOTHING_ALLOWED)
                : ALL_ALLOWED;
        return new ColumnDescription(
                name,
                kind(column),
                Set.of("ApplicationRequired", "SystemRequired")
                        .contains(column.path("RequiredLevel").path("Value").asText()),
                column.path("IsCustomAttribute").asBoolean(),
                hasDefault(column),
                new Limit(number(column, "MaxLength"), precision(column)),
                options,
                texts(column.path("Targets")),
                column.path("IsValidForRead").asBoolean(true) && allows(rights, "CanRead"),
                column.path("IsValidForCreate").asBoolean(true) && allows(rights, "CanCreate"),
                column.path("IsValidForUpdate").asBoolean(true) && allows(rights, "CanUpdate"));
    }

    private static boolean allows(JsonNode rights, String right) {
        return rights.path(right).asInt() == ALLOWED;
    }

    private static Kind kind(JsonNode column) {
        return switch (column.path("AttributeType").asText()) {
            case "String", "Memo" -> Kind.TEXT;
            case "Money", "Decimal", "Double", "Integer", "BigInt" -> Kind.NUMBER;
            case "DateTime" ->
                column.path("DateTimeBehavior").path("Value").asText().equals("DateOnly")
                                || column.path("Format").asText().equals("DateOnly")
                        ? Kind.DAY
                        : Kind.MOMENT;
            case "Boolean" -> Kind.YES_NO;
            case "Picklist" -> Kind.CHOICE;
            case "State" -> Kind.STATE;
            case "Status" -> Kind.REASON;
            case "Lookup", "Customer", "Owner" -> Kind.LOOKUP;
            case "Uniqueidentifier" -> Kind.KEY;
            default -> Kind.OTHER;
        };
    }

    /** A choice without a default says -1; yes or no always has one of the two. */
    private static boolean hasDefault(JsonNode column) {
        return column.path("DefaultFormValue").asInt(-1) >= 0
                || column.path("AttributeType").asText().equals("Boolean");
    }

    /** Money may take the precision of the organisation or the currency, which the column does not say. */
    private static OptionalInt precision(JsonNode column) {
        return column.path("PrecisionSource").asInt(0) == 0 ? number(column, "Precision") : OptionalInt.empty();
    }

    private static OptionalInt number(JsonNode column, String member) {
        return column.path(member).isInt() ? OptionalInt.of(column.path(member).intValue()) : OptionalInt.empty();
    }

    private Map<String, List<Option>> options(String table, String kind) {
        String query = kind.equals("Picklist")
                ? "$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)"
                : "$select=LogicalName&$expand=OptionSet($select=Options)";
        Map<String, List<Option>> options = new HashMap<>();
        for (JsonNode column :
                api.list(attributes(table) + "/Microsoft.Dynamics.CRM." + kind + "AttributeMetadata?" + query)) {
            JsonNode own = column.path("OptionSet").path("Options");
            JsonNode listed = own.isEmpty() ? column.path("GlobalOptionSet").path("Options") : own;
            options.put(
                    column.path("LogicalName").asText(),
                    stream(listed).map(TableReader::option).toList());
        }
        return options;
    }

    private static Option option(JsonNode option) {
        List<JsonNode> labels =
                stream(option.path("Label").path("LocalizedLabels")).toList();
        Stream<String> english = labels.stream()
                .filter(label -> label.path("LanguageCode").asInt() == ENGLISH)
                .map(label -> label.path("Label").asText());
        Stream<String> all = labels.stream().map(label -> label.path("Label").asText());
        return new Option(
                option.path("Value").asInt(),
                Stream.concat(english, all).distinct().toList(),
                number(option, "State"));
    }

    /** What the user may do with secured columns, by the columns' metadata id; what is not listed is not allowed. */
    private Map<String, JsonNode> readPrivileges() {
        String user = Guid.in(api.get("WhoAmI"), "UserId");
        Map<String, JsonNode> privileges = new HashMap<>();
        api.get("systemusers(" + user + ")/Microsoft.Dynamics.CRM.RetrievePrincipalAttributePrivileges()")
                .path("AttributePrivileges")
                .forEach(privilege ->
                        privileges.put(privilege.path("AttributeId").asText(), privilege));
        return privileges;
    }

    private static String attributes(String table) {
        return "EntityDefinitions(LogicalName='" + table + "')/Attributes";
    }

    private static List<String> texts(JsonNode list) {
        return stream(list).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
