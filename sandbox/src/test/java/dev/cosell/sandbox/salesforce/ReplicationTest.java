package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was saved and deleted between two moments. */
class ReplicationTest {
    private static final String FIRST_HOUR = "?start=2026-11-22T10:00:00%2B00:00&end=2026-11-22T11:00:00.000Z";

    private final Org org = new Org();

    @Test
    void updatedListsWhatWasSaved() {
        String early = org.lead("Early");
        org.pass(Duration.ofHours(1));
        String late = org.lead("Late");
        org.pass(Duration.ofHours(1));
        JsonNode first =
                org.get("sobjects/Lead/updated" + FIRST_HOUR).expect(200).json();
        assertEquals(Org.parse("[\"" + early + "\"]"), first.get("ids"));
        assertEquals(
                "2026-11-22T11:00:00.000+0000", first.get("latestDateCovered").asText());
        JsonNode second = org.get("sobjects/Lead/updated/?start=2026-11-22T11:00:00Z&end=2026-11-22T23:00:00Z")
                .expect(200)
                .json();
        assertEquals(late, second.at("/ids/0").asText());
        assertEquals(
                "2026-11-22T12:11:00.000+0000", second.get("latestDateCovered").asText());
    }

    @Test
    void deletedListsWhatWasDeleted() {
        String id = org.lead("Vega");
        org.call("DELETE", "sobjects/Lead/" + id, "").expect(204);
        JsonNode deleted =
                org.get("sobjects/Lead/deleted" + FIRST_HOUR).expect(200).json();
        assertEquals(id, deleted.at("/deletedRecords/0/id").asText());
        assertEquals(
                "2026-11-22T10:11:12.000+0000",
                deleted.at("/deletedRecords/0/deletedDate").asText());
        assertEquals(
                "2026-11-07T10:11:12.000+0000",
                deleted.get("earliestDateAvailable").asText());
        assertTrue(
                org.get("sobjects/Lead/updated" + FIRST_HOUR).json().get("ids").isEmpty());
    }

    @Test
    void theRecycleBinIsEmptiedAfterFifteenDays() {
        String id = org.lead("Vega");
        org.call("DELETE", "sobjects/Lead/" + id, "").expect(204);
        org.pass(Duration.ofDays(16));
        org.get("sobjects/Lead/" + id).expect(404, "NOT_FOUND");
        assertTrue(org.get("queryAll?q=" + Org.encode("SELECT Id FROM Lead"))
                .json()
                .get("records")
                .isEmpty());
    }

    @Test
    void windowsHaveAnOrderAndALimit() {
        org.get("sobjects/Lead/updated?start=2026-11-22T11:00:00Z&end=2026-11-22T11:00:30Z")
                .expect(400, "INVALID_REPLICATION_DATE");
        org.get("sobjects/Lead/updated?start=2026-10-01T00:00:00Z&end=2026-11-22T11:00:00Z")
                .expect(400, "INVALID_REPLICATION_DATE");
        org.get("sobjects/Lead/deleted?start=2026-11-01T00:00:00Z&end=2026-11-22T11:00:00Z")
                .expect(400, "INVALID_REPLICATION_DATE");
        org.get("sobjects/Lead/updated?start=now&end=then").expect(400, "INVALID_REPLICATION_DATE");
    }
}
