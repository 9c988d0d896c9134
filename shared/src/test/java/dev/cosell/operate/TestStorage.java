package dev.cosell.operate;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import dev.cosell.azurite.Azurite;
import dev.cosell.store.QueueNames;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One Azurite for all tests of operations; every test gets tables and queues of its own in it. */
public final class TestStorage {
    private static final AtomicInteger TESTS = new AtomicInteger();

    private static final class Running {
        private static final Azurite AZURITE = start();

        private static Azurite start() {
            Azurite azurite = Azurite.start();
            Runtime.getRuntime().addShutdownHook(new Thread(azurite::close, "stop-azurite-of-operate-tests"));
            return azurite;
        }
    }

    private final int number = TESTS.incrementAndGet();
    private final Storage storage;

    public TestStorage() {
        this(operation -> {});
    }

    /** @param meter as {@link Storage.Options} have it */
    public TestStorage(Consumer<String> meter) {
        this.storage = new Storage(
                new StorageConnection.ByConnectionString(Running.AZURITE.connectionString()),
                new Storage.Options("operate" + number, meter));
    }

    public Storage storage() {
        return storage;
    }

    /** As the host uses a queue. */
    public QueueClient queueClient(String name) {
        return new QueueClientBuilder()
                .connectionString(Running.AZURITE.connectionString())
                .queueName(name)
                .messageEncoding(QueueMessageEncoding.BASE64)
                .httpClient(new JdkHttpClientBuilder().build())
                .buildClient();
    }

    public QueueNames queues() {
        return new QueueNames("crm-operate-" + number, "pc-operate-" + number);
    }

    /** Puts any text on a poison queue, as somebody else could. */
    public void throwOnPoisonQueue(String queue, String text) {
        QueueClient client = new QueueClientBuilder()
                .connectionString(Running.AZURITE.connectionString())
                .queueName(queue + "-poison")
                .messageEncoding(QueueMessageEncoding.BASE64)
                .buildClient();
        client.createIfNotExists();
        client.sendMessage(text);
    }

    /** An account at which nothing answers. */
    public static Storage away() {
        String nowhere = "http://127.0.0.1:" + closedPort() + "/acme";
        return new Storage(
                new StorageConnection.ByConnectionString("AccountName=acme;AccountKey=c2VjcmV0a2V5;TableEndpoint="
                        + nowhere + ";QueueEndpoint=" + nowhere),
                Storage.Options.standard());
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
