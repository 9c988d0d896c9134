package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short digest of a stored value, so that a message can prove an echo without carrying the value. */
public final class Fingerprint {
    private static final int HEX_DIGITS = 16;

    private Fingerprint() {}

    /** The same for equal values: 5, 5.0 and 5.00 are equal, texts are compared as they are. */
    public static String of(JsonNode stored) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(canonical(stored).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String canonical(JsonNode stored) {
        if (stored.isNull() || stored.isMissingNode()) {
            return "null";
        }
        if (stored.isNumber()) {
            java.math.BigDecimal number = stored.decimalValue();
            return "n"
                    + (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
        }
        return stored.isTextual() ? "t" + stored.asText() : stored.toString();
    }
}
