package dev.cosell.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Refresh tokens in memory, the newest first. */
final class RefreshTokenInMemory implements RefreshTokenStore {
    private final Deque<String> tokens = new ArrayDeque<>();

    RefreshTokenInMemory(String... newestFirst) {
        tokens.addAll(List.of(newestFirst));
    }

    @Override
    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    @Override
    public void renewed(String used, String newer) {
        if (!tokens.contains(newer)) {
            tokens.addFirst(newer);
        }
    }
}
