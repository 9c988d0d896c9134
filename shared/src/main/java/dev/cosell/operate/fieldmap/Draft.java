package dev.cosell.operate.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.port.Crm;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A field map that is judged before it is used: its form, what Partner Center lets be changed, and what the CRM's own
 * metadata says of its tables. Reads the metadata anew each time; writes nothing.
 *
 * @param maps as they would be used
 * @param crm that reads what these maps read; absent if there are faults
 * @param faults all of them, one sentence each; empty if the map can be used
 */
public record Draft(FieldMaps maps, Optional<Crm> crm, List<String> faults) {
    /**
     * Makes what a map needs to be judged and used.
     *
     * @param product whose map is overridden
     * @param effective of what a file says, the part that is in use (leads or not), with the lists that apply
     * @param crm an adapter that works by a map, made without a call; fails with {@code MISCONFIGURED} if it cannot
     */
    public record Workshop(CrmProduct product, UnaryOperator<FieldMaps> effective, Function<FieldMaps, Crm> crm) {}

    /**
     * Judges overrides of what ships.
     *
     * @throws Failure if the CRM cannot be asked
     */
    static Draft of(Optional<JsonNode> overrides, Workshop workshop) {
        if (overrides.isEmpty()) {
            return judged(
                    workshop.effective().apply(FieldMapFile.of(workshop.product(), Optional.empty())),
                    List.of(),
                    workshop);
        }
        FieldMapFile.Draft draft = FieldMapFile.draft(workshop.product(), overrides.get());
        return judged(workshop.effective().apply(draft.maps()), draft.faults(), workshop);
    }

    /** The maps, with what the CRM's metadata says of their columns. */
    FieldMaps limited() {
        return limited(maps, crm.orElseThrow());
    }

    static FieldMaps limited(FieldMaps maps, Crm crm) {
        Map<String, Map<String, Limit>> limits = new LinkedHashMap<>();
        maps.all().stream().map(FieldMap::table).forEach(table -> limits.put(table, crm.limits(table)));
        return maps.within(limits);
    }

    /** Only tables that an adapter knows are looked up: their names become part of an address. */
    private static Draft judged(FieldMaps maps, List<String> ofTheFile, Workshop workshop) {
        Set<String> faults = new LinkedHashSet<>(ofTheFile);
        Optional<Crm> crm = adapter(maps, workshop, faults);
        crm.ifPresent(adapter -> faults.addAll(ofTheColumns(maps, adapter)));
        return new Draft(maps, faults.isEmpty() ? crm : Optional.empty(), List.copyOf(faults));
    }

    private static List<String> ofTheColumns(FieldMaps maps, Crm crm) {
        try {
            return CrmCheck.faults(maps, maps.leads().isPresent(), crm::describe);
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.SCHEMA_MISMATCH) {
                throw failure;
            }
            return List.of(failure.problem().detail());
        }
    }

    private static Optional<Crm> adapter(FieldMaps maps, Workshop workshop, Set<String> faults) {
        try {
            return Optional.of(workshop.crm().apply(maps));
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.MISCONFIGURED) {
                throw failure;
            }
            faults.add(failure.problem().detail());
            return Optional.empty();
        }
    }
}
