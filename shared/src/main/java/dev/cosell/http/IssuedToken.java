package dev.cosell.http;

import java.time.Instant;

/**
 * An access token as the identity platform gave it.
 *
 * @param value secret
 * @param expiresAt by the identity platform's word
 */
public record IssuedToken(String value, Instant expiresAt) {
    @Override
    public String toString() {
        return "token that expires at " + expiresAt;
    }
}
