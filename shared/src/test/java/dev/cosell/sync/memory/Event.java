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
 */
public record Event(Subject subject, String cause, Optional<Instant> stamp, Map<String, String> fingerprints) {
    public void deliverTo(Inbox inbox) {
        inbox.accept(subject, cause, stamp, fingerprints, "");
    }
}
