package dev.cosell.store;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a list goes on: after this row of this partition. Holds across restarts, and if rows come or go. */
record PageToken(String partition, String row) {
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((partition + "\n" + row).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for a text that {@link #text()} did not give; quotes
     *     are refused, since the row goes into a filter
     */
    static PageToken parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int end = plain.indexOf('\n');
            if (end >= 0 && plain.indexOf('\'') < 0) {
                return new PageToken(plain.substring(0, end), plain.substring(end + 1));
            }
        } catch (IllegalArgumentException notBase64) {
            throw unreadable(text);
        }
        throw unreadable(text);
    }

    /** What a list answers to a token that names a row of another one: {@code REQUEST_UNREADABLE}. */
    static RuntimeException ofAnotherList() {
        return Problem.of(
                        ProblemCode.REQUEST_UNREADABLE,
                        "expected a continuation token from an earlier page of the same list, found one of another list")
                .failure();
    }

    private static RuntimeException unreadable(String text) {
        return Problem.of(
                        ProblemCode.REQUEST_UNREADABLE,
                        "expected a continuation token from an earlier page, found " + text.length()
                                + " other characters")
                .failure();
    }
}
