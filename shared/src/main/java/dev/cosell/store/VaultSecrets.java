package dev.cosell.store;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Secrets in a Key Vault, which keeps what was there before as an older version. */
public final class VaultSecrets implements Secrets {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
    private static final RetryOptions ONCE_MORE = new RetryOptions(new FixedDelayOptions(1, Duration.ofSeconds(1)));

    private final Supplier<SecretClient> client;

    /** @param client made on first use */
    VaultSecrets(Supplier<SecretClient> client) {
        this.client = Lazy.of(client);
    }

    /**
     * As the app's own identity. Makes no call.
     *
     * @param clientId of a user-assigned identity; the system-assigned one if absent
     */
    public static VaultSecrets of(URI vault, Optional<String> clientId) {
        return new VaultSecrets(() -> {
            ManagedIdentityCredentialBuilder identity = new ManagedIdentityCredentialBuilder();
            clientId.ifPresent(identity::clientId);
            return new SecretClientBuilder()
                    .vaultUrl(vault.toString())
                    .credential(identity.build())
                    .retryOptions(ONCE_MORE)
                    .httpClient(new JdkHttpClientBuilder()
                            .responseTimeout(TIME_LIMIT)
                            .readTimeout(TIME_LIMIT)
                            .writeTimeout(TIME_LIMIT)
                            .build())
                    .buildClient();
        });
    }

    @Override
    public Optional<String> read(String name) {
        return asking(name, vault -> {
            try {
                return Optional.ofNullable(vault.getSecret(name).getValue());
            } catch (ResourceNotFoundException nobodyWroteIt) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void write(String name, String value) {
        asking(name, vault -> vault.setSecret(name, value));
    }

    /** Not chained where the SDK's exception may quote the answer, which has the secret. */
    private <T> T asking(String name, Function<SecretClient, T> question) {
        try {
            return question.apply(client.get());
        } catch (HttpResponseException answered) {
            int status =
                    answered.getResponse() == null ? 0 : answered.getResponse().getStatusCode();
            throw failure(name, status, "HTTP " + status);
        } catch (RuntimeException unreachable) {
            throw failure(name, 0, unreachable.getClass().getSimpleName());
        }
    }

    private static Failure failure(String name, int status, String found) {
        boolean refused = status == 401 || status == 403;
        return Problem.of(
                        refused ? ProblemCode.MISCONFIGURED : ProblemCode.UNAVAILABLE,
                        "vault secret " + name + ": expected the vault of KEY_VAULT_URL to give or take it, found "
                                + found
                                + (refused ? "; the app's identity needs the role Key Vault Secrets Officer" : ""))
                .failure();
    }
}
