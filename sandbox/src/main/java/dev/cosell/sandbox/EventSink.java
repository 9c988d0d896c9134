package dev.cosell.sandbox;

import java.net.URI;
import java.util.Map;

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
     * See {@link #deliver}. Asked after every attempt, so that a service can keep the results; on a 2xx the answer does
     * not matter.
     */
    interface RetryRule {
        long delayMillis(int attempt, int status);
    }
}
