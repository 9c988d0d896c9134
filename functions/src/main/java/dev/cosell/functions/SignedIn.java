package dev.cosell.functions;

import java.util.Map;
import java.util.Optional;

/**
 * Who called, where the platform itself signs people in.
 *
 * <p>App Service authentication takes these headers from every request and sets them anew. Without it they are whatever
 * the caller wrote, so they are looked at only if the platform says that authentication is on.
 *
 * @see <a href="https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities">user identities
 *     in App Service authentication</a>
 */
final class SignedIn {
    /** Set by the platform, and not by anything that a request can reach. */
    static final String SWITCH = "WEBSITE_AUTH_ENABLED";

    private static final String NAME = "x-ms-client-principal-name";

    private SignedIn() {}

    /**
     * The name of whoever is signed in.
     *
     * @param headers of the request, in lower case
     * @param authentication what the platform says of {@link #SWITCH}
     */
    static Optional<String> name(Map<String, String> headers, Optional<String> authentication) {
        return authentication
                .filter("true"::equalsIgnoreCase)
                .flatMap(on -> Optional.ofNullable(headers.get(NAME)))
                .filter(name -> !name.isBlank());
    }
}
