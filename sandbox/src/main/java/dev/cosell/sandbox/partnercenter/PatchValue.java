package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Currency;

/** The kinds of values that a patch may carry; scalars may come as texts, as in Microsoft's own samples. */
enum PatchValue {
    TEXT {
        @Override
        JsonNode read(String path, JsonNode value) {
            if (value.isTextual() || value.isNull()) {
                return value;
            }
            throw wrong(path, "a text or null", value);
        }
    },
    BOOLEAN {
        @Override
        JsonNode read(String path, JsonNode value) {
            if (value.isBoolean()) {
                return value;
            }
            return switch (value.asText()) {
                case "true", "True" -> BooleanNode.TRUE;
                case "false", "False" -> BooleanNode.FALSE;
                default -> throw wrong(path, "a boolean", value);
            };
        }
    },
    DATE {
        @Override
        JsonNode read(String path, JsonNode value) {
            if (value.isNull()) {
                return value;
            }
            try {
                return TextNode.valueOf(Ticks.json(instant(value.asText())));
            } catch (DateTimeParseException e) {
                throw wrong(path, "an ISO 8601 time in UTC", value);
            }
        }
    },
    CURRENCY {
        @Override
        JsonNode read(String path, JsonNode value) {
            try {
                return TextNode.valueOf(Currency.getInstance(value.asText()).getCurrencyCode());
            } catch (IllegalArgumentException e) {
                throw wrong(path, "an ISO 4217 code", value);
            }
        }
    },
    /** Above zero: the connector guide says that a deal value must not become 0. */
    AMOUNT {
        @Override
        JsonNode read(String path, JsonNode value) {
            try {
                BigDecimal amount = new BigDecimal(value.asText());
                if (amount.signum() <= 0) {
                    throw wrong(path, "a number above 0", value);
                }
                return DecimalNode.valueOf(amount);
            } catch (NumberFormatException e) {
                throw wrong(path, "a number above 0", value);
            }
        }
    },
    LIST {
        @Override
        JsonNode read(String path, JsonNode value) {
            for (JsonNode item : value) {
                ITEM.read(path, item);
            }
            if (value.isArray()) {
                return value;
            }
            throw wrong(path, "an array", value);
        }
    },
    ITEM {
        @Override
        JsonNode read(String path, JsonNode value) {
            if (!value.isObject()) {
                throw wrong(path, "an object", value);
            }
            if (path.startsWith("/details/requirements/solutions")
                    && value.path("id").asText("").isBlank()) {
                throw ApiException.invalid(path, "missingProperty", "Solution ID is required.");
            }
            return value;
        }
    };

    /**
     * The value as it will be stored.
     *
     * @throws ApiException 400 if it is of another kind
     */
    abstract JsonNode read(String path, JsonNode value);

    static Instant instant(String text) {
        return text.endsWith("Z")
                ? Instant.parse(text)
                : OffsetDateTime.parse(text).toInstant();
    }

    private static ApiException wrong(String path, String expected, JsonNode found) {
        return ApiException.invalid(path, "invalidValue", "Expected " + expected + ", found " + found + ".");
    }
}
