package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a run is expected to take, from what a dry run found. Calls are those the engine makes for a deal of the kind when
 * nothing goes wrong, with one customer and one contact.
 */
final class Expected {
    private Expected() {}

    /** Calls to both systems, and minutes at a rate. */
    static ObjectNode of(Tally found, int perMinute) {
        int links = found.of(Verdict.LINK);
        int creates = found.of(Verdict.CREATE);
        int orphans = found.of(Verdict.ORPHANED);
        return JsonNodeFactory.instance
                .objectNode()
                .put("deals", found.queued())
                // Read, and the record's id written back.
                .put("partnerCenterCalls", 2 * links + 2 * creates + orphans)
                // Linked: looked up, read, written. Made: looked up, customer and contact, the record, its solutions.
                .put("crmCalls", 3 * links + 6 * creates + 2 * orphans)
                .put("minutes", minutes(found.queued(), perMinute));
    }

    static int minutes(int deals, int perMinute) {
        return Math.ceilDiv(Math.max(0, deals), perMinute);
    }
}
