package dev.cosell.sync.pair;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short, one-way name for a stored form: an event says which values it carries without carrying them.
 *
 * <p>An event and a later read give the same fingerprint exactly if they show the same value, however it was written
 * down (5, 5.0 and 5.00 are one number).
 */
public final class Fingerprint {
    /** For a value that cannot be compared: equals no fingerprint that {@link #of} gives. */
    public static final String UNKNOWN = "?";

    private static final int HEX_DIGITS = 16;

    private Fingerprint() {}

    /**
     * The first 16 hexadecimal digits of SHA-256 over the canonical form.
     *
     * @param stored neutral stored form, as {@link Snapshot} holds it; JSON null for explicitly empty
     */
    public static String of(JsonNode stored) {
        byte[] digest = sha256().digest(canonical(stored).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, HEX_DIGITS / 2);
    }

    private static String canonical(JsonNode stored) {
        return switch (stored.getNodeType()) {
            // The leading NUL keeps "empty" apart from a column in which somebody typed the word null.
            case NULL, MISSING -> "\0null";
            // Scientific notation, because writing 1E+999999999 out in full would exhaust the memory.
            case NUMBER -> {
                BigDecimal number = stored.decimalValue().stripTrailingZeros();
                yield number.toString();
            }
            case STRING, BOOLEAN -> stored.asText();
            case ARRAY, OBJECT, BINARY, POJO -> stored.toString();
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
