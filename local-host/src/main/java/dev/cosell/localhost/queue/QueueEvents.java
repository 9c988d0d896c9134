package dev.cosell.localhost.queue;

import com.azure.storage.queue.models.QueueMessageItem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cosell.localhost.invoke.TriggerEvent;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From a message to what a function is given. Pure. */
final class QueueEvents {
    private static final JsonMapper JSON = new JsonMapper();

    private QueueEvents() {}

    /** The content of a message's text; nothing if it should be base64 and is not. */
    static Optional<byte[]> decode(String text, boolean base64) {
        if (!base64) {
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static TriggerEvent of(QueueMessageItem message, byte[] content) {
        Map<String, String> names = names(new String(content, StandardCharsets.UTF_8));
        Map<String, String> builtIn = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        builtIn.put("Id", message.getMessageId());
        builtIn.put("DequeueCount", Long.toString(message.getDequeueCount()));
        builtIn.put("InsertionTime", time(message.getInsertionTime()));
        builtIn.put("ExpirationTime", time(message.getExpirationTime()));
        builtIn.put("NextVisibleTime", time(message.getTimeNextVisible()));
        builtIn.put("PopReceipt", message.getPopReceipt());
        builtIn.putAll(names);
        return new TriggerEvent(Optional.of(content), builtIn, Optional.empty());
    }

    /** For a message that never was on the queue. */
    static TriggerEvent manual(String input) {
        return new TriggerEvent(Optional.of(input.getBytes(StandardCharsets.UTF_8)), names(input), Optional.empty());
    }

    /**
     * The text itself and, for a JSON object, its top-level properties. Names are one regardless of case, the first
     * spelling stays, the last value wins: so a body with {@code id} hides the message's {@code Id}, as on the platform.
     */
    private static Map<String, String> names(String text) {
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        names.put("QueueTrigger", text);
        try {
            JsonNode root = JSON.readTree(text);
            root.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    names.put(field.getKey(), plain(field.getValue()));
                }
            });
        } catch (JsonProcessingException notJson) {
            return names;
        }
        return names;
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static String time(OffsetDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }
}
