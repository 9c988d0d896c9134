package dev.cosell;

import dev.cosell.operate.fieldmap.EngineChoice;
import dev.cosell.operate.fieldmap.MapInUse;
import dev.cosell.store.TableClaims;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.pair.Work;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connector for each version of the field map that is in use: one for all pairs, and during a canary a second one for
 * the pairs it is tried with. A version is made when it is first needed and dropped when it is no longer in use.
 */
final class Editions {
    private final Foundation foundation;
    private final MapInUse inUse;
    private final EngineChoice choice;
    private final Map<Integer, Connector> made = new ConcurrentHashMap<>();

    Editions(Foundation foundation) {
        this.foundation = foundation;
        this.inUse = foundation.mapInUse();
        this.choice = new EngineChoice(
                inUse,
                new TableClaims(foundation.storage()),
                version -> edition(version).engine());
    }

    /** A version that is made already, so that a start need not make it twice. */
    void keep(int version, Connector connector) {
        made.put(version, connector);
    }

    /** @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE} if it was never read which version is in use */
    Connector current() {
        return edition(inUse.active());
    }

    /** The connector of a version that is tried with some pairs. */
    Optional<Connector> onTrial() {
        return inUse.canary().map(this::edition);
    }

    /** The engine that works by the map of the work's pair. */
    SyncEngine engine(Work work) {
        return choice.apply(work);
    }

    private Connector edition(int version) {
        made.keySet().removeIf(other -> other != version && !inUse.uses(other));
        return made.computeIfAbsent(version, number -> new Connector(foundation, this, number));
    }
}
