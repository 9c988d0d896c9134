package dev.cosell.sync.pair;

import static dev.cosell.JsonText.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.referral.Referral;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferralSnapshotTest {
    private static final String MSX_ID = "/microsoft/trackingInfo/microsoftMsxId";

    private final Set<String> pointers = FieldMapFile.dynamics().pointers();

    @Test
    void anOwnReferralShowsItsMappedMembersItsVersionAndItsTime() {
        Snapshot snapshot = ReferralSnapshot.of(pointers, referral("""
                        {"id":"a","organizationId":"us","eTag":"\\"v1\\"","updatedDateTime":"2026-03-01T10:00:00.1234567Z",
                        "details":{"dealValue":10.5,"notes":null,"unmapped":1}}"""));

        assertEquals(
                "10.5",
                snapshot.values().get("/details/dealValue").decimalValue().toPlainString());
        assertEquals(Optional.of("\"v1\""), snapshot.version());
        assertEquals(Optional.of(Instant.parse("2026-03-01T10:00:00.123456700Z")), snapshot.updatedAt());
        assertEquals(3, snapshot.values().size(), snapshot.toString());
    }

    @Test
    void nullIsExplicitlyEmptyAndAbsentIsUnknown() {
        Snapshot snapshot = ReferralSnapshot.of(pointers, referral("{\"id\":\"a\",\"details\":{\"notes\":null}}"));

        assertTrue(snapshot.values().get("/details/notes").isNull());
        assertFalse(snapshot.values().containsKey("/details/currency"));
    }

    @Test
    void membersAreReadInAnyCase() {
        Snapshot snapshot = ReferralSnapshot.of(pointers, referral("{\"id\":\"a\",\"Details\":{\"Notes\":\"n\"}}"));

        assertEquals("n", snapshot.values().get("/details/notes").asText());
    }

    @Test
    void microsoftsHalfShowsOnlyWhatIsAskedOfItAndNoVersion() {
        Snapshot snapshot = ReferralSnapshot.of(pointers, referral("""
                        {"id":"m","organizationId":"MSFT","eTag":"\\"v9\\"","name":"Deal",\
                        "trackingInfo":{"microsoftMsxId":"7-ABC"}}"""));

        assertEquals("7-ABC", text(snapshot));
        assertEquals(1, snapshot.values().size());
        assertEquals(Optional.empty(), snapshot.version());
    }

    @Test
    void whatMicrosoftHasNotFilledIsUnknown() {
        for (String tracking : new String[] {"{\"microsoftMsxId\":null}", "{}", "null"}) {
            Snapshot snapshot = ReferralSnapshot.of(
                    pointers, referral("{\"id\":\"m\",\"organizationId\":\"msft\",\"trackingInfo\":" + tracking + "}"));
            assertEquals(Map.of(), snapshot.values(), tracking);
        }
    }

    @Test
    void anOwnReferralMayCarryMicrosoftsId() {
        assertEquals(
                "7-ABC",
                text(ReferralSnapshot.of(
                        pointers, referral("{\"id\":\"a\",\"trackingInfo\":{\"microsoftMsxId\":\"7-ABC\"}}"))));
        for (String empty : new String[] {"null", "\"\"", "7"}) {
            Snapshot snapshot = ReferralSnapshot.of(
                    pointers, referral("{\"id\":\"a\",\"trackingInfo\":{\"microsoftMsxId\":" + empty + "}}"));
            assertFalse(snapshot.values().containsKey(MSX_ID), empty);
        }
    }

    private static String text(Snapshot snapshot) {
        return snapshot.values().get(MSX_ID).asText();
    }

    private static Referral referral(String text) {
        return new Referral(json(text));
    }
}
