package dev.cosell.crm.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cell means, and how a value is written into one. Spreadsheets change how numbers and dates look when they save a
 * file; what can only be guessed at (1.234, 3/4/2027) is unreadable, because a wrong guess would cross to the other side.
 */
final class Cell {
    private static final Set<String> YES = Set.of("yes", "true", "1", "x", "ja", "wahr", "oui", "vrai");
    private static final Set<String> NO = Set.of("no", "false", "0", "nein", "falsch", "non", "faux");

    private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,30})(?:[.,](\\d{1,10}))?");
    /** Both signs, so that it is clear which one separates thousands. */
    private static final Pattern GROUPED =
            Pattern.compile("(-?\\d{1,3}(?:\\.\\d{3})+),(\\d{1,10})|(-?\\d{1,3}(?:,\\d{3})+)\\.(\\d{1,10})");

    private static final Pattern AMBIGUOUS = Pattern.compile("-?\\d{1,3}[.,]\\d{3}");
    private static final Pattern GERMAN_DAY = Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})");

    private Cell() {}

    /**
     * The stored form of what a cell holds; JSON null if it is blank.
     *
     * @return nothing if the cell cannot be read as this kind
     */
    static Optional<JsonNode> read(Kind kind, String cell) {
        if (cell.isBlank()) {
            return Optional.of(NullNode.getInstance());
        }
        return switch (kind) {
            case NUMBER -> number(cell.strip()).map(DecimalNode::valueOf);
            case DAY -> day(cell.strip()).map(day -> TextNode.valueOf(day.toString()));
            case MOMENT -> moment(cell.strip()).map(moment -> TextNode.valueOf(moment.toString()));
            case YES_NO -> yesOrNo(cell.strip().toLowerCase(Locale.ROOT)).map(BooleanNode::valueOf);
            case CHOICE, STATE, REASON, KEY, LOOKUP -> Optional.of(TextNode.valueOf(Formula.meant(cell.strip())));
            case TEXT, OTHER -> Optional.of(TextNode.valueOf(Formula.meant(cell)));
        };
    }

    /** What a cell of this kind is expected to be, for messages. */
    static String expected(Kind kind) {
        return switch (kind) {
            case NUMBER -> "a number without separators of thousands, such as 1250.5";
            case DAY -> "a day as 2027-03-31 or 31.03.2027";
            case MOMENT -> "a moment as 2027-03-31T10:00:00Z";
            case YES_NO -> "yes or no";
            case LOOKUP -> "the id of a row, or a name or e-mail address that one row alone has";
            case CHOICE, STATE, REASON, KEY, TEXT, OTHER -> "a text";
        };
    }

    /** How a value is written. Nothing that a spreadsheet would run. */
    static String written(JsonNode value, CsvFormat format) {
        if (value.isNull()) {
            return "";
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "yes" : "no";
        }
        return value.isNumber() ? written(value.decimalValue(), format) : Formula.kept(value.asText());
    }

    /** Never with three decimals, which would look like thousands. */
    private static String written(BigDecimal number, CsvFormat format) {
        String plain = (number.scale() == 3 ? number.setScale(4) : number).toPlainString();
        return plain.replace('.', format.decimalSign());
    }

    private static Optional<BigDecimal> number(String text) {
        Matcher plain = NUMBER.matcher(text);
        if (plain.matches()) {
            return AMBIGUOUS.matcher(text).matches()
                    ? Optional.empty()
                    : Optional.of(new BigDecimal(text.replace(',', '.')));
        }
        Matcher grouped = GROUPED.matcher(text);
        if (!grouped.matches()) {
            return Optional.empty();
        }
        int first = grouped.group(1) == null ? 3 : 1;
        return Optional.of(
                new BigDecimal(grouped.group(first).replaceAll("[.,]", "") + "." + grouped.group(first + 1)));
    }

    private static Optional<LocalDate> day(String text) {
        Matcher german = GERMAN_DAY.matcher(text);
        try {
            return Optional.of(
                    german.matches()
                            ? LocalDate.of(
                                    Integer.parseInt(german.group(3)),
                                    Integer.parseInt(german.group(2)),
                                    Integer.parseInt(german.group(1)))
                            : LocalDate.parse(text));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException noMoment) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> yesOrNo(String word) {
        return YES.contains(word) ? Optional.of(true) : Optional.of(false).filter(no -> NO.contains(word));
    }
}
