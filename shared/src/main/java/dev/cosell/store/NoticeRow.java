package dev.cosell.store;

import java.time.Instant;

/**
 * A notice that waits to be sent.
 *
 * @param id follows from kind, subject and text: two of the same are one
 * @param kind name of a {@code Notice.Kind}
 * @param at when it became known
 */
public record NoticeRow(String id, String kind, String subject, String text, Instant at) {
    public static final int LONGEST_TEXT = 1000;

    /** @param text what is longer than {@link #LONGEST_TEXT} is cut off */
    public static NoticeRow of(String kind, String subject, String text, Instant at) {
        String shown = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
        return new NoticeRow(RowKey.of(kind + "|" + subject + "|" + shown), kind, subject, shown, at);
    }
}
