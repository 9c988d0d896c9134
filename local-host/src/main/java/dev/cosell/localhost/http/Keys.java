package dev.cosell.localhost.http;

import dev.cosell.localhost.app.AuthLevel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The access keys: one master key, and one key that opens every function.
 *
 * @param master opens everything, the admin endpoints included
 * @param function opens functions of level FUNCTION
 */
public record Keys(String master, String function) {
    private static final int KEY_BYTES = 24;

    public Keys {
        if (master.isBlank() || function.isBlank()) {
            throw new IllegalArgumentException("A key must not be blank");
        }
    }

    /** New keys that nobody can guess. */
    public static Keys random() {
        SecureRandom random = new SecureRandom();
        return new Keys(next(random), next(random));
    }

    boolean open(AuthLevel level, String presented) {
        return switch (level) {
            case ANONYMOUS -> true;
            // No short cut: both comparisons always run.
            case FUNCTION -> same(function, presented) | same(master, presented);
            case ADMIN -> same(master, presented);
        };
    }

    @Override
    public String toString() {
        return "Keys[...]";
    }

    private static boolean same(String expected, String presented) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    private static String next(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
