package dev.cosell.http;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Starts from the setting and forgets what came after it when the process ends. */
public final class RefreshTokenInMemory implements RefreshTokenStore {
    private final AtomicReference<Optional<String>> newest;

    /** @param setting the refresh token of the guided sign-in; blank counts as none */
    public RefreshTokenInMemory(Optional<String> setting) {
        newest = new AtomicReference<>(setting.filter(token -> !token.isBlank()));
    }

    @Override
    public Optional<String> read() {
        return newest.get();
    }

    @Override
    public void write(String refreshToken) {
        newest.set(Optional.of(refreshToken));
    }
}
