package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Environment.Reply;
import org.junit.jupiter.api.Test;

/** The outcome table: which call gives which status, headers and body. */
class WritingTest {
    private static final String SOME_ID = "11111111-2222-3333-4444-555555555555";
    private static final String KEY = "leads(msft_microsoftpartnercenterreferralidentifier='ref-1')";
    private static final String LEAD = "{\"subject\": \"Cloud\", \"lastname\": \"Vega\"}";
    private static final String[] REPRESENTATION = {"Prefer", "return=representation"};

    private final Environment crm = new Environment();

    @Test
    void aPostAnswersWithTheAddressOfTheNewRecord() {
        Reply reply = crm.call("POST", "leads", LEAD).expect(204);
        assertTrue(reply.header("OData-EntityId").matches(Environment.ROOT + "leads\\([0-9a-f-]{36}\\)"));
        assertEquals("4.0", reply.header("OData-Version"));
        assertEquals("", reply.text());
    }

    @Test
    void aPostWithRepresentationAnswersWithTheRecordAndNoAddress() {
        Reply reply =
                crm.call("POST", "leads?$select=subject", LEAD, REPRESENTATION).expect(201);
        assertNull(reply.header("OData-EntityId"));
        assertEquals("return=representation", reply.header("Preference-Applied"));
        JsonNode lead = reply.json();
        assertEquals("Cloud", lead.get("subject").asText());
        assertTrue(lead.get("@odata.etag").asText().matches("W/\"\\d+\""));
        assertEquals(
                Environment.ROOT + "$metadata#leads(subject)/$entity",
                lead.get("@odata.context").asText());
        assertEquals(36, lead.get("leadid").asText().length());
        assertFalse(lead.has("lastname"));
    }

    @Test
    void theCallerMayChooseThePrimaryKey() {
        String body = LEAD.replace("{", "{\"leadid\": \"" + SOME_ID + "\", ");
        assertEquals(SOME_ID, crm.call("POST", "leads", body).expect(204).id());
        crm.call("POST", "leads", body).expect(412, "0x80040237");
    }

    @Test
    void aPatchWithAnyVersionUpdatesWhatExistsAndNothingElse() {
        String id = crm.lead("Cloud");
        Reply reply = crm.call("PATCH", "leads(" + id + ")", "{\"subject\": \"Edge\"}", "If-Match", "*")
                .expect(204);
        assertEquals(Environment.ROOT + "leads(" + id + ")", reply.header("OData-EntityId"));
        Reply missing = crm.call("PATCH", "leads(" + SOME_ID + ")", "{}", "If-Match", "*")
                .expect(404, "0x80040217");
        assertEquals("lead With Id = " + SOME_ID + " Does Not Exist", missing.message());
    }

    @Test
    void aPatchWithAVersionUpdatesOnlyThatVersion() {
        String path = "leads(" + crm.lead("Cloud") + ")";
        String tag = crm.get(path).header("ETag");
        crm.call("PATCH", path, "{\"subject\": \"Edge\"}", "If-Match", tag).expect(204);
        assertNotEquals(tag, crm.get(path).json().get("@odata.etag").asText());
        Reply stale = crm.call("PATCH", path, "{\"subject\": \"Late\"}", "If-Match", tag)
                .expect(412, "0x80060882");
        assertEquals(
                "The version of the existing record doesn't match the RowVersion property provided.", stale.message());
        assertEquals("Edge", crm.get(path).json().get("subject").asText());
        crm.call("DELETE", path, "", "If-Match", tag).expect(412, "0x80060882");
    }

    @Test
    void aTableWithoutOptimisticConcurrencyRefusesVersions() {
        String id = crm.create("asyncoperations", "{\"name\": \"x\"}");
        crm.call("PATCH", "asyncoperations(" + id + ")", "{\"name\": \"y\"}", "If-Match", "W/\"1\"")
                .expect(400, "0x8006088D");
    }

    @Test
    void aPatchWithoutConditionUpsertsByPrimaryKey() {
        String path = "leads(" + SOME_ID + ")";
        assertEquals(SOME_ID, crm.call("PATCH", path, LEAD).expect(204).id());
        crm.call("PATCH", path, "{\"subject\": \"Edge\"}", REPRESENTATION).expect(200);
        assertEquals("Edge", crm.get(path).json().get("subject").asText());
    }

    @Test
    void anUpsertByAlternateKeyRepeatsTheKeyAndHidesTheId() {
        for (int i = 0; i < 2; i++) {
            Reply reply = crm.call("PATCH", KEY, LEAD, "If-None-Match", "null").expect(204);
            assertEquals(Environment.ROOT + KEY, reply.header("OData-EntityId"));
        }
        assertEquals(
                "ref-1",
                crm.get(KEY)
                        .json()
                        .get("msft_microsoftpartnercenterreferralidentifier")
                        .asText());
    }

    @Test
    void anUpsertWithRepresentationTellsCreateFromUpdate() {
        Reply created = crm.call("PATCH", KEY + "?$select=subject", LEAD, REPRESENTATION)
                .expect(201);
        Reply updated = crm.call("PATCH", KEY + "?$select=subject", LEAD, REPRESENTATION)
                .expect(200);
        assertEquals(created.json().get("leadid"), updated.json().get("leadid"));
        assertEquals(updated.header("ETag"), updated.json().get("@odata.etag").asText());
    }

