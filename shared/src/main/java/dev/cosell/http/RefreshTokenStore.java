package dev.cosell.http;

import java.util.Optional;

/**
 * Port: where the refresh token of the signed-in user is kept.
 *
 * <p>The identity platform gives a new refresh token with every access token and lets the old one live on until its
 * own end (90 days without use), so a write that is lost costs nothing as long as a later one succeeds.
 */
public interface RefreshTokenStore {
    /** The newest refresh token; nothing if nobody has signed in yet. */
    Optional<String> read();

    /** Keeps a newer one; a store that cannot be written to may ignore it. */
    void write(String refreshToken);
}
