package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks one value against its field and brings it into the form in which it is stored. */
final class Values {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}");
    private static final int INT_DIGITS = 9;

    private Values() {}

    /**
     * The stored form of a value that a client sent.
     *
     * @return JSON null for an empty text, too, as the service keeps none
     * @throws Refusal with the service's code for the rule that is broken
     */
    static JsonNode check(Field field, JsonNode value) {
        if (value.isNull()) {
            return field.type() == FieldType.BOOLEAN ? Json.NODES.booleanNode(false) : value;
        }
        return switch (field.type()) {
            case STRING, TEXTAREA, PHONE, URL -> text(field, value);
            case EMAIL -> email(field, value);
            case PICKLIST -> choice(field, text(field, value));
            case MULTIPICKLIST -> choices(field, text(field, value));
            case BOOLEAN -> flag(value);
            case INT -> number(field, value, INT_DIGITS, 0);
            case DOUBLE, CURRENCY, PERCENT -> number(field, value, field.precision() - field.scale(), field.scale());
            case DATE -> day(value);
            case DATETIME ->
                Json.text(Moments.read(value.asText()).map(Moments::show).orElseThrow(() -> unfit("datetime", value)));
            case ID, REFERENCE -> id(field, value);
        };
    }

    private static JsonNode text(Field field, JsonNode value) {
        if (!value.isTextual()) {
            throw unfit("string", value);
        }
        String text = value.textValue().strip();
        if (text.length() > field.length()) {
            throw Refusal.data(
                    "STRING_TOO_LONG",
                    "%s: data value too large: %s (max length=%d)".formatted(field.label(), text, field.length()),
                    field.name());
        }
        return text.isEmpty() ? Json.NODES.nullNode() : Json.text(text);
    }

    private static JsonNode email(Field field, JsonNode value) {
        JsonNode text = text(field, value);
        if (text.isTextual() && !EMAIL.matcher(text.textValue()).matches()) {
            throw Refusal.data(
                    "INVALID_EMAIL_ADDRESS",
                    "%s: invalid email address: %s".formatted(field.label(), text.textValue()),
                    field.name());
        }
        return text;
    }

    private static JsonNode choice(Field field, JsonNode text) {
        if (text.isNull()) {
            return text;
        }
        for (Choice choice : field.values()) {
            if (choice.active() && choice.value().equalsIgnoreCase(text.textValue())) {
                return Json.text(choice.value());
            }
        }
        if (field.restricted()) {
            throw Refusal.data(
                    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                    "%s: bad value for restricted picklist field: %s".formatted(field.label(), text.textValue()),
                    field.name());
        }
        return text;
    }

    private static JsonNode choices(Field field, JsonNode text) {
        if (text.isNull()) {
            return text;
        }
        List<String> chosen = Arrays.stream(text.textValue().split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(one -> choice(field, Json.text(one)).textValue())
                .toList();
        return Json.text(String.join(";", chosen));
    }

    private static JsonNode flag(JsonNode value) {
        if (value.isBoolean()) {
            return value;
        }
        return switch (value.asText()) {
            case "true" -> Json.NODES.booleanNode(true);
            case "false" -> Json.NODES.booleanNode(false);
            default -> throw unfit("boolean", value);
        };
    }

    private static JsonNode number(Field field, JsonNode value, int wholeDigits, int scale) {
        BigDecimal number;
        try {
            number = value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
        } catch (NumberFormatException bad) {
            throw unfit(field.type() == FieldType.INT ? "int" : "double", value);
        }
        BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_UP);
        if (rounded.precision() - rounded.scale() > wholeDigits) {
            throw Refusal.data(
                    "NUMBER_OUTSIDE_VALID_RANGE",
                    "%s: value outside of valid range on numeric field: %s"
                            .formatted(field.label(), number.toPlainString()),
                    field.name());
        }
        return field.type() == FieldType.INT
                ? Json.NODES.numberNode(rounded.longValueExact())
                : DecimalNode.valueOf(rounded);
    }

    private static JsonNode day(JsonNode value) {
        try {
            return Json.text(LocalDate.parse(value.asText()).toString());
        } catch (DateTimeException bad) {
            throw unfit("date", value);
        }
    }

    private static JsonNode id(Field field, JsonNode value) {
        if (value.asText().isEmpty()) {
            return Json.NODES.nullNode();
        }
        return Json.text(Ids.parse(value.asText())
                .orElseThrow(() -> Refusal.malformedId(field.label(), value.asText(), field.name())));
    }

    private static Refusal unfit(String type, JsonNode value) {
        String found = value.isTextual()
                ? "VALUE_STRING"
                : value.isIntegralNumber()
                        ? "VALUE_NUMBER_INT"
                        : value.isNumber()
                                ? "VALUE_NUMBER_FLOAT"
                                : value.isBoolean()
                                        ? "VALUE_" + value.asText().toUpperCase(Locale.ROOT)
                                        : value.isArray() ? "START_ARRAY" : "START_OBJECT";
        return Refusal.unfit(type, found, value.asText());
    }
}
