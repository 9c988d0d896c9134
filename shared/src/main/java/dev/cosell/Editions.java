package dev.cosell;

import dev.cosell.operate.FieldMapInUse;
import dev.cosell.store.TableClaims;
import dev.cosell.sync.Claim;
import dev.cosell.sync.Claims;
import dev.cosell.sync.PairId;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.Work;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A connector for each version of the field map that is in use: one for all pairs, and during a canary a second one for
 * the pairs it is tried with. A version is made when it is first needed and dropped when it is no longer in use.
 */
final class Editions {
    private final Foundation foundation;
    private final FieldMapInUse inUse;
    private final Claims claims;
    private final Map<Integer, Connector> made = new ConcurrentHashMap<>();

    Editions(Foundation foundation) {
        this.foundation = foundation;
        this.inUse = foundation.mapInUse();
        this.claims = new TableClaims(foundation.storage());
    }

    /** @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE} if it was never read which version is in use */
    Connector current() {
        return edition(inUse.active());
    }

    /** The connector of a version that is tried with some pairs. */
    Optional<Connector> onTrial() {
        return inUse.canary().map(this::edition);
    }

    /** The engine that works by the map of the work's pair; one more read while a version is tried. */
    SyncEngine engine(Work work) {
        Optional<Integer> tried = inUse.canary().filter(version -> isTriedWith(work));
        return edition(tried.orElseGet(inUse::active)).engine();
    }

    private boolean isTriedWith(Work work) {
        return claims.owner(Claim.of(work.subject()))
                .map(PairId::new)
                .filter(inUse.canaryPairs()::contains)
                .isPresent();
    }

    private Connector edition(int version) {
        made.keySet()
                .removeIf(other -> Stream.of(Optional.of(inUse.active()), inUse.canary())
                        .noneMatch(used -> Objects.equals(used, Optional.of(other))));
        return made.computeIfAbsent(version, number -> new Connector(foundation, this, number));
    }
}
