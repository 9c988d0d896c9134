package dev.cosell.launcher;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What only this run knows.
 *
 * @param masterKey of the functions host
 * @param functionKey of the functions host
 * @param crmEvents what the CRM's events carry
 */
public record Secrets(String masterKey, String functionKey, String crmEvents) {
    private static final int BYTES = 24;

    static Secrets random() {
        SecureRandom random = new SecureRandom();
        return new Secrets(text(random), text(random), text(random));
    }

    private static String text(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
