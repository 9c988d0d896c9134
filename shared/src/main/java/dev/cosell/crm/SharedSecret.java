package dev.cosell.crm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A secret that a CRM's events carry, where the CRM signs nothing. Two may be valid at once, so that one can be replaced
 * without losing events.
 */
public final class SharedSecret {
    private final Supplier<List<String>> valid;

    /** @param valid those that are valid now, asked for with each event; blank ones never are */
    public SharedSecret(Supplier<List<String>> valid) {
        this.valid = valid;
    }

    /**
     * Secrets that stay.
     *
     * @param secret the valid one
     * @param next the one that is going to replace it, during a rotation
     * @throws IllegalArgumentException if one is blank
     */
    public SharedSecret(String secret, Optional<String> next) {
        if (secret.isBlank() || next.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("expected a secret, found a blank one");
        }
        List<String> both = Stream.concat(Stream.of(secret), next.stream()).toList();
        this.valid = () -> both;
    }

    /** Digests have one length and every secret is compared: the time taken says nothing about them. */
    public boolean is(String found) {
        byte[] digest = digest(found);
        boolean right = false;
        for (String secret : valid.get()) {
            right |= !secret.isBlank() & MessageDigest.isEqual(digest(secret), digest);
        }
        return right;
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
