package dev.cosell.http;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Signs the connector itself in (no user): with a client secret or as a managed identity.
 *
 * <p>Each sign-in uses a new credential, because azure-identity caches tokens inside one and would hand out again the
 * token that was just refused. The hosting platform of a managed identity has a cache of its own, which nobody can
 * empty.
 */
public final class AzureSignIn implements SignIn {
    private static final RetryOptions NO_RETRIES = new RetryOptions(new FixedDelayOptions(0, Duration.ofSeconds(1)));

    private final RemoteSystem system;
    private final String scope;
    private final TrustStore trust;
    private final Function<HttpClient, TokenCredential> credential;
    private HttpClient client;

    private AzureSignIn(
            RemoteSystem system, String scope, TrustStore trust, Function<HttpClient, TokenCredential> credential) {
        this.system = system;
        this.scope = scope;
        this.trust = trust;
        this.credential = credential;
    }

    /**
     * By client credentials. The authority is taken as configured: asking Microsoft whether it is genuine would fail
     * for private clouds and the sandbox.
     *
     * @param system the one that is unusable when this sign-in fails
     * @param scope audience and {@code /.default}, for instance {@code https://org.crm.dynamics.com/.default}
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED} if the registration has no secret
     */
    public static AzureSignIn clientSecret(RemoteSystem system, AppRegistration app, String scope, TrustStore trust) {
        String secret = app.secret()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.MISCONFIGURED, "expected a client secret for the " + app + ", found none")
                        .failure());
        return new AzureSignIn(
                system,
                scope,
                trust,
                http -> new ClientSecretCredentialBuilder()
                        .authorityHost(app.authorityHost().toString())
                        .tenantId(app.tenant())
                        .clientId(app.clientId())
                        .clientSecret(secret)
                        .disableInstanceDiscovery()
                        .retryOptions(NO_RETRIES)
                        .httpClient(http)
                        .build());
    }

    /** @param clientId of a user-assigned identity; absent for the system-assigned one */
    public static AzureSignIn managedIdentity(
            RemoteSystem system, Optional<String> clientId, String scope, TrustStore trust) {
        return new AzureSignIn(system, scope, trust, http -> {
            ManagedIdentityCredentialBuilder builder = new ManagedIdentityCredentialBuilder().httpClient(http);
            clientId.ifPresent(builder::clientId);
            return builder.build();
        });
    }

    @Override
    public IssuedToken signIn() {
        try {
            AccessToken token = credential.apply(client()).getTokenSync(new TokenRequestContext().addScopes(scope));
            return new IssuedToken(token.getToken(), token.getExpiresAt().toInstant());
        } catch (RuntimeException e) {
            throw SignInProblem.of(system, e);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = new JdkHttpClientBuilder(
                            java.net.http.HttpClient.newBuilder().sslContext(trust.sslContext()))
                    .connectionTimeout(Duration.ofSeconds(10))
                    .responseTimeout(Call.DEFAULT_TIMEOUT)
                    .readTimeout(Call.DEFAULT_TIMEOUT)
                    .build();
        }
        return client;
    }
}
