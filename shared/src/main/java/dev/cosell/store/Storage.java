package dev.cosell.store;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One storage account: its tables, its queues and its clock. One per process, shared by all threads.
 *
 * <p>Nothing is connected before the first use. Tables and queues are made when a write finds them missing. A call is
 * tried three times, five seconds each at most, so that an HTTP trigger can answer 503 before its sender gives up.
 */
public final class Storage {
    /** Table names begin with this unless {@link Options} say otherwise. */
    public static final String DEFAULT_PREFIX = "cosell";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration TRY_LIMIT = Duration.ofSeconds(5);
    private static final RetryOptions RETRIES = new RetryOptions(new FixedDelayOptions(2, Duration.ofMillis(250)));

    /**
     * What can be chosen.
     *
     * @param tablePrefix letters and digits, a letter first; keeps two installations in one account apart
     * @param meter hears the name of every storage transaction before it is sent, retries included
     */
    public record Options(String tablePrefix, Consumer<String> meter) {
        public Options {
            if (!tablePrefix.matches("[A-Za-z][A-Za-z0-9]{0,39}")) {
                throw new IllegalArgumentException(
                        "expected a table prefix of 1 to 40 letters and digits, a letter first; found " + tablePrefix);
            }
        }

        public static Options standard() {
            return new Options(DEFAULT_PREFIX, operation -> {});
        }
    }

    private final String prefix;
    private final StorageClock clock = new StorageClock();
    private final Supplier<TableServiceClient> tables;
    private final Supplier<QueueServiceClient> queues;

    public Storage(StorageConnection connection, Options options) {
        this(connection, options, Lazy.of(Storage::http));
    }

    /** @param http what carries the transactions; a benchmark's may count them and answer them itself */
    public Storage(StorageConnection connection, Options options, Supplier<HttpClient> http) {
        TransactionPolicy policy = new TransactionPolicy(clock, options.meter());
        this.prefix = options.tablePrefix();
        this.tables = Lazy.of(() -> tables(connection)
                .httpClient(http.get())
                .retryOptions(RETRIES)
                .addPolicy(policy)
                .buildClient());
        this.queues = Lazy.of(() -> queues(connection)
                // Encoding is ours: the SDK's fails on a foreign message, which operators must be able to see.
                .messageEncoding(QueueMessageEncoding.NONE)
                .httpClient(http.get())
                .retryOptions(RETRIES)
                .addPolicy(policy)
                .buildClient());
    }

    /** The account's time. */
    public StorageClock clock() {
        return clock;
    }

    /** @param name without the prefix, for instance {@code hints} */
    Table table(String name) {
        return new Table(prefix + name, Lazy.of(() -> tables.get().getTableClient(prefix + name)));
    }

    MessageQueue queue(String name) {
        return new MessageQueue(name, Lazy.of(() -> queues.get().getQueueClient(name)));
    }

    private static HttpClient http() {
        return new JdkHttpClientBuilder()
                .connectionTimeout(CONNECT_LIMIT)
                .responseTimeout(TRY_LIMIT)
                .readTimeout(TRY_LIMIT)
                .writeTimeout(TRY_LIMIT)
                .build();
    }

    private static TableServiceClientBuilder tables(StorageConnection connection) {
        TableServiceClientBuilder builder = new TableServiceClientBuilder();
        return switch (connection) {
            case StorageConnection.ByConnectionString string -> builder.connectionString(string.value());
            case StorageConnection.ByIdentity identity ->
                builder.endpoint(identity.tables().toString()).credential(credential(identity));
        };
    }

    private static QueueServiceClientBuilder queues(StorageConnection connection) {
        QueueServiceClientBuilder builder = new QueueServiceClientBuilder();
        return switch (connection) {
            case StorageConnection.ByConnectionString string -> builder.connectionString(string.value());
            case StorageConnection.ByIdentity identity ->
                builder.endpoint(identity.queues().toString()).credential(credential(identity));
        };
    }

    private static TokenCredential credential(StorageConnection.ByIdentity identity) {
        ManagedIdentityCredentialBuilder builder = new ManagedIdentityCredentialBuilder();
        identity.clientId().ifPresent(builder::clientId);
        return builder.build();
    }
}
