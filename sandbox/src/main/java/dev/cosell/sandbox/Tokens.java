package dev.cosell.sandbox;

import java.net.URI;
import java.util.Optional;

/** Checks and spoils the access tokens that the simulated Entra issued. */
public interface Tokens {
    /**
     * Checks the bearer token of a request.
     *
     * @param audience base address of the asking service; a token issued for another audience is refused, as the two
     *     Partner Center hosts do
     */
    Access check(Request request, URI audience);

    /** Makes the bearer token of this request expired from now on; does nothing if there is none. */
    void expire(Request request);

    /** What a bearer token is good for. */
    sealed interface Access {
        /**
         * A valid token.
         *
         * @param application client id
         * @param user user principal name; empty for an app-only token
         * @param multiFactor whether the token carries the {@code mfa} method
         */
        record Granted(String application, Optional<String> user, boolean multiFactor) implements Access {}

        /** No, broken, expired or foreign token; the reason is for the error body. */
        record Refused(String reason) implements Access {}
    }
}
