package dev.cosell.partnercenter;

import dev.cosell.http.TokenSource;

/** A new token after each refusal. */
final class FakeTokens implements TokenSource {
    int refusals;

    @Override
    public String token() {
        return "token-" + refusals;
    }

    @Override
    public void refused() {
        refusals++;
    }
}
