package dev.cosell.http;

/** Access tokens for one audience, cached until shortly before they expire. */
public interface TokenSource {
    /**
     * A token that is valid now.
     *
     * @throws dev.cosell.problem.Failure with {@code SIGN_IN_REFUSED} and the identity platform's own text, or
     *     {@code UNAVAILABLE} if it could not be reached
     */
    String token();

    /** Says that the system refused the cached token (401): the next {@link #token()} asks for a fresh one. */
    void refused();
}
