package dev.cosell.crm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The audit column of a record: a ring of lines, newest first, so that a seller sees the latest without scrolling.
 *
 * <p>Lines look as Microsoft's own connector writes them, {@code yyyy-MM-dd HH:mm - message}, in UTC.
 */
public final class AuditText {
    /** Enough for a deal's life; the full timeline is in the connector. */
    static final int LINES = 20;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private AuditText() {}

    /**
     * The text with one more line; the oldest lines are dropped, whole, to keep both bounds.
     *
     * @param earlier what the column holds; empty for nothing
     * @param maxLength of the column, in UTF-16 units
     */
    public static String with(String earlier, Instant at, String message, int maxLength) {
        StringBuilder text = new StringBuilder(
                cut(MINUTE.format(at) + " - " + message.strip().replaceAll("\\R+", " "), maxLength));
        earlier.lines().filter(line -> !line.isBlank()).limit(LINES - 1L).forEachOrdered(line -> append(text, line));
        return within(text.toString(), maxLength);
    }

    /** A text that fits into a column, with a mark where it was cut. */
    public static String cut(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        int end = maxLength - 1;
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "\u2026";
    }

    private static void append(StringBuilder text, String line) {
        text.append('\n').append(line);
    }

    private static String within(String text, int maxLength) {
        return text.length() <= maxLength ? text : text.substring(0, text.lastIndexOf('\n', maxLength));
    }
}
