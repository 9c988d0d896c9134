package dev.cosell.localhost;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import dev.cosell.azurite.Azurite;
import dev.cosell.localhost.fixture.Gate;
import dev.cosell.localhost.http.Keys;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueTriggerTest {
    private static final Keys KEYS = new Keys("the-master", "the-function-key");
    private static final Duration HIDDEN = Duration.ofSeconds(1);
    private static final String HOST_JSON = """
            {"version": "2.0", "extensions": {"queues": {"batchSize": 2, "newBatchThreshold": 1, "maxDequeueCount": 2,
              "visibilityTimeout": "00:00:01", "maxPollingInterval": "00:00:00.2"%s}}}""";

    private static Azurite azurite;
    private static QueueServiceClient storage;

    @TempDir
    Path directory;

    private final RecordedLog log = new RecordedLog();
    private final String name = "q" + UUID.randomUUID();
    private FixtureApp app;
    private QueueClient queue;
    private QueueClient poison;

    @BeforeAll
    static void startStorage() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(20));
        azurite = Azurite.start();
        storage = new QueueServiceClientBuilder()
                .connectionString(azurite.connectionString())
                .messageEncoding(QueueMessageEncoding.NONE)
                .buildClient();
    }

    @AfterAll
    static void stopStorage() {
        azurite.close();
        Awaitility.reset();
    }

    @BeforeEach
    void newQueue() throws IOException {
        app = FixtureApp.in(directory).file("host.json", HOST_JSON.formatted(""));
        queue = storage.createQueue(name);
        poison = storage.getQueueClient(name + "-poison");
    }

    @AfterEach
    void removeQueue() {
        queue.deleteIfExists();
        poison.deleteIfExists();
    }

    @Test
    void aMessageIsDecodedHandedOverAndDeleted() throws IOException {
        app.queue("Takes", "takes", "%Name%");
        send("hello");
        try (LocalHost host = start()) {
            await().until(() -> log.ofFunctions().contains("took hello try 1"));
            await().until(this::queueIsEmpty);
            assertEquals(List.of(), log.warnings(), host::toString);
        }
    }

    @Test
    void optionalTextIsBoundToo() throws IOException {
        app.queue("Takes", "takesOptional", name);
        send("hello");
        try (LocalHost host = start()) {
            await(host + " took").until(() -> log.ofFunctions().contains("took hello"));
        }
    }

    @Test
    void bytesAndTopLevelPropertiesOfTheBodyAreBoundByName() throws IOException {
        app.queue("Takes", "takesBytes", name);
        String body = "{\"kind\":\"deal\",\"size\":3}";
        send(body);
        try (LocalHost host = start()) {
            await(host + " took").until(() -> log.ofFunctions().contains("took " + body + " of deal 3"));
        }
    }

    @Test
    void plainMessagesArriveWhenTheEncodingIsNone() throws IOException {
        app.file("host.json", HOST_JSON.formatted(", \"messageEncoding\": \"none\""))
                .queue("Takes", "takes", name);
        queue.sendMessage("not base64!");
        try (LocalHost host = start()) {
            await(host + " took").until(() -> log.ofFunctions().contains("took not base64! try 1"));
        }
    }

    @Test
    void aFailedMessageComesBackAfterVisibilityTimeout() throws IOException {
        app.queue("Fails", "failsOnce", name);
        send("again");
        try (LocalHost host = start()) {
            await().until(() -> log.ofFunctions().contains("took again try 1"));
            long failed = System.nanoTime();
            await().until(() -> log.ofFunctions().contains("took again try 2"));
            // The server counts whole seconds, so up to one of them may be missing.
            assertTrue(System.nanoTime() - failed > HIDDEN.dividedBy(4).toNanos(), "hidden for a while");
            await(host + " deleted").until(this::queueIsEmpty);
            assertFalse(exists(poison));
        }
    }

    @Test
    void aMessageThatFailsTooOftenGoesToThePoisonQueueUnchanged() throws IOException {
        app.queue("Fails", "fails", name);
        send("bad");
        try (LocalHost host = start()) {
            assertEquals(encoded("bad"), awaitPoison(), host::toString);
            await().until(this::queueIsEmpty);
            assertEquals(List.of("took bad", "took bad"), log.ofFunctions());
        }
    }

    @Test
    void aMessageTakenTooOftenIsParkedWithoutAnotherCall() throws IOException {
        app.queue("Takes", "takes", name);
        send("worn");
        takeAndReturn();
        takeAndReturn();
        try (LocalHost host = start()) {
            assertEquals(encoded("worn"), awaitPoison(), host::toString);
            assertEquals(List.of(), log.ofFunctions());
        }
    }

    @Test
    void aTextThatIsNotBase64GoesToThePoisonQueueAsItIs() throws IOException {
        app.queue("Takes", "takes", name);
        queue.sendMessage("<not base64>");
        try (LocalHost host = start()) {
            assertEquals("<not base64>", awaitPoison(), host::toString);
            assertEquals(List.of(), log.ofFunctions());
        }
    }

    @Test
    void noMoreThanBatchAndThresholdRunAtOnce() throws IOException {
        app.queue("Waits", "waits", name);
        Semaphore gate = Gate.close("queue");
        IntStream.range(0, 6).forEach(i -> send("m" + i));
        try (LocalHost host = start()) {
            // Batch 2 with threshold 1: the second batch waits until only one of the first runs.
            await().until(() -> gate.getQueueLength() == 2);
            await().during(Duration.ofMillis(600)).until(() -> gate.getQueueLength() == 2);
            gate.release();
            await(host + " took the next batch").until(() -> gate.getQueueLength() == 3);
            gate.release(5);
            await().until(this::queueIsEmpty);
        }
    }

    @Test
    void aQueueThatAppearsLaterIsFoundWithoutAnyError() throws IOException {
        queue.delete();
        app.queue("Takes", "takes", name);
        List<String> told = new CopyOnWriteArrayList<>();
        Handler sdk = handler(told);
        Logger.getLogger("com.azure.storage.queue").addHandler(sdk);
        try (LocalHost host = start()) {
            await().during(Duration.ofMillis(500)).until(() -> log.warnings().isEmpty());
            Logger.getLogger("com.azure.storage.queue").removeHandler(sdk);
            assertEquals(List.of(), told, "the SDK takes a missing queue for an error");
            assertFalse(exists(queue), "the host does not create it");
            queue.create();
            send("late");
            await(host + " took").until(() -> log.ofFunctions().contains("took late try 1"));
        }
    }

    @Test
    void closeWaitsForTheRunningMessageAndDeletesIt() throws IOException {
        app.queue("Waits", "waits", name);
        Semaphore gate = Gate.close("queue");
        send("last");
        LocalHost host = start();
        await().until(() -> gate.getQueueLength() == 1);
        Thread closing = Thread.ofPlatform().start(host::close);
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        send("too late");
        gate.release();
        await().until(() -> !closing.isAlive());
        assertEquals(List.of("took last", "finished last"), log.ofFunctions());
        assertEquals(encoded("too late"), queue.receiveMessage().getBody().toString());
    }

    @Test
    void closeInterruptsWhatOutlivesItsLimitAndTheMessageIsGivenBack() throws IOException {
        app.queue("Waits", "waits", name);
        Semaphore gate = Gate.close("queue");
        send("stuck");
        LocalHost host = LocalHost.start(options().withCloseLimit(Duration.ofMillis(300)));
        await().until(() -> gate.getQueueLength() == 1);
        host.close();
        await().until(() -> queue.peekMessage() != null);
        assertEquals(encoded("stuck"), queue.peekMessage().getBody().toString());
    }

    @Test
    void aStorageOutageIsLoggedOnceAndSurvived() throws IOException {
        Path data = directory.resolve("storage");
        Azurite first = Azurite.start(data, freePort(), freePort(), freePort());
        app.queue("Takes", "takes", name);
        QueueClient own = ownQueue(first);
        own.createIfNotExists();
        try (LocalHost host =
                LocalHost.start(options().withSettings(Map.of("Work", first.connectionString(), "Name", name)))) {
            own.sendMessage(encoded("before"));
            await().until(() -> log.ofFunctions().contains("took before try 1"));
            first.close();
            await().until(() -> log.warnings().size() == 1);
            await().during(Duration.ofSeconds(1)).until(() -> log.warnings().size() == 1);
            try (Azurite second = Azurite.start(data, first.blobPort(), first.queuePort(), first.tablePort())) {
                ownQueue(second).createIfNotExists();
                ownQueue(second).sendMessage(encoded("after"));
                await(host + " took").until(() -> log.ofFunctions().contains("took after try 1"));
            }
        } finally {
            first.close();
        }
    }

    @Test
    void theMasterKeyStartsAQueueFunctionByHand() throws Exception {
        app.queue("Takes", "takesOptional", name);
        try (LocalHost host = start();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(host.baseUrl() + "/admin/functions/takes"))
                    .POST(BodyPublishers.ofString("{\"input\":\"by hand\"}"));
            assertEquals(
                    401, client.send(request.build(), BodyHandlers.discarding()).statusCode());
            request.header("x-functions-key", KEYS.master());
            assertEquals(
                    202, client.send(request.build(), BodyHandlers.discarding()).statusCode());
            await().until(() -> log.ofFunctions().contains("took by hand"));
        }
    }

    private LocalHost start() {
        return LocalHost.start(options());
    }

    private HostOptions options() {
        return HostOptions.of(directory)
                .withLog(log)
                .withKeys(KEYS)
                .withSettings(Map.of("Work", azurite.connectionString(), "Name", name));
    }

    private void send(String content) {
        queue.sendMessage(encoded(content));
    }

    private static String encoded(String content) {
        return Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    private void takeAndReturn() {
        QueueMessageItem message = queue.receiveMessage();
        queue.updateMessage(message.getMessageId(), message.getPopReceipt(), null, Duration.ZERO);
    }

    private boolean queueIsEmpty() {
        return queue.getProperties().getApproximateMessagesCountLong() == 0;
    }

    private String awaitPoison() {
        await().until(() -> exists(poison) && poison.peekMessage() != null);
        return poison.peekMessage().getBody().toString();
    }

    /** Keeps what is logged as an error. */
    private static Handler handler(List<String> told) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    told.add(entry.getMessage());
                }
            }

            @Override
            public void flush() {
                // Nothing waits.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static boolean exists(QueueClient queue) {
        try {
            return queue.getProperties() != null;
        } catch (QueueStorageException e) {
            return e.getStatusCode() != 404;
        }
    }

    private QueueClient ownQueue(Azurite own) {
        return new QueueServiceClientBuilder()
                .connectionString(own.connectionString())
                .messageEncoding(QueueMessageEncoding.NONE)
                .buildClient()
                .getQueueClient(name);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
