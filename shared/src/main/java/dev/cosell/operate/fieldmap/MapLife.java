package dev.cosell.operate.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.port.KeptState;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.PartnerCenter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** All that people and timers ask of the field map. */
public final class MapLife {
    private final Versions versions;
    private final Preview preview;
    private final Drift drift;

    /**
     * @param versions where the versions are kept
     * @param comparison where the last comparison with the CRM is kept
     * @param file the overrides of the settings' file, which are version 0
     * @param recent so many pairs that have both halves, the one that changed last first
     * @param clock the storage server's
     */
    public MapLife(
            KeptState versions,
            KeptState comparison,
            MapInUse inUse,
            Optional<JsonNode> file,
            Draft.Workshop workshop,
            PartnerCenter partnerCenter,
            PairStore pairs,
            IntFunction<List<PairId>> recent,
            InstantSource clock) {
        Supplier<Draft> active = () -> Draft.of(inUse.overrides(inUse.active()), workshop);
        this.drift = new Drift(comparison, inUse::active, active, pairs, recent, clock);
        this.versions = new Versions(
                versions,
                inUse,
                file,
                overrides -> Draft.of(overrides, workshop).faults(),
                recent,
                drift,
                clock);
        this.preview = new Preview(
                overrides -> Draft.of(Optional.of(overrides), workshop), active, partnerCenter, pairs, recent);
    }

    public Versions versions() {
        return versions;
    }

    public Preview preview() {
        return preview;
    }

    public Drift drift() {
        return drift;
    }
}
