package dev.cosell.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtherEventsTest {
    private static final byte[] BODY = "{\"EventName\":\"invoice-ready\", \"Note\":\"\u00e4\"}".getBytes(UTF_8);

    private final QueueClient queue = client();
    private final OtherEvents others = new OtherEvents(new LocalStorage().storage());

    @BeforeEach
    void forgetEarlierEvents() {
        queue.createIfNotExists();
        queue.clearMessages();
    }

    @Test
    void anEventIsKeptByteByByteWithWhatItWasSigned() throws IOException {
        others.keep(
                "invoice-ready",
                Map.of("x-ms-signature", "c2ln", "x-ms-certificate-url", "https://c", "cookie", "not ours to keep"),
                BODY);

        JsonNode kept = Json.parse(Base64.getDecoder().decode(only().getBody().toBytes()));
        assertEquals("invoice-ready", kept.path("event").asText());
        assertArrayEquals(BODY, Base64.getDecoder().decode(kept.path("body").asText()));
        assertEquals(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("x-ms-signature", "c2ln")
                        .put("x-ms-certificate-url", "https://c"),
                kept.path("headers"));
    }

    @Test
    void whatNobodyFetchesIsGoneAfterAWeek() {
        others.keep("invoice-ready", Map.of(), BODY);

        QueueMessageItem message = only();
        assertEquals(Duration.ofDays(7), Duration.between(message.getInsertionTime(), message.getExpirationTime()));
    }

    @Test
    void anEventThatNoQueueTakesIsRefusedByName() {
        Failure failure =
                assertThrows(Failure.class, () -> others.keep("invoice-ready", Map.of(), new byte[60 * 1024]));

        assertEquals(ProblemCode.TOO_LARGE, failure.problem().code());
    }

    private QueueMessageItem only() {
        List<QueueMessageItem> messages = StreamSupport.stream(
                        queue.receiveMessages(2).spliterator(), false)
                .toList();
        assertEquals(1, messages.size());
        return messages.getFirst();
    }

    private static QueueClient client() {
        StorageConnection.ByConnectionString connection =
                (StorageConnection.ByConnectionString) LocalStorage.connection();
        return new QueueClientBuilder()
                .connectionString(connection.value())
                .queueName("partner-center-other-events")
                .buildClient();
    }
}
