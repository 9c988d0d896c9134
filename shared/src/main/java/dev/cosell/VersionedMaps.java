package dev.cosell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.Optional;

/**
 * The maps of a version. A stored version may have been taken by an earlier release, and not suit what this one ships:
 * then nothing is worked, but events are still accepted, by the columns of version 0, and an operator can mend it.
 *
 * @param fault why nothing is worked by this version
 */
record VersionedMaps(FieldMaps maps, Optional<Problem> fault) {
    static VersionedMaps of(Foundation foundation, int version) {
        if (version == 0) {
            return new VersionedMaps(
                    foundation.effective(FieldMapFile.of(foundation.settings().crm(), foundation.mapFile())),
                    Optional.empty());
        }
        try {
            JsonNode overrides = foundation
                    .mapInUse()
                    .overrides(version)
                    .orElseThrow(() -> Problem.of(
                                    ProblemCode.MISCONFIGURED,
                                    "expected version " + version + " of the field map, found none")
                            .failure());
            return new VersionedMaps(
                    foundation.effective(FieldMapFile.of(foundation.settings().crm(), Optional.of(overrides))),
                    Optional.empty());
        } catch (Failure failure) {
            return new VersionedMaps(of(foundation, 0).maps(), Optional.of(failure.problem()));
        }
    }
}
