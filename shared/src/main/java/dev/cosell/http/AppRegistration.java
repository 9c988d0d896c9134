package dev.cosell.http;

import java.net.URI;
import java.util.Optional;

/**
 * Who we are at the identity platform.
 *
 * @param authorityHost https; {@code https://login.microsoftonline.com}, a sovereign cloud's, or the sandbox's
 * @param tenant id or domain name
 * @param clientId of the app registration
 * @param secret absent for a public client
 */
public record AppRegistration(URI authorityHost, String tenant, String clientId, Optional<String> secret) {
    @Override
    public String toString() {
        return "app registration " + clientId + " in tenant " + tenant;
    }
}
