package dev.cosell.store;

import java.util.List;
import java.util.Map;

/**
 * A callback that is to be passed on, whole: whoever gets it can verify Microsoft's signature as we did.
 *
 * @param event name of the event
 * @param headers those that the signature needs, by lower-case name
 * @param body the raw bytes that were signed
 * @param to ids of the targets that have yet to take it; empty for all there are
 * @param attempt how often it was tried before
 */
public record RelayMessage(String event, Map<String, String> headers, byte[] body, List<String> to, int attempt) {
    /** The same, once more, for those who did not take it. */
    public RelayMessage againFor(List<String> targets) {
        return new RelayMessage(event, headers, body, targets, attempt + 1);
    }

    /** The same for these only, without another attempt. */
    public RelayMessage only(List<String> targets) {
        return new RelayMessage(event, headers, body, targets, attempt);
    }
}
