package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The right-hand side of a comparison. */
sealed interface FilterLiteral {
    /** Whether a member, possibly missing, stands in this relation to the literal. */
    default boolean compare(JsonNode member, String operator) {
        if (member.isMissingNode() || member.isNull()) {
            return operator.equals(this instanceof Nothing ? "eq" : "ne");
        }
        Optional<Integer> order = order(member);
        return switch (operator) {
            case "eq" -> order.equals(Optional.of(0));
            case "ne" -> !order.equals(Optional.of(0));
            case "gt" -> order.isPresent() && order.get() > 0;
            case "ge" -> order.isPresent() && order.get() >= 0;
            case "lt" -> order.isPresent() && order.get() < 0;
            case "le" -> order.isPresent() && order.get() <= 0;
            default -> throw new IllegalArgumentException("no such operator: " + operator);
        };
    }

    /** The member's order against the literal; none if the two are of different kinds. */
    Optional<Integer> order(JsonNode member);

    /** A text, a GUID (any case) or a time (compared as such). */
    record Text(String text) implements FilterLiteral {
        private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

        @Override
        public Optional<Integer> order(JsonNode member) {
            if (!member.isTextual()) {
                return Optional.empty();
            }
            String found = member.asText();
            Optional<Instant> time = instant(text);
            Optional<Instant> foundTime = instant(found);
            if (time.isPresent() && foundTime.isPresent()) {
                return Optional.of(foundTime.get().compareTo(time.get()));
            }
            if (GUID.matcher(text).matches() && GUID.matcher(found).matches()) {
                return Optional.of(UUID.fromString(found).compareTo(UUID.fromString(text)));
            }
            return Optional.of(found.compareTo(text));
        }

        private static Optional<Instant> instant(String text) {
            if (text.length() < 10 || text.charAt(4) != '-') {
                return Optional.empty();
            }
            try {
                return Optional.of(PatchValue.instant(text.length() == 10 ? text + "T00:00:00Z" : text));
            } catch (DateTimeParseException e) {
                // Just a text that looks like a date at first.
                return Optional.empty();
            }
        }
    }

    record Decimal(BigDecimal number) implements FilterLiteral {
        @Override
        public Optional<Integer> order(JsonNode member) {
            return member.isNumber() ? Optional.of(member.decimalValue().compareTo(number)) : Optional.empty();
        }
    }

    record Truth(boolean truth) implements FilterLiteral {
        @Override
        public Optional<Integer> order(JsonNode member) {
            return member.isBoolean() ? Optional.of(Boolean.compare(member.asBoolean(), truth)) : Optional.empty();
        }
    }

    record Nothing() implements FilterLiteral {
        @Override
        public Optional<Integer> order(JsonNode member) {
            return Optional.empty();
        }
    }

    /** @throws ApiException 400 if the token is no literal */
    static FilterLiteral of(FilterToken token) {
        return switch (token.kind()) {
            case TEXT -> new Text(token.text());
            case NUMBER -> new Decimal(new BigDecimal(token.text()));
            case WORD ->
                switch (token.text()) {
                    case "true" -> new Truth(true);
                    case "false" -> new Truth(false);
                    case "null" -> new Nothing();
                    default -> throw notLiteral(token);
                };
            case MARK, END -> throw notLiteral(token);
        };
    }

    private static ApiException notLiteral(FilterToken token) {
        return ApiException.invalid(
                "$filter",
                "invalidFilter",
                "Expected a quoted text, a number or a word, found '" + token.text() + "'.");
    }
}
