package dev.cosell.operate.deal;

import dev.cosell.sync.pair.RecordRef;
import java.util.Optional;

/** How the CRM reads an id that somebody wrote: {@link dev.cosell.sync.port.Crm#ref}. */
@FunctionalInterface
public interface RecordIds {
    /** No id is a record's. */
    RecordIds NONE = (table, writtenId) -> Optional.empty();

    /** @return nothing if the CRM has no ids like that; whether there is such a record is not asked */
    Optional<RecordRef> ref(String table, String writtenId);
}
