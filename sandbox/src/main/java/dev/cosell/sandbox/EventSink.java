package dev.cosell.sandbox;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sends the webhooks of a simulated service in the background, with that service's own retry rule, and plays the event
 * faults (dropped, duplicated, delayed, reordered).
 */
public interface EventSink {
    /**
     * Queues one delivery.
     *
     * @param service name of the sending service
     * @param target where to POST
     * @param headers all headers, signature included
     * @param body the exact bytes
     * @param retry decides from attempt number (from 1) and HTTP status (0 = no answer) whether, and after how many
     *     milliseconds, to try again; a negative number gives up
     * @param subject id of the referral or record, for the delivery log
     */
    void deliver(String service, URI target, Map<String, String> headers, byte[] body, RetryRule retry, String subject);

    /**
     * Queues one delivery whose body is made anew for each attempt, as services do that always tell the latest state.
     *
     * @param body makes the exact bytes; called on another thread
     */
    default void deliver(
            String service,
            URI target,
            Map<String, String> headers,
            Supplier<byte[]> body,
            RetryRule retry,
            String subject) {
        deliver(service, target, headers, body.get(), retry, subject);
    }

    /**
     * See {@link #deliver}. Asked after every attempt, so that a service can keep the results; after an acknowledged one
     * the answer does not matter.
     */
    interface RetryRule {
        long delayMillis(int attempt, int status);

        /** Whether the receiver has taken the event: with most services any 2xx says so. */
        default boolean acknowledged(int status, byte[] answer) {
            return status >= 200 && status <= 299;
        }
    }
}
