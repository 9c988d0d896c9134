package dev.cosell.sync.port;

import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Optional;

/**
 * Records of a table that changed since a position.
 *
 * @param position where to go on: the following page if there are {@code more}, else the next time
 * @param more whether further pages wait
 */
public record RecordChanges(List<Change> changes, String position, boolean more) {
    /**
     * One changed record.
     *
     * @param shared whether its sync switch is on
     * @param version it has now; absent for a deleted one
     */
    public record Change(RecordRef record, boolean shared, boolean deleted, Optional<String> version) {}
}
