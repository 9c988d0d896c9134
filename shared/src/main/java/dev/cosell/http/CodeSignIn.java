package dev.cosell.http;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sign-in of a person in a browser: authorization code with PKCE (RFC 7636), which is the only way in. It gives the
 * refresh token that {@link RefreshTokenSignIn} lives on.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow">authorization code flow</a>
 */
public final class CodeSignIn {
    private final RemoteSystem system;
    private final AppRegistration app;
    private final String scope;
    private final Transport transport;

    /**
     * @param scope audience and {@code /.default}
     * @param transport which should meter nowhere
     */
    public CodeSignIn(RemoteSystem system, AppRegistration app, String scope, Transport transport) {
        this.system = system;
        this.app = app;
        this.scope = scope;
        this.transport = transport;
    }

    /**
     * Where the person signs in. The platform asks who it is even in a browser that somebody is signed in to.
     *
     * @param state comes back with the code
     * @param verifier 43 to 128 characters; only its hash is in the address
     */
    public URI address(String state, String verifier, URI redirect) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", app.clientId());
        query.put("response_type", "code");
        query.put("redirect_uri", redirect.toString());
        query.put("response_mode", "query");
        query.put("scope", scope + " offline_access openid profile");
        query.put("state", state);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        query.put("prompt", "login");
        return address("/oauth2/v2.0/authorize", query);
    }

    /** Where an administrator consents to every permission of the app registration, for both of Partner Center's APIs. */
    public URI consentAddress(URI redirect) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", app.clientId());
        query.put("redirect_uri", redirect.toString());
        return address("/adminconsent", query);
    }

    /**
     * The tokens for a code, which is good once and for a few minutes.
     *
     * @throws dev.cosell.problem.Failure as {@link SignIn#signIn}
     */
    public GrantedTokens exchange(String code, String verifier, URI redirect) {
        return new MsalClient(system, app, transport)
                .ask(client -> client.acquireToken(AuthorizationCodeParameters.builder(code, redirect)
                        .scopes(Set.of(scope))
                        .codeVerifier(verifier)
                        .build()));
    }

    private URI address(String path, Map<String, String> query) {
        String encoded = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(app.authorityHost() + "/" + encoded(app.tenant()) + path + "?" + encoded);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
