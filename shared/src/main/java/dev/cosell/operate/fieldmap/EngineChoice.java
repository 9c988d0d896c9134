package dev.cosell.operate.fieldmap;

import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Claims;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Gives work to the engine that works by its pair's field map: during a canary, the pairs it is tried with go to the
 * canary's engine, all others to the active version's. It costs one read of storage, and only while a version is tried.
 */
public final class EngineChoice implements Function<Work, SyncEngine> {
    private final MapInUse inUse;
    private final Claims claims;
    private final IntFunction<SyncEngine> engines;

    /** @param engines by version of the field map; may fail */
    public EngineChoice(MapInUse inUse, Claims claims, IntFunction<SyncEngine> engines) {
        this.inUse = inUse;
        this.claims = claims;
        this.engines = engines;
    }

    @Override
    public SyncEngine apply(Work work) {
        Optional<Integer> tried = inUse.canary().filter(version -> isTriedWith(work));
        return engines.apply(tried.orElseGet(inUse::active));
    }

    private boolean isTriedWith(Work work) {
        return claims.owner(Claim.of(work.subject()))
                .map(PairId::new)
                .filter(inUse.canaryPairs()::contains)
                .isPresent();
    }
}
