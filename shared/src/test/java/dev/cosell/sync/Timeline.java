package dev.cosell.sync;

import dev.cosell.sync.pair.AuditEntry;
import java.util.Set;

/** What the timeline says of writes. */
final class Timeline {
    /** Of a write that was done. */
    private static final Set<String> WRITES = Set.of("wrote", "created", "asked Microsoft in", "qualified");

    /** Of a write that was asked for, of one whose run did not live to tell of it, or of one that may go with another. */
    private static final Set<String> ALSO_WRITES =
            Set.of("is done", "found written", "closing taken back", "took along", "defaulted", "visible to Microsoft");

    private Timeline() {}

    static boolean surelyTellsOfAWrite(AuditEntry entry) {
        return WRITES.contains(entry.did());
    }

    static boolean tellsOfAWrite(AuditEntry entry) {
        return surelyTellsOfAWrite(entry) || ALSO_WRITES.stream().anyMatch(entry.did()::contains);
    }
}
