package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sync.pair.Stored;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateRowTest {
    private final LocalStorage local = new LocalStorage();
    private final StateRow row = new StateRow(local.storage(), "reconcile", "walk");

    @Test
    void whatWasWrittenIsReadAgain() {
        assertEquals(Optional.empty(), row.read());
        row.write(Optional.empty(), Json.object().put("a", 1));

        assertEquals(1, row.read().orElseThrow().value().path("a").asInt());
    }

    @Test
    void whoeverReadAnOlderStateWritesNothing() {
        Optional<Stored<JsonNode>> first =
                row.write(Optional.empty(), Json.object().put("a", 1));
        assertEquals(Optional.empty(), row.write(Optional.empty(), Json.object().put("a", 2)));
        assertTrue(row.write(first, Json.object().put("a", 3)).isPresent());
        assertEquals(Optional.empty(), row.write(first, Json.object().put("a", 4)));

        assertEquals(3, row.read().orElseThrow().value().path("a").asInt());
    }
}
