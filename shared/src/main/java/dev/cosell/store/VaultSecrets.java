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
        return asking(name, "give", "Key Vault Secrets User", vault -> {
            try {
                return Optional.ofNullable(vault.getSecret(name).getValue());
            } catch (ResourceNotFoundException nobodyWroteIt) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void write(String name, String value) {
        asking(name, "take", "Key Vault Secrets Officer", vault -> vault.setSecret(name, value));
    }

    /**
     * Not chained where the SDK's exception may quote the answer, which has the secret.
     *
     * @param what the vault is to do with the secret, for people
     * @param role that lets it
     */
    private <T> T asking(String name, String what, String role, Function<SecretClient, T> question) {
        try {
            return question.apply(client.get());
        } catch (HttpResponseException answered) {
            int status =
                    answered.getResponse() == null ? 0 : answered.getResponse().getStatusCode();
            String expected =
                    "expected the vault " + client.get().getVaultUrl() + " to " + what + " the secret " + name;
            throw failure(status, expected + ", found HTTP " + status, role);
        } catch (RuntimeException unreachable) {
            throw failure(
                    0,
                    "expected a vault to " + what + " the secret " + name + ", found "
                            + unreachable.getClass().getSimpleName(),
                    role);
        }
    }

    private static Failure failure(int status, String detail, String role) {
        boolean refused = status == 401 || status == 403;
        return Problem.of(
                        refused ? ProblemCode.MISCONFIGURED : ProblemCode.UNAVAILABLE,
                        detail + (refused ? "; the app's identity needs the role " + role + " there" : ""))
                .failure();
    }
}
