package dev.cosell.crm.file;

import java.util.regex.Pattern;

/**
 * Keeps a spreadsheet from running what somebody else wrote: a cell that begins with one of {@code = + - @}, a tab or a
 * carriage return is taken for a formula (CWE-1236). Such a text gets an apostrophe before it, and loses it when it is
 * read, so that it comes back as it was.
 *
 * <p>The same inside a text behind whatever may end a cell: a spreadsheet that expects another separator than the file has
 * splits there. A text in which apostrophes stand there already gets one more, which makes the way back certain.
 */
final class Formula {
    private static final Pattern RUNS_AT_THE_START = Pattern.compile("^('*)(?=[=+\\-@\\t\\r])");
    private static final Pattern RUNS_WITHIN = Pattern.compile("([,;\\t\\r\\n\"]'*)(?=[=+\\-@])");
    private static final Pattern KEPT_AT_THE_START = Pattern.compile("^('*)'(?=[=+\\-@\\t\\r])");
    private static final Pattern KEPT_WITHIN = Pattern.compile("([,;\\t\\r\\n\"]'*)'(?=[=+\\-@])");

    private Formula() {}

    /** The text as it may stand in a cell. */
    static String kept(String text) {
        return RUNS_AT_THE_START
                .matcher(RUNS_WITHIN.matcher(text).replaceAll("$1'"))
                .replaceAll("$1'");
    }

    /** The text that a cell stands for. */
    static String meant(String cell) {
        return KEPT_WITHIN
                .matcher(KEPT_AT_THE_START.matcher(cell).replaceAll("$1"))
                .replaceAll("$1");
    }
}
