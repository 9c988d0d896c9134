package dev.cosell.operate;

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
public final class FieldMapLife {
    private final FieldMapVersions versions;
    private final FieldMapPreview preview;
    private final FieldMapDrift drift;

    /**
     * @param versions where the versions are kept
     * @param comparison where the last comparison with the CRM is kept
     * @param file the overrides of the settings' file, which are version 0
     * @param recent so many pairs that have both halves, the last updated first
     * @param clock the storage server's
     */
    public FieldMapLife(
            KeptState versions,
            KeptState comparison,
            FieldMapInUse inUse,
            Optional<JsonNode> file,
            FieldMapDraft.Workshop workshop,
            PartnerCenter partnerCenter,
            PairStore pairs,
            IntFunction<List<PairId>> recent,
            InstantSource clock) {
        Supplier<FieldMapDraft> active = () -> FieldMapDraft.of(inUse.overrides(inUse.active()), workshop);
        this.drift = new FieldMapDrift(comparison, inUse::active, active, pairs, recent, clock);
        this.versions = new FieldMapVersions(
                versions,
                inUse,
                file,
                overrides -> FieldMapDraft.of(overrides, workshop).faults(),
                recent,
                drift,
                clock);
        this.preview = new FieldMapPreview(
                overrides -> FieldMapDraft.of(Optional.of(overrides), workshop), active, partnerCenter, pairs, recent);
    }

    public FieldMapVersions versions() {
        return versions;
    }

    public FieldMapPreview preview() {
        return preview;
    }

    public FieldMapDrift drift() {
        return drift;
    }
}
