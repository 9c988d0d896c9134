package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many records in one call. */
class CollectionsTest {
    private static final String TWO_LEADS = """
            {"allOrNone": %s, "records": [
              {"attributes": {"type": "Lead"}, "LastName": "Vega", "Company": "Fabrikam"},
              {"attributes": {"type": "Lead"}, "LastName": "Soler"}]}
            """;

    private final Org org = new Org();

    @Test
    void eachRecordHasItsOwnResult() {
        JsonNode results = org.call("POST", "composite/sobjects", TWO_LEADS.formatted("false"))
                .expect(200)
                .json();
        assertTrue(results.at("/0/success").asBoolean());
        assertFalse(results.at("/1/success").asBoolean());
        assertEquals(
                "REQUIRED_FIELD_MISSING", results.at("/1/errors/0/statusCode").asText());
        assertEquals("Company", results.at("/1/errors/0/fields/0").asText());
        assertEquals(1, org.found("SELECT Id FROM Lead", "Id").size());
    }

    @Test
    void allOrNoneIsOneTransaction() {
        JsonNode results = org.call("POST", "composite/sobjects", TWO_LEADS.formatted("true"))
                .expect(200)
                .json();
        assertEquals(
                "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                results.at("/0/errors/0/statusCode").asText());
        assertEquals(
                "REQUIRED_FIELD_MISSING", results.at("/1/errors/0/statusCode").asText());
        assertTrue(org.found("SELECT Id FROM Lead", "Id").isEmpty());
    }

    @Test
    void recordsAreChangedAndDeletedById() {
        String lead = org.lead("Vega");
        String account = org.account("Contoso");
        JsonNode changed = org.call("PATCH", "composite/sobjects", """
                {"records": [
                  {"attributes": {"type": "Lead"}, "id": "%s", "LastName": "Soler"},
                  {"attributes": {"type": "Account"}, "Id": "%s", "Name": "Contoso AG"},
                  {"attributes": {"type": "Account"}, "Name": "no id"}]}
                """.formatted(lead, account))
                .expect(200)
                .json();
        assertTrue(changed.at("/1/success").asBoolean());
        assertEquals("MISSING_ARGUMENT", changed.at("/2/errors/0/statusCode").asText());
        assertEquals("Soler", org.read("Lead", lead).get("LastName").asText());
        JsonNode deleted = org.call("DELETE", "composite/sobjects?ids=" + lead + "," + account + ",nonsense", "")
                .expect(200)
                .json();
        assertTrue(deleted.at("/0/success").asBoolean());
        assertEquals("MALFORMED_ID", deleted.at("/2/errors/0/statusCode").asText());
        org.get("sobjects/Account/" + account).expect(404);
    }

    @Test
    void recordsAreUpsertedByExternalId() {
        String body = """
                {"records": [
                  {"attributes": {"type": "Lead"}, "Referral_Identifier__c": "r1", "LastName": "A", "Company": "F"},
                  {"attributes": {"type": "Lead"}, "Referral_Identifier__c": "r2", "LastName": "B", "Company": "F"}]}
                """;
        String path = "composite/sobjects/Lead/Referral_Identifier__c";
        assertTrue(org.call("PATCH", path, body)
                .expect(200)
                .json()
                .at("/1/created")
                .asBoolean());
        JsonNode again = org.call("PATCH", path, body).expect(200).json();
        assertTrue(again.at("/0/success").asBoolean());
        assertFalse(again.at("/0/created").asBoolean());
    }

    @Test
    void recordsAreReadTogetherAndMissingOnesAreNull() {
        String lead = org.lead("Vega");
        String never = Ids.mint("00Q", 3);
        JsonNode rows = org.get("composite/sobjects/Lead?ids=" + lead + "," + never + "&fields=LastName")
                .expect(200)
                .json();
        assertEquals("Vega", rows.at("/0/LastName").asText());
        assertTrue(rows.get(1).isNull());
        JsonNode posted = org.call(
                        "POST",
                        "composite/sobjects/Lead",
                        "{\"ids\": [\"%s\"], \"fields\": [\"Company\"]}".formatted(lead))
                .expect(200)
                .json();
        assertEquals("Fabrikam", posted.at("/0/Company").asText());
    }

    @Test
    void twoHundredAreTheMost() {
        String many = IntStream.range(0, 201)
                .mapToObj(number -> "{\"attributes\": {\"type\": \"Lead\"}}")
                .collect(Collectors.joining(","));
        org.call("POST", "composite/sobjects", "{\"records\": [" + many + "]}").expect(400, "EXCEEDED_ID_LIMIT");
    }
}
