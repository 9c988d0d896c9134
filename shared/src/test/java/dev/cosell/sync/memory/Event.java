package dev.cosell.sync.memory;

import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a fake tells the world about a write, whoever made it.
 *
 * @param stamp when it changed; Partner Center's events tell it
 * @param fingerprints of the columns that were written; the CRM's events tell them
 * @param trace goes with the message about it; empty unless somebody follows the event
 */
public record Event(
        Subject subject, String cause, Optional<Instant> stamp, Map<String, String> fingerprints, String trace) {
    public Event(Subject subject, String cause, Optional<Instant> stamp, Map<String, String> fingerprints) {
        this(subject, cause, stamp, fingerprints, "");
    }

    public Event in(String followed) {
        return new Event(subject, cause, stamp, fingerprints, followed);
    }

    public void deliverTo(Inbox inbox) {
        inbox.accept(subject, cause, stamp, fingerprints, trace);
    }
}