    @Test
    void expandIsIgnoredInTheRepresentationOfAPatch() {
        String id = crm.opportunity("Deal");
        JsonNode deal = crm.call(
                        "PATCH",
                        "opportunities(" + id + ")?$select=name&$expand=customerid_account",
                        "{\"name\": \"Deal 2\"}",
                        REPRESENTATION)
                .expect(200)
                .json();
        assertFalse(deal.has("customerid_account"));
    }

    @Test
    void createOnlyIsRefusedForWhatExists() {
        crm.call("PATCH", KEY, LEAD, "If-None-Match", "*").expect(204);
        Reply second = crm.call("PATCH", KEY, LEAD, "If-None-Match", "*").expect(412);
        assertEquals("A record with matching key values already exists.", second.message());
        crm.call("PATCH", "leads(" + SOME_ID + ")", LEAD, "If-None-Match", "*").expect(204);
        crm.call("PATCH", "leads(" + SOME_ID + ")", LEAD, "If-None-Match", "*").expect(412);
    }

    @Test
    void keyColumnsInTheBodyAreDroppedForAnExistingRecordAndWinForANewOne() {
        String other = LEAD.replace("{", "{\"msft_microsoftpartnercenterreferralidentifier\": \"ref-2\", ");
        crm.call("PATCH", KEY, LEAD).expect(204);
        crm.call("PATCH", KEY, other).expect(204);
        crm.get(KEY).expect(200);
        crm.call("PATCH", KEY.replace("ref-1", "ref-9"), other).expect(204);
        crm.get(KEY.replace("ref-1", "ref-2")).expect(200);
        crm.get(KEY.replace("ref-1", "ref-9")).expect(404, "0x80060891");
    }

    @Test
    void anAlternateKeyReadsAndDeletes() {
        crm.call("PATCH", KEY.replace("ref-1", "O''Hara%2F1"), LEAD).expect(204);
        assertEquals(
                "O'Hara/1",
                crm.get(KEY.replace("ref-1", "O''Hara%2F1"))
                        .json()
                        .get("msft_microsoftpartnercenterreferralidentifier")
                        .asText());
        crm.call("DELETE", KEY.replace("ref-1", "O''Hara%2F1"), "").expect(204);
        crm.call("DELETE", KEY.replace("ref-1", "O''Hara%2F1"), "").expect(404, "0x80060891");
        crm.call("PATCH", KEY, LEAD, "If-Match", "*").expect(404, "0x80060891");
    }

    @Test
    void aKeyThatNeedsEncodingComesBackEncoded() {
        String key = KEY.replace("ref-1", "%C3%A9%20%2F");
        assertEquals(
                Environment.ROOT + key, crm.call("PATCH", key, LEAD).expect(204).header("OData-EntityId"));
    }

    @Test
    void anUndefinedKeyIsRefused() {
        Reply reply = crm.get("leads(subject='Cloud')").expect(400, "0x80060890");
        assertTrue(reply.message().contains("The key in the request URI is not valid for resource"));
        new Environment(Options.withoutAdditions()).get(KEY).expect(400, "0x80060890");
    }

    @Test
    void aKeyKeepsItsValuesUnique() {
        crm.call("PATCH", KEY, LEAD).expect(204);
        crm.call("POST", "leads", LEAD.replace("{", "{\"msft_microsoftpartnercenterreferralidentifier\": \"ref-1\", "))
                .expect(412, "0x80060892");
    }

    @Test
    void aSinglePropertyIsSetReadAndCleared() {
        String path = "leads(" + crm.lead("Cloud") + ")/companyname";
        crm.call("PUT", path, "{\"value\": \"Contoso\"}").expect(204);
        assertEquals("Contoso", crm.get(path).json().get("value").asText());
        crm.call("DELETE", path, "").expect(204);
        crm.get(path).expect(204);
        crm.call("PUT", path.replace("companyname", "nosuchcolumn"), "{\"value\": 1}")
                .expect(404);
    }

    @Test
    void aDeletedRecordIsGone() {
        String path = "leads(" + crm.lead("Cloud") + ")";
        crm.call("DELETE", path, "").expect(204);
        crm.call("DELETE", path, "").expect(404, "0x80040217");
        crm.get(path).expect(404, "0x80040217");
    }

    @Test
    void aReadTellsWhetherTheRecordIsUnchanged() {
        String path = "leads(" + crm.lead("Cloud") + ")";
        String tag = crm.get(path).header("ETag");
        crm.get(path, "If-None-Match", tag).expect(304);
        crm.get(path, "If-None-Match", "null").expect(200);
        crm.get(path, "If-None-Match", tag, "Prefer", "odata.include-annotations=\"*\"")
                .expect(200);
        crm.get(path + "?$expand=parentaccountid", "If-None-Match", tag).expect(200);
    }

    @Test
    void duplicatesAreDetectedOnlyWhenAskedFor() {
        crm.account("Contoso");
        crm.account("Contoso");
        Reply reply =
                crm.call("POST", "accounts", "{\"name\": \"Contoso\"}", "MSCRM.SuppressDuplicateDetection", "false");
        reply.expect(412, "0x80040333");
    }

    @Test
    void anUnknownSetOrMethodIsRefused() {
        crm.get("nosuchthings").expect(404);
        crm.call("PUT", "leads", LEAD).expect(405);
        crm.call("POST", "leads(" + SOME_ID + ")", LEAD).expect(405);
        crm.call("POST", "leads", "not json").expect(400);
        crm.get("leads(not-a-guid)").expect(400);
        crm.get("https://fabrikam.crm.dynamics.test/elsewhere").expect(404);
    }

    @Test
    void theRootListsTheSets() {
        assertTrue(crm.get("").json().get("value").findValuesAsText("name").contains("opportunities"));
    }
}
