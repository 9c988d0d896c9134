package dev.cosell.setup;

import dev.cosell.http.TokenSource;

/** A token that the administrator got elsewhere, for instance with {@code az account get-access-token}. */
record GivenToken(String token) implements TokenSource {
    @Override
    public void refused() {
        throw new SetUpFailure("Expected a token for this environment in COSELL_CRM_TOKEN, found one that is refused");
    }

    /** What no log has. */
    @Override
    public String toString() {
        return "a token";
    }
}
