package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.pair.RecordRef;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Dataverse's change tracking, as reconciliation reads it. */
class ChangeTrackingTest {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();

    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final DynamicsCrm crm = dataverse.adapter(MAPS);

    @Test
    void anExpiredPositionIsNoFailure() {
        String position =
                crm.changes("opportunity", Optional.empty()).orElseThrow().position();
        dataverse.control("POST", "expire-delta-tokens", "");

        assertEquals(Optional.empty(), crm.changes("opportunity", Optional.of(position)));
    }

    @Test
    void onlyTheKeyAndTheSwitchAreAskedFor() {
        crm.create(
                new RecordRef("opportunity", UUID.randomUUID().toString()),
                Optional.empty(),
                Map.of("name", TextNode.valueOf("New")));
        dataverse.calls.clear();

        assertEquals(
                1,
                crm.changes("opportunity", Optional.empty()).orElseThrow().changes().stream()
                        .filter(change -> change.shared())
                        .count());

        String query = dataverse.calls.getFirst().uri().getRawQuery();
        assertEquals(
                "$select=opportunityid," + MAPS.deals().columns().sync(),
                query,
                "a tracked query takes no filter, and needs no more columns");
        assertTrue(dataverse.calls.getFirst().headers().get("Prefer").contains("odata.track-changes"));
    }
}
