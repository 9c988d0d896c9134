package dev.cosell.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Validly signed Partner Center events that are not about referrals. Partner Center has one webhook address per tenant,
 * so other products' events come to us too; they are kept whole, signature headers included, for handing on.
 */
public final class OtherEvents {
    private static final String QUEUE = "partner-center-other-events";
    private static final List<String> SIGNED_WITH = List.of(
            "authorization", "x-ms-signature", "x-ms-certificate-url", "x-ms-signature-algorithm", "content-type");

    private final MessageQueue queue;

    public OtherEvents(Storage storage) {
        this.queue = storage.queue(QUEUE);
    }

    /**
     * Keeps an event.
     *
     * @param headers by lower-case name
     * @param body the raw bytes that were signed
     */
    public void keep(String eventName, Map<String, String> headers, byte[] body) {
        ObjectNode message = Json.object();
        message.put("v", 1)
                .put("event", eventName)
                .put("body", Base64.getEncoder().encodeToString(body));
        ObjectNode kept = message.putObject("headers");
        SIGNED_WITH.forEach(name -> {
            if (headers.containsKey(name)) {
                kept.put(name, headers.get(name));
            }
        });
        queue.send(message.toString(), Duration.ZERO);
    }
}
