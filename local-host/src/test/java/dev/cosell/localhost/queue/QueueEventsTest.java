package dev.cosell.localhost.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.queue.models.QueueMessageItem;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueEventsTest {
    private static final OffsetDateTime TIME = OffsetDateTime.of(2026, 11, 22, 16, 37, 56, 0, ZoneOffset.UTC);

    @Test
    void theFactsOfTheMessageAreNamedAsOnThePlatform() {
        Map<String, String> names = names("plain text");
        assertEquals(
                Set.of(
                        "QueueTrigger",
                        "Id",
                        "DequeueCount",
                        "InsertionTime",
                        "ExpirationTime",
                        "NextVisibleTime",
                        "PopReceipt"),
                names.keySet());
        assertEquals("plain text", names.get("QueueTrigger"));
        assertEquals("3", names.get("DequeueCount"));
        assertEquals("2026-11-22T16:37:56Z", names.get("InsertionTime"));
    }

    @Test
    void topLevelPropertiesOfTheBodyWinOverThem() {
        Map<String, String> names = names("{\"id\":\"mine\",\"deal\":{\"value\":1},\"count\":2,\"none\":null}");
        assertEquals("mine", names.get("Id"));
        assertEquals("{\"value\":1}", names.get("deal"));
        assertEquals("2", names.get("count"));
        assertTrue(!names.containsKey("none"));
    }

    @Test
    void aJsonListHasNoProperties() {
        assertEquals(names("text").keySet(), names("[1,2]").keySet());
    }

    @Test
    void textThatIsNotBase64IsNotDecoded() {
        assertTrue(QueueEvents.decode("{}", true).isEmpty());
        assertEquals("{}", new String(QueueEvents.decode("e30=", true).orElseThrow(), StandardCharsets.UTF_8));
        assertEquals("e30=", new String(QueueEvents.decode("e30=", false).orElseThrow(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> names(String body) {
        QueueMessageItem item = new QueueMessageItem()
                .setMessageId("message-1")
                .setDequeueCount(3)
                .setInsertionTime(TIME)
                .setExpirationTime(TIME)
                .setTimeNextVisible(TIME)
                .setPopReceipt("receipt");
        return QueueEvents.of(item, body.getBytes(StandardCharsets.UTF_8)).names();
    }
}
