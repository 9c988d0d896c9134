package dev.cosell.sandbox.odata;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.OptionalInt;

/** A constant of a filter; an identifier without quotes (a GUID) is {@link Text}. */
public sealed interface Literal {
    /**
     * How a value of a row stands to this constant.
     *
     * @return negative, zero or positive as in {@link Comparable}; empty if the two cannot be compared
     */
    OptionalInt compare(JsonNode value);

    /** {@code null}. */
    record Nothing() implements Literal {
        @Override
        public OptionalInt compare(JsonNode value) {
            return isNothing(value) ? OptionalInt.of(0) : OptionalInt.empty();
        }
    }

    /** Compared without regard to case, as SQL Server's default collation does. */
    record Text(String value) implements Literal {
        @Override
        public OptionalInt compare(JsonNode other) {
            return other.isValueNode() && !isNothing(other)
                    ? OptionalInt.of(other.asText().compareToIgnoreCase(value))
                    : OptionalInt.empty();
        }
    }

    record Number(BigDecimal value) implements Literal {
        @Override
        public OptionalInt compare(JsonNode other) {
            return other.isNumber() ? OptionalInt.of(other.decimalValue().compareTo(value)) : OptionalInt.empty();
        }
    }

    record Truth(boolean value) implements Literal {
        @Override
        public OptionalInt compare(JsonNode other) {
            return other.isBoolean()
                    ? OptionalInt.of(Boolean.compare(other.booleanValue(), value))
                    : OptionalInt.empty();
        }
    }

    /** A date (its first moment in UTC) or a date with time. */
    record Moment(Instant value) implements Literal {
        @Override
        public OptionalInt compare(JsonNode other) {
            if (!other.isTextual()) {
                return OptionalInt.empty();
            }
            try {
                return OptionalInt.of(instant(other.textValue()).compareTo(value));
            } catch (DateTimeParseException notADate) {
                return OptionalInt.empty();
            }
        }
    }

    /**
     * Reads {@code 2026-11-22} or {@code 2026-11-22T10:11:12Z}.
     *
     * @throws DateTimeParseException if it is neither
     */
    static Instant instant(String text) {
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    /** Whether a row has no value there. */
    static boolean isNothing(JsonNode value) {
        return value == null || value.isNull() || value.isMissingNode();
    }
}
