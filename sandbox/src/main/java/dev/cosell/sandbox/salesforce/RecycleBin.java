package dev.cosell.sandbox.salesforce;

import dev.cosell.sandbox.salesforce.Database.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keeps deleted records for fifteen days, then forgets them. */
final class RecycleBin {
    static final Duration KEPT = Duration.ofDays(15);

    private RecycleBin() {}

    /** Forgets what has been here for too long. */
    static void sweep(Organization organization) {
        empty(organization, organization.now().minus(KEPT));
    }

    /** Forgets what was deleted before this moment. */
    static void empty(Organization organization, Instant since) {
        for (ObjectType type : organization.schema().types()) {
            List<Stored> old = organization.data().withDeleted(type.name()).stream()
                    .filter(row -> row.deleted()
                            && Moments.read(row.text("SystemModstamp"))
                                    .orElseThrow()
                                    .isBefore(since))
                    .toList();
            old.forEach(organization.data()::purge);
        }
    }
}
