package dev.cosell.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.PublicClientApplication;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One request of a user's sign-in by MSAL. A new one for each request: its cache then holds that request's refresh token
 * and nothing else.
 */
final class MsalClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The call and what MSAL does with its answer; should that never end, whoever waits does not wait for ever. */
    private static final Duration LONGEST = Call.DEFAULT_TIMEOUT.plusSeconds(5);

    private final RemoteSystem system;
    private final AppRegistration app;
    private final Transport transport;

    MsalClient(RemoteSystem system, AppRegistration app, Transport transport) {
        this.system = system;
        this.app = app;
        this.transport = transport;
    }

    /**
     * Asks for tokens.
     *
     * @throws dev.cosell.problem.Failure as {@link SignIn#signIn}
     */
    GrantedTokens ask(Function<AbstractClientApplicationBase, CompletableFuture<IAuthenticationResult>> request) {
        try {
            AbstractClientApplicationBase client = client();
            IAuthenticationResult result = request.apply(client)
                    .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                    .join();
            if (result.accessToken() == null) {
                throw MsalTransport.unreadable(system, "an access token", "none");
            }
            return new GrantedTokens(
                    new IssuedToken(result.accessToken(), result.expiresOnDate().toInstant()), refreshToken(client));
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
                .httpClient(new MsalTransport(system, transport))
                .disableInternalRetries();
    }

    private String authority() {
        return app.authorityHost().resolve("/" + app.tenant() + "/").toString();
    }

    /** MSAL shows the refresh token only in its serialised cache. */
    private static Optional<String> refreshToken(AbstractClientApplicationBase client) throws JsonProcessingException {
        JsonNode cached = JSON.readTree(client.tokenCache().serialize()).path("RefreshToken");
        return cached.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(cached.iterator().next().path("secret").asText(null));
    }
}
