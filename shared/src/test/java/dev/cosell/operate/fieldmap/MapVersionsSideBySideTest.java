package dev.cosell.operate.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.store.StoredForm;
import dev.cosell.sync.pair.PairId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MapVersionsSideBySideTest {
    private static final History.Deed DEED = new History.Deed("Kim", "trial", Instant.parse("2026-02-03T04:05:06Z"));

    private static final History SAMPLE = new History(
            2,
            1,
            Optional.of(new History.Canary(2, List.of(new PairId("r-ref-1")))),
            Map.of(1, new History.Version(JsonNodeFactory.instance.objectNode().put("any", "override"), 0)),
            List.of(new History.Step(History.What.CANARY, 2, 1, DEED)));

    @Test
    void s17_theVersionsOfTheFieldMapAreReadInEveryFormTheyEverHad() {
        StoredForm.isNewest("fieldmap-versions", SAMPLE.json());
        StoredForm.all("fieldmap-versions").forEach(form -> assertEquals(SAMPLE, History.of(form)));
    }
}
