package dev.cosell.sandbox.salesforce.soql;

/** A text that is no query; the message shows the place. */
public final class SoqlException extends RuntimeException {
    private static final int BEFORE = 20;
    private static final int AFTER = 30;

    SoqlException(String text, int position, String why) {
        super(show(text, position, why));
    }

    private static String show(String text, int position, String why) {
        int from = Math.max(0, position - BEFORE);
        int to = Math.min(text.length(), position + AFTER);
        return "\n%s\n%s^\nERROR at Row:1:Column:%d\n%s"
                .formatted(text.substring(from, to), " ".repeat(position - from), position + 1, why);
    }
}
