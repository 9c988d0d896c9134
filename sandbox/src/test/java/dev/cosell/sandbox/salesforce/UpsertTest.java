package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Records addressed by an external id. */
class UpsertTest {
    private static final String LEAD = "sobjects/Lead/Referral_Identifier__c/";
    private static final String BODY = "{\"LastName\": \"Vega\", \"Company\": \"Fabrikam\"}";

    private final Org org = new Org();

    @Test
    void theFirstUpsertCreatesTheSecondChanges() {
        Org.Reply created = org.call("PATCH", LEAD + "ref-1", BODY).expect(201);
        assertTrue(created.json().get("created").asBoolean());
        Org.Reply changed =
                org.call("PATCH", LEAD + "REF-1", "{\"LastName\": \"Soler\"}").expect(200);
        assertFalse(changed.json().get("created").asBoolean());
        assertEquals(created.json().get("id"), changed.json().get("id"));
        assertEquals(
                "Soler",
                org.get(LEAD + "ref-1").expect(200).json().get("LastName").asText());
        assertEquals(
                "ref-1",
                org.get(LEAD + "ref-1").json().get("Referral_Identifier__c").asText());
    }

    @Test
    void anOldVersionAnswersAChangeWithNothing() {
        org.call("PATCH", LEAD + "ref-1", BODY).expect(201);
        org.call("PATCH", "/services/data/v45.0/" + LEAD + "ref-1", "{}").expect(204);
    }

    @Test
    void severalMatchesWriteNothingAndAreListed() {
        org.control(
                "POST", "records/Lead", "{\"LastName\": \"A\", \"Company\": \"F\", \"Referral_Identifier__c\": \"r\"}");
        org.control(
                "POST", "records/Lead", "{\"LastName\": \"B\", \"Company\": \"F\", \"Referral_Identifier__c\": \"r\"}");
        Org.Reply reply = org.call("PATCH", LEAD + "r", "{\"LastName\": \"C\"}").expect(300);
        assertEquals(2, reply.json().size());
        assertTrue(reply.json().get(0).asText().startsWith("/services/data/v67.0/sobjects/Lead/00Q"));
        assertEquals(
                0,
                org.found("SELECT LastName FROM Lead WHERE LastName = 'C'", "LastName")
                        .size());
    }

    @Test
    void updateOnlyCreatesNothing() {
        org.call("PATCH", LEAD + "ref-1?updateOnly=true", BODY).expect(404, "NOT_FOUND");
        assertEquals(
                0, org.query("SELECT COUNT() FROM Lead").json().get("totalSize").asInt());
    }

    @Test
    void anExternalIdMayNeedEscapes() {
        org.call("PATCH", LEAD + "a%2Fb%20c%2Bd", BODY).expect(201);
        assertEquals(
                "a/b c+d",
                org.get(LEAD + "a%2Fb%20c%2Bd")
                        .json()
                        .get("Referral_Identifier__c")
                        .asText());
    }

    @Test
    void onlyExternalIdsAddressRecords() {
        org.call("PATCH", "sobjects/Lead/Company/Fabrikam", BODY).expect(404, "NOT_FOUND");
        assertEquals(
                "Provided external ID field does not exist or is not accessible: Namez",
                org.call("PATCH", "sobjects/Lead/Namez/x", BODY).message());
    }

    @Test
    void theExternalIdIsNotRepeatedInTheBody() {
        org.call("PATCH", LEAD + "ref-1", "{\"Referral_Identifier__c\": \"ref-1\"}")
                .expect(400, "INVALID_FIELD");
    }

    @Test
    void idStandsForARecordThatIsAlwaysNew() {
        org.call("PATCH", "sobjects/Lead/Id", BODY).expect(201);
        org.call("POST", "sobjects/Lead/Id", BODY).expect(201);
    }

    @Test
    void aUniqueExternalIdIsNotGivenTwice() {
        org.control("PATCH", "fields/Lead/Referral_Identifier__c", "{\"unique\": true}")
                .expect(204);
        String first = org.call("PATCH", LEAD + "ref-1", BODY).json().get("id").asText();
        Org.Reply refused = org.call(
                        "POST",
                        "sobjects/Lead",
                        "{\"LastName\": \"V\", \"Company\": \"F\", \"Referral_Identifier__c\": \"REF-1\"}")
                .expect(400, "DUPLICATE_VALUE");
        assertEquals(
                "duplicate value found: Referral_Identifier__c duplicates value on record with id: "
                        + first.substring(0, 15),
                refused.message());
    }

    @Test
    void aRecordIsDeletedByItsExternalId() {
        org.call("PATCH", LEAD + "ref-1", BODY).expect(201);
        org.call("DELETE", LEAD + "ref-1", "").expect(204);
        org.get(LEAD + "ref-1").expect(404, "NOT_FOUND");
    }
}
