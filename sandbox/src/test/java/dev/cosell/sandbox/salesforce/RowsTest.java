package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Single records through the REST API. */
class RowsTest {
    private final Org org = new Org();

    @Test
    void aNewRecordAnswersItsIdAndItsPlace() {
        Org.Reply reply = org.call("POST", "sobjects/Lead", "{\"LastName\": \"Vega\", \"Company\": \"Fabrikam\"}")
                .expect(201);
        String id = reply.json().get("id").asText();
        assertEquals(18, id.length());
        assertTrue(id.startsWith("00Q"));
        assertTrue(reply.json().get("success").asBoolean());
        assertTrue(reply.json().get("errors").isEmpty());
        assertEquals("/services/data/v67.0/sobjects/Lead/" + id, reply.header("Location"));
    }

    @Test
    void aRecordIsReadWithAllItsFieldsOrWithSome() {
        String id = org.lead("Vega");
        JsonNode whole = org.read("Lead", id);
        assertEquals("Lead", whole.at("/attributes/type").asText());
        assertEquals(
                "/services/data/v67.0/sobjects/Lead/" + id,
                whole.at("/attributes/url").asText());
        assertEquals("Open - Not Contacted", whole.get("Status").asText());
        assertTrue(whole.get("Email").isNull());
        assertFalse(whole.get("IsConverted").asBoolean());
        JsonNode some = org.get("sobjects/Lead/" + id + "?fields=LastName,company")
                .expect(200)
                .json();
        assertEquals(3, some.size());
        assertEquals("Fabrikam", some.get("Company").asText());
    }

    @Test
    void anIdOfFifteenCharactersIsAsGood() {
        String id = org.lead("Vega");
        assertEquals(id, org.read("Lead", id.substring(0, 15)).get("Id").asText());
    }

    @Test
    void aChangeIsStamped() {
        String id = org.lead("Vega");
        org.pass(Duration.ofSeconds(90));
        assertEquals(
                "",
                org.call("PATCH", "sobjects/Lead/" + id, "{\"LastName\": \"Vega Ruiz\"}")
                        .expect(204)
                        .text());
        JsonNode lead = org.read("Lead", id);
        assertEquals("Vega Ruiz", lead.get("Name").asText());
        assertEquals("2026-11-22T10:11:12.000+0000", lead.get("CreatedDate").asText());
        assertEquals(
                "2026-11-22T10:12:42.000+0000", lead.get("LastModifiedDate").asText());
        assertEquals("2026-11-22T10:12:42.000+0000", lead.get("SystemModstamp").asText());
        assertEquals(
                org.user(Seed.INTEGRATION_USER), lead.get("LastModifiedById").asText());
    }

    @Test
    void aClientWithoutPatchNamesItInTheQueryOfAPost() {
        String id = org.lead("Vega");
        org.call("POST", "sobjects/Lead/" + id + "?_HttpMethod=PATCH", "{\"LastName\": \"Soler\"}")
                .expect(204);
        assertEquals("Soler", org.read("Lead", id).get("LastName").asText());
    }

    @Test
    void aDeletedRecordIsGoneForEverybodyWhoAsks() {
        String id = org.lead("Vega");
        org.call("DELETE", "sobjects/Lead/" + id, "").expect(204);
        org.get("sobjects/Lead/" + id).expect(404, "ENTITY_IS_DELETED");
        org.call("PATCH", "sobjects/Lead/" + id, "{\"LastName\": \"x\"}").expect(404, "ENTITY_IS_DELETED");
        org.call("DELETE", "sobjects/Lead/" + id, "").expect(404, "ENTITY_IS_DELETED");
        assertEquals(0, org.query("SELECT Id FROM Lead").json().get("totalSize").asInt());
    }

    @Test
    void whatNeverWasIsNotFound() {
        String never = Ids.mint("00Q", 7);
        org.get("sobjects/Lead/" + never).expect(404, "NOT_FOUND");
        org.get("sobjects/Nonsense__c/" + never).expect(404, "NOT_FOUND");
        org.call("PATCH", "sobjects/Lead/" + never, "{}").expect(404, "INVALID_CROSS_REFERENCE_KEY");
        org.call("DELETE", "sobjects/Lead/" + never, "").expect(404, "INVALID_CROSS_REFERENCE_KEY");
        org.get("sobjects/Lead/nonsense").expect(404, "NOT_FOUND");
        org.get("nonsense").expect(404, "NOT_FOUND");
        org.get("/services/data/v12.0/sobjects").expect(404, "NOT_FOUND");
    }

    @Test
    void anIdOfAnotherObjectIsMalformed() {
        String account = org.account("Contoso");
        org.call("PATCH", "sobjects/Lead/" + account, "{}").expect(400, "MALFORMED_ID");
    }

    @Test
    void theIdIsNoFieldToWrite() {
        org.call("POST", "sobjects/Lead", "{\"Id\": \"00Q\", \"LastName\": \"V\", \"Company\": \"F\"}")
                .expect(400, "INVALID_FIELD");
    }

    @Test
    void bodiesAreJson() {
        org.call("POST", "sobjects/Lead", "<xml/>", "Content-Type", "application/xml")
                .expect(415, "UNSUPPORTED_MEDIA_TYPE");
        org.call("POST", "sobjects/Lead", "{").expect(400, "JSON_PARSER_ERROR");
        org.call("POST", "sobjects/Lead", "[]").expect(400, "JSON_PARSER_ERROR");
    }

    @Test
    void everyAnswerTellsWhatIsLeftOfTheDay() {
        String first = org.get("limits").header("Sforce-Limit-Info");
        Org.Reply second = org.get("limits").expect(200);
        assertEquals("api-usage=1/100000", first);
        assertEquals("api-usage=2/100000", second.header("Sforce-Limit-Info"));
        assertEquals(99_998, second.json().at("/DailyApiRequests/Remaining").asInt());
    }

    @Test
    void whenTheDayIsUsedUpCallsAreRefusedUntilTheWindowMovesOn() {
        org.control("PATCH", "settings", "{\"apiRequestsPerDay\": 2}").expect(200);
        org.get("limits").expect(200);
        org.get("limits").expect(200);
        org.get("limits").expect(403, "REQUEST_LIMIT_EXCEEDED");
        org.pass(Duration.ofHours(25));
        org.get("limits").expect(200);
    }

    @Test
    void versionsAreListedForEverybody() {
        JsonNode versions = org.call("GET", "/services/data/", "", "Authorization", "")
                .expect(200)
                .json();
        assertEquals("67.0", versions.get(versions.size() - 1).get("version").asText());
        assertEquals(
                "/services/data/v67.0",
                versions.get(versions.size() - 1).get("url").asText());
        assertTrue(org.get("").expect(200).json().has("sobjects"));
    }
}
