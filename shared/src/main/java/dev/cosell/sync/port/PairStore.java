package dev.cosell.sync.port;

import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import java.util.List;
import java.util.Optional;

/**
 * Port: pairs and their audit, which are written together or not at all.
 *
 * <p>An audit entry is keyed by fence and step, so writing it twice leaves one.
 */
public interface PairStore {
    /** How many audit entries are stored with a pair at once; Table Storage takes a hundred rows in one transaction. */
    int MOST_ENTRIES = 99;

    Optional<Stored<Pair>> read(PairId id);

    /** Inserts the pair unless it exists; gives the one that is stored. */
    Stored<Pair> create(Pair pair);

    /**
     * Replaces a pair in one transaction with new audit entries.
     *
     * @param audit at most 99 entries, no two of the same fence and step
     * @return the stored pair, or nothing if somebody else replaced it first (or our own earlier try did)
     */
    Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit);
}
