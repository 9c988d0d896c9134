package dev.cosell.store;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Any text as a partition or row key. Keys may not hold {@code / \ # ?} nor control characters, may have 512 characters
 * (1 KiB), and percent signs do not survive every proxy; ids come from the network and may hold anything.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model">the
 *     table service's data model</a>
 */
final class RowKey {
    /** Longer keys are cut and end in the digest of the whole. */
    private static final int LONGEST = 200;

    private static final int KEPT = 100;
    /** Longer ids are refused: nobody has such ids, and the row and the message must be able to hold them. */
    private static final int LONGEST_TEXT = 4096;

    private RowKey() {}

    /**
     * The key of a text; different texts have different keys.
     *
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for more than 4,096 characters
     */
    static String of(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected an id of at most " + LONGEST_TEXT + " characters, found " + text.length())
                    .failure();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder key = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            if (isPlain(each)) {
                key.append((char) each);
            } else {
                key.append('~').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        // "~~" never comes from escaping, so a cut key cannot meet a whole one.
        return key.length() <= LONGEST ? key.toString() : key.substring(0, KEPT) + "~~" + digest(bytes);
    }

    private static boolean isPlain(byte each) {
        return each >= 'a' && each <= 'z'
                || each >= 'A' && each <= 'Z'
                || each >= '0' && each <= '9'
                || each == '-'
                || each == '_'
                || each == '.'
                || each == ':'
                || each == '|';
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
