package dev.cosell.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Signs in on behalf of the user who signed in once, with multi-factor authentication: Partner Center's referrals take
 * no other token. One refresh token serves the audiences of both Partner Center hosts.
 *
 * <p>MSAL calls through our transport, so that the same certificates, limits and no-retry rule hold. The transport
 * handed in should meter nowhere: calls to the identity platform are not Partner Center's.
 */
public final class RefreshTokenSignIn implements SignIn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RemoteSystem system;
    private final AppRegistration app;
    private final String scope;
    private final RefreshTokenStore store;
    private final Transport transport;

    /**
     * @param system the one that is unusable when this sign-in fails
     * @param scope audience and {@code /.default}, for instance {@code https://api.partner.microsoft.com/.default}
     */
    public RefreshTokenSignIn(
            RemoteSystem system, AppRegistration app, String scope, RefreshTokenStore store, Transport transport) {
        this.system = system;
        this.app = app;
        this.scope = scope;
        this.store = store;
        this.transport = transport;
    }

    @Override
    public IssuedToken signIn() {
        String refreshToken = store.read()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.SIGN_IN_REFUSED,
                                "expected a stored refresh token, found none: sign in once")
                        .from(system)
                        .failure());
        try {
            AbstractClientApplicationBase client = client();
            IAuthenticationResult result = client.acquireToken(
                            RefreshTokenParameters.builder(Set.of(scope), refreshToken)
                                    .build())
                    .join();
            rotated(client).filter(newer -> !newer.equals(refreshToken)).ifPresent(store::write);
            return new IssuedToken(result.accessToken(), result.expiresOnDate().toInstant());
        } catch (CompletionException e) {
            throw SignInProblem.of(system, e.getCause());
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            "expected an https authority and a tenant, found " + authority() + ": " + e.getMessage())
                    .failure(e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("MSAL's own cache is not JSON", e);
        }
    }

    /** A new client each time: its cache then holds this sign-in's refresh token and nothing else. */
    private AbstractClientApplicationBase client() throws MalformedURLException {
        if (app.secret().isEmpty()) {
            return configured(PublicClientApplication.builder(app.clientId())).build();
        }
        return configured(ConfidentialClientApplication.builder(
                        app.clientId(),
                        ClientCredentialFactory.createFromSecret(app.secret().get())))
                .build();
    }

    /** The authority is taken as configured: asking Microsoft about it would fail for private clouds. */
    private <B extends AbstractClientApplicationBase.Builder<B>> B configured(B builder) throws MalformedURLException {
        return builder.authority(authority())
                .validateAuthority(false)
                .instanceDiscovery(false)
                .httpClient(this::send)
                .disableInternalRetries();
    }

    private String authority() {
        return app.authorityHost().resolve("/" + app.tenant() + "/").toString();
    }

    private IHttpResponse send(HttpRequest request) throws URISyntaxException {
        byte[] body = Optional.ofNullable(request.body()).orElse("").getBytes(StandardCharsets.UTF_8);
        Answer answer = transport.send(new Call(
                system,
                request.httpMethod().name(),
                request.url().toURI(),
                request.headers(),
                body,
                Call.DEFAULT_TIMEOUT));
        HttpResponse response = new HttpResponse().statusCode(answer.status()).body(answer.text());
        Map<String, List<String>> received = new LinkedHashMap<>();
        answer.headers().forEach((name, value) -> received.put(name, List.of(value)));
        response.addHeaders(received);
        return response;
    }

    /** MSAL shows the refresh token only in its serialised cache. */
    private static Optional<String> rotated(AbstractClientApplicationBase client) throws JsonProcessingException {
        JsonNode cached = JSON.readTree(client.tokenCache().serialize()).path("RefreshToken");
        return cached.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(cached.iterator().next().path("secret").asText(null));
    }
}
