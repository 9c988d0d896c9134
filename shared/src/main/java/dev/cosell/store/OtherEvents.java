package dev.cosell.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Validly signed Partner Center events that are not about referrals. Partner Center has one webhook address per tenant,
 * so other products' events come to us too; they are kept whole, signature headers included, for handing on.
 *
 * <p>Whoever wants them must fetch them within a week: nobody has to want them, and then they must not pile up.
 */
public final class OtherEvents {
    private static final String QUEUE = "partner-center-other-events";
    private static final Duration LIFE = Duration.ofDays(7);
    /** A queue takes 64 KiB, which is 48 KiB before Base64. */
    private static final int LARGEST = 48 * 1024;

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
     * @throws dev.cosell.problem.Failure {@code TOO_LARGE} above what a queue takes, about 32 KiB; {@code
     *     STORAGE_UNAVAILABLE}
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
        String text = Json.text(message);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > LARGEST) {
            throw Problem.of(
                            ProblemCode.TOO_LARGE,
                            "expected an event that takes at most " + LARGEST + " bytes on a queue, found " + size)
                    .failure();
        }
        queue.send(text, Duration.ZERO, LIFE);
    }
}
