package dev.cosell.http;

/** Asks the identity platform for a new access token; one request, no cache. */
@FunctionalInterface
public interface SignIn {
    /**
     * A new token.
     *
     * @throws dev.cosell.problem.Failure with {@code SIGN_IN_REFUSED} and the platform's own code and text, {@code
     *     THROTTLED}, or {@code UNAVAILABLE} if it could not be reached
     */
    IssuedToken signIn();
}
