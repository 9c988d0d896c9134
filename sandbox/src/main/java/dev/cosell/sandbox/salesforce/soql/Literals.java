package dev.cosell.sandbox.salesforce.soql;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/** Reads the values of conditions. */
final class Literals {
    private Literals() {}

    /** The value of a token, if it is one. */
    static Optional<Literal> read(Token token) {
        try {
            return switch (token.kind()) {
                case STRING -> Optional.of(text(token.text()));
                case NUMBER -> Optional.of(new Literal.Number(new BigDecimal(token.text())));
                case DAY -> Optional.of(new Literal.Day(LocalDate.parse(token.text())));
                case MOMENT -> Optional.of(new Literal.Moment(moment(token.text())));
                case WORD -> named(token.text().toUpperCase(Locale.ROOT));
                case SYMBOL, END -> Optional.empty();
            };
        } catch (DateTimeException | NumberFormatException bad) {
            return Optional.empty();
        }
    }

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                .toInstant();
    }

    private static Literal text(String quoted) {
        String raw = quoted.substring(1, quoted.length() - 1);
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char character = raw.charAt(i);
            if (character == '\\') {
                i++;
                value.append(unescaped(raw.charAt(i)));
            } else {
                value.append(character);
            }
        }
        return new Literal.Text(value.toString(), raw);
    }

    private static char unescaped(char escape) {
        return switch (escape) {
            case 'n', 'N' -> '\n';
            case 'r', 'R' -> '\r';
            case 't', 'T' -> '\t';
            case 'b', 'B' -> '\b';
            case 'f', 'F' -> '\f';
            default -> escape;
        };
    }

    private static Optional<Literal> named(String name) {
        int colon = name.indexOf(':');
        if (colon > 0) {
            int days = Integer.parseInt(name.substring(colon + 1));
            return switch (name.substring(0, colon)) {
                case "LAST_N_DAYS" -> Optional.of(new Literal.Days(-days, 1));
                case "NEXT_N_DAYS" -> Optional.of(new Literal.Days(1, days + 1));
                case "N_DAYS_AGO" -> Optional.of(new Literal.Days(-days, 1 - days));
                default -> Optional.empty();
            };
        }
        return switch (name) {
            case "TRUE" -> Optional.of(new Literal.Flag(true));
            case "FALSE" -> Optional.of(new Literal.Flag(false));
            case "NULL" -> Optional.of(new Literal.Null());
            case "TODAY" -> Optional.of(new Literal.Days(0, 1));
            case "YESTERDAY" -> Optional.of(new Literal.Days(-1, 0));
            case "TOMORROW" -> Optional.of(new Literal.Days(1, 2));
            default -> Optional.empty();
        };
    }
}
