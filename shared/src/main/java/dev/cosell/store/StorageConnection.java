package dev.cosell.store;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * How to reach a storage account, found in the settings the way the Functions host finds it for a trigger's
 * {@code connection}, so that both use the same account.
 */
public sealed interface StorageConnection {
    /** The connection of the Functions host itself. */
    String DEFAULT_NAME = "AzureWebJobsStorage";

    /** By a connection string, {@code UseDevelopmentStorage=true} included. Holds a secret: never printed. */
    record ByConnectionString(String value) implements StorageConnection {
        @Override
        public String toString() {
            return "ByConnectionString[...]";
        }
    }

    /**
     * By managed identity.
     *
     * @param clientId of a user-assigned identity; the system-assigned one if absent
     */
    record ByIdentity(URI tables, URI queues, Optional<String> clientId) implements StorageConnection {}

    /**
     * Resolves connection {@code name}: the setting {@code AzureWebJobs<name>} or {@code <name>} as connection string;
     * else {@code <name>__tableServiceUri} and {@code <name>__queueServiceUri}, or {@code <name>__accountName} (public
     * cloud), with {@code <name>__credential=managedidentity} and {@code <name>__clientId} where they are set.
     *
     * @param settings value by name; empty and absent are the same
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED}, naming every fault at once, values of secrets excepted
     * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection">
     *     identity-based connections</a>
     */
    static StorageConnection resolve(String name, Function<String, Optional<String>> settings) {
        return ConnectionSettings.resolve(name, settings);
    }
}
