package dev.cosell.sync.port;

import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * A page of records.
 *
 * @param next where the following page begins, in the CRM's own words; absent on the last one
 */
public record RecordPage(List<Entry> entries, Optional<String> next) {
    /** One record and what it shows. */
    public record Entry(RecordRef record, Snapshot snapshot) {}
}
