package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.odata.Literal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks one value against its column and brings it into the form in which it is stored. */
final class Values {
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Values() {}

    /** The guid in its canonical form, if the text is one. */
    static Optional<String> guid(String text) {
        return GUID.matcher(text).matches() ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    static ObjectNode reference(String table, String id) {
        return Json.object().put("table", table).put("id", id);
    }

    /**
     * @param value as a client sent it; a lookup already as {@code {"table","id"}}
     * @return the stored form
     * @throws Refusal with the platform's code for the rule that is broken
     */
    static JsonNode check(Table table, Column column, JsonNode value) {
        if (value.isNull()) {
            boolean clearable = column.type() != ColumnType.STATE && column.type() != ColumnType.STATUS;
            return expect(clearable, column, value, "Edm.Int32");
        }
        return switch (column.type()) {
            case STRING, MEMO, ENTITYNAME -> text(table, column, value);
            case INTEGER, BIGINT -> integer(table, column, value);
            case DOUBLE, DECIMAL, MONEY -> decimal(table, column, value);
            case MANAGEDPROPERTY ->
                expect(value.path("Value").isBoolean(), column, value, "Microsoft.Dynamics.CRM.BooleanManagedProperty");
            case BOOLEAN -> expect(value.isBoolean(), column, value, "Edm.Boolean");
            case DATETIME -> Json.NODES.textNode(moment(column, value).toString());
            case DATE -> Json.NODES.textNode(day(column, value).toString());
            case PICKLIST, STATE, STATUS -> choice(table, column, value);
            case LOOKUP, CUSTOMER, OWNER -> reference(column, value);
            case UNIQUEIDENTIFIER ->
                Json.NODES.textNode(guid(value.asText()).orElseThrow(() -> unexpected(column, value, "Edm.Guid")));
        };
    }

    private static JsonNode reference(Column column, JsonNode value) {
        List<String> tables =
                column.targets().stream().map(Column.Target::table).toList();
        boolean whole = tables.contains(value.path("table").asText())
                && guid(value.path("id").asText()).isPresent();
        return expect(whole, column, value, "a reference to one of " + tables);
    }

    private static JsonNode text(Table table, Column column, JsonNode value) {
        expect(value.isTextual(), column, value, "Edm.String");
        if (column.maxLength() > 0 && value.textValue().length() > column.maxLength()) {
            throw new Refusal(
                    400,
                    "0x80044331",
                    ("A validation error occurred.  The length of the '%s' attribute of the '%s' entity exceeded the "
                                    + "maximum allowed length of '%d'.")
                            .formatted(column.name(), table.logicalName(), column.maxLength()));
        }
        return value;
    }

    private static JsonNode integer(Table table, Column column, JsonNode value) {
        expect(value.isIntegralNumber(), column, value, "Edm.Int32");
        range(table, column, value.decimalValue(), "0x8004432F");
        return value;
    }

    private static JsonNode decimal(Table table, Column column, JsonNode value) {
        expect(value.isNumber(), column, value, "Edm.Decimal");
        BigDecimal number = value.decimalValue();
        range(table, column, number, "0x80044330");
        return Json.NODES.numberNode(number.setScale(column.precision(), RoundingMode.HALF_UP));
    }

    private static void range(Table table, Column column, BigDecimal number, String code) {
        boolean low = column.min() != null && number.compareTo(column.min()) < 0;
        boolean high = column.max() != null && number.compareTo(column.max()) > 0;
        if (low || high) {
            throw new Refusal(
                    400,
                    code,
                    ("A validation error occurred.  The value of '%s' on record of type '%s' is outside the valid "
                                    + "range: expected %s to %s, found %s.")
                            .formatted(
                                    column.name(),
                                    table.logicalName(),
                                    column.min().toPlainString(),
                                    column.max().toPlainString(),
                                    number.toPlainString()));
        }
    }

    private static JsonNode choice(Table table, Column column, JsonNode value) {
        expect(value.isIntegralNumber(), column, value, "Edm.Int32");
        if (column.option(value.intValue()).isEmpty()) {
            throw new Refusal(
                    400,
                    "0x8004431A",
                    ("A validation error occurred.  The value %s of '%s' on record of type '%s' is outside the valid "
                                    + "range. Accepted Values: %s")
                            .formatted(
                                    value,
                                    column.name(),
                                    table.logicalName(),
                                    String.join(
                                            ",",
                                            column.options().stream()
                                                    .map(option -> Integer.toString(option.value()))
                                                    .toList())));
        }
        return value;
    }

    private static Instant moment(Column column, JsonNode value) {
        try {
            return Literal.instant(value.asText()).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException bad) {
            throw unexpected(column, value, "Edm.DateTimeOffset");
        }
    }

    private static LocalDate day(Column column, JsonNode value) {
        try {
            // A time of day is refused in life as well: the column's type is Edm.Date.
            return LocalDate.parse(value.asText());
        } catch (DateTimeException bad) {
            throw unexpected(column, value, "Edm.Date");
        }
    }

    private static JsonNode expect(boolean right, Column column, JsonNode value, String type) {
        if (!right) {
            throw unexpected(column, value, type);
        }
        return value;
    }

    private static Refusal unexpected(Column column, JsonNode value, String type) {
        return Refusal.malformed(
                "Error identified in Payload: cannot convert the literal '%s' of '%s' to the expected type '%s'."
                        .formatted(value.asText(value.toString()), column.name(), type));
    }

    /** The first moment of a stored date, or the moment of a stored date with time. */
    static Instant instant(JsonNode stored) {
        String text = stored.asText();
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
    }
}
