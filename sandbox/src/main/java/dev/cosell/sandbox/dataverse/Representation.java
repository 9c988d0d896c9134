package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.dataverse.Column.Target;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes a row as the Web API shows it. */
final class Representation {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("M/d/yyyy", Locale.US);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("M/d/yyyy h:mm a", Locale.US);

    private final Organization organization;

    Representation(Organization organization) {
        this.organization = organization;
    }

    /**
     * @param select members to show; empty = all that may be read. The primary key and the tag are always there, and
     *     the currency with any money
     */
    ObjectNode of(Stored row, Set<String> select, Preferences preferences) {
        Table table = organization.table(row.table());
        ObjectNode json = Json.object().put("@odata.etag", row.etag());
        for (Column column : shown(table, select)) {
            write(json, table, row, column, preferences);
        }
        return json;
    }

    private static Set<Column> shown(Table table, Set<String> select) {
        Set<Column> shown = new LinkedHashSet<>();
        for (Column column : table.columns().values()) {
            boolean asked = select.isEmpty() || select.contains(column.jsonName());
            if (!column.unreadable() && (asked || column.name().equals(table.primaryId()))) {
                shown.add(column);
                if (column.type() == ColumnType.MONEY) {
                    table.column("transactioncurrencyid").ifPresent(shown::add);
                }
            }
        }
        return shown;
    }

    private void write(ObjectNode json, Table table, Stored row, Column column, Preferences preferences) {
        String member = column.jsonName();
        JsonNode value = value(row, column);
        if (!value.isNull()) {
            if (preferences.wants(Preferences.FORMATTED_VALUE)) {
                formatted(table, row, column)
                        .ifPresent(text -> json.put(member + "@" + Preferences.FORMATTED_VALUE, text));
            }
            if (column.type().isLookup()) {
                annotateLookup(json, row, column, preferences);
            }
        }
        json.set(member, value);
    }

    private static void annotateLookup(ObjectNode json, Stored row, Column column, Preferences preferences) {
        String table = row.value(column.name()).get("table").asText();
        if (preferences.wants(Preferences.NAVIGATION_PROPERTY)) {
            column.targets().stream()
                    .filter(target -> target.table().equals(table))
                    .map(Target::navigation)
                    .forEach(name -> json.put(column.jsonName() + "@" + Preferences.NAVIGATION_PROPERTY, name));
        }
        if (preferences.wants(Preferences.LOOKUP_LOGICAL_NAME)) {
            json.put(column.jsonName() + "@" + Preferences.LOOKUP_LOGICAL_NAME, table);
        }
    }

    /** The value as it stands in JSON: a lookup as the id it points to. */
    static JsonNode value(Stored row, Column column) {
        if (column.name().equals("versionnumber")) {
            return Json.NODES.numberNode(row.version());
        }
        return column.type().isLookup()
                ? row.lookup(column.name()).<JsonNode>map(Json.NODES::textNode).orElse(Json.NODES.nullNode())
                : row.value(column.name());
    }

    /** The text a form would show; empty where it shows the plain value. */
    Optional<String> formatted(Table table, Stored row, Column column) {
        JsonNode value = row.value(column.name());
        return switch (column.type()) {
            case PICKLIST, STATE, STATUS -> column.option(value.asInt()).map(Column.Option::label);
            case BOOLEAN -> Optional.of(value.asBoolean() ? "Yes" : "No");
            case MONEY -> Optional.of(money(row, column, value));
            case DECIMAL, DOUBLE -> Optional.of(number(value, column.precision()));
            case INTEGER, BIGINT -> Optional.of(number(value(row, column), 0));
            case DATE -> Optional.of(DAY.format(Values.instant(value).atOffset(ZoneOffset.UTC)));
            case DATETIME -> Optional.of(MOMENT.format(Values.instant(value).atOffset(ZoneOffset.UTC)));
            case LOOKUP, CUSTOMER, OWNER -> name(value);
            case STRING, MEMO, UNIQUEIDENTIFIER, MANAGEDPROPERTY -> Optional.empty();
            case ENTITYNAME -> Optional.of(organization.table(value.asText()).label());
        };
    }

    private Optional<String> name(JsonNode reference) {
        Table target = organization.table(reference.get("table").asText());
        return organization
                .data()
                .find(target.logicalName(), reference.get("id").asText())
                .map(row -> row.value(target.primaryName()).asText(""));
    }

    private String money(Stored row, Column column, JsonNode value) {
        Optional<Stored> currency = (column.baseOf() == null
                        ? row.lookup("transactioncurrencyid")
                        : Optional.of(Seed.BASE_CURRENCY))
                .flatMap(id -> organization.data().find("transactioncurrency", id));
        String symbol =
                currency.map(found -> found.value("currencysymbol").asText()).orElse("");
        return symbol
                + number(
                        value,
                        currency.map(found -> found.number("currencyprecision")).orElse(2));
    }

    private static String number(JsonNode value, int places) {
        BigDecimal number = value.decimalValue();
        return String.format(Locale.US, "%,." + places + "f", number);
    }

    /** Names of the members a {@code $select} lists, refused if the table has no such member. */
    static Set<String> select(Table table, Optional<String> option) {
        Set<String> members = new LinkedHashSet<>();
        for (String name : List.of(option.orElse("").split(","))) {
            if (!name.isBlank() && !name.strip().equals("*")) {
                String member = name.strip();
                table.byJsonName(member)
                        .filter(column -> !column.unreadable())
                        .orElseThrow(() -> Refusal.unknownProperty(member, table));
                members.add(member);
            }
        }
        return members;
    }
}
