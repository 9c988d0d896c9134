package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who called, where the platform itself signs people in.
 *
 * <p>App Service authentication takes these headers from every request and sets them anew. Without it they are whatever
 * the caller wrote, so they are looked at only if the platform says that authentication is on.
 *
 * @param name under which the platform knows them; personal, never in a log
 * @param roles that they were given; of none they may do nothing
 * @see <a href="https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities">user identities
 *     in App Service authentication</a>
 */
record SignedIn(String name, Set<Role> roles) {
    /** Set by the platform, and not by anything that a request can reach. */
    static final String SWITCH = "WEBSITE_AUTH_ENABLED";

    private static final String NAME = "x-ms-client-principal-name";
    private static final String PRINCIPAL = "x-ms-client-principal";

    /** The claim as the token has it, and as the platform renames it, unless {@code role_typ} tells another name. */
    private static final Set<String> ROLE_CLAIMS =
            Set.of("roles", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether people can sign in at all. */
    static boolean isPossible(Optional<String> authentication) {
        return authentication.filter("true"::equalsIgnoreCase).isPresent();
    }

    /**
     * Whoever is signed in.
     *
     * @param headers of the request, in lower case
     * @param authentication what the platform says of {@link #SWITCH}
     */
    static Optional<SignedIn> of(Map<String, String> headers, Optional<String> authentication) {
        return Optional.ofNullable(headers.get(NAME))
                .filter(name -> isPossible(authentication) && !name.isBlank())
                .map(name -> new SignedIn(name, roles(principal(headers))));
    }

    boolean may(Right right) {
        return roles.stream().anyMatch(role -> role.gives(right));
    }

    /** @throws dev.cosell.problem.Failure {@code ROLE_MISSING} if none of their roles gives it */
    void require(Right right) {
        if (!may(right)) {
            throw Problem.of(
                            ProblemCode.ROLE_MISSING,
                            "expected the role " + Role.OPERATOR.claim()
                                    + (right == Right.LOOK ? " or " + Role.READER.claim() : "") + ", found "
                                    + (roles.isEmpty() ? "no role" : Role.READER.claim()))
                    .failure();
        }
    }

    private static Set<Role> roles(JsonNode principal) {
        String told = principal.path("role_typ").asText("roles");
        return principal
                .path("claims")
                .valueStream()
                .filter(claim -> ROLE_CLAIMS.contains(claim.path("typ").asText())
                        || told.equals(claim.path("typ").asText()))
                .flatMap(claim -> Role.of(claim.path("val").asText()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All that the platform says of them; what it says in a form that nobody can read gives no role. */
    private static JsonNode principal(Map<String, String> headers) {
        try {
            return JSON.readTree(Base64.getDecoder().decode(headers.getOrDefault(PRINCIPAL, "")));
        } catch (IOException | IllegalArgumentException unreadable) {
            return MissingNode.getInstance();
        }
    }
}
