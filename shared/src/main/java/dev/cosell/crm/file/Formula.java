package dev.cosell.crm.file;

import java.util.regex.Pattern;

/**
 * Keeps a spreadsheet from running what somebody else wrote: a cell that begins with one of {@code = + - @}, in their
 * full-width forms too, a tab or the end of a line is taken for a formula (CWE-1236). Such a text gets an apostrophe before it, and loses it when it is
 * read, so that it comes back as it was.
 *
 * <p>The same inside a text behind whatever may end a cell: a spreadsheet that expects another separator than the file has
 * splits there. A text in which apostrophes stand there already gets one more, which makes the way back certain.
 */
final class Formula {
    private static final String SIGNS = "=+\\-@\uFF1D\uFF0B\uFF0D\uFF20";
    private static final String AT_THE_START = "(?=[" + SIGNS + "\\t\\r\\n])";
    private static final String WITHIN = "(?=[" + SIGNS + "])";
    private static final Pattern RUNS_AT_THE_START = Pattern.compile("^('*)" + AT_THE_START);
    private static final Pattern RUNS_WITHIN = Pattern.compile("([,;\\t\\r\\n\"]'*)" + WITHIN);
    private static final Pattern KEPT_AT_THE_START = Pattern.compile("^('*)'" + AT_THE_START);
    private static final Pattern KEPT_WITHIN = Pattern.compile("([,;\\t\\r\\n\"]'*)'" + WITHIN);

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
