package dev.cosell.http;

import java.util.List;

/**
 * Port: where the refresh tokens of the signed-in user are kept.
 *
 * <p>The identity platform gives a new refresh token with every access token and lets the old one live on until its own
 * end (90 days without use). So a newer one that is lost costs nothing, and the one before it is kept until the newer one
 * has worked.
 */
public interface RefreshTokenStore {
    /** What may be tried, the newest first; none if nobody has signed in yet. */
    List<String> tokens();

    /**
     * Takes note of a newer token. It does not replace the token of a person who signed in meanwhile.
     *
     * @param used the token that gave it, and has just worked
     */
    void renewed(String used, String newer);
}
