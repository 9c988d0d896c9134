package dev.cosell.http;

import java.util.Optional;

/**
 * What the identity platform gave for a user.
 *
 * @param refreshToken secret; absent if none came along
 */
public record GrantedTokens(IssuedToken access, Optional<String> refreshToken) {
    @Override
    public String toString() {
        return access + (refreshToken.isPresent() ? " and a refresh token" : "");
    }
}
