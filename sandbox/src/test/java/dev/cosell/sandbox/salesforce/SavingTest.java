package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of a save, and what follows from one. */
class SavingTest {
    private final Org org = new Org();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Nonsense\": 1} | INVALID_FIELD | No such column 'Nonsense' on sobject of type Opportunity",
                "{\"IsClosed\": true} | INVALID_FIELD_FOR_INSERT_UPDATE | Unable to create/update fields: IsClosed. Please "
                        + "check the security settings of this field and verify that it is read/write for your profile or "
                        + "permission set.",
                "{\"Name\": null} | REQUIRED_FIELD_MISSING | Required fields are missing: [Name]",
                "{\"Name\": \"  \"} | REQUIRED_FIELD_MISSING | Required fields are missing: [Name]",
                "{\"Name\": 5} | JSON_PARSER_ERROR | Cannot deserialize instance of string from VALUE_NUMBER_INT value 5 or "
                        + "request may be missing a required field at [line:1, column:2]",
                "{\"Amount\": \"much\"} | JSON_PARSER_ERROR | Cannot deserialize instance of double from VALUE_STRING value "
                        + "much or request may be missing a required field at [line:1, column:2]",
                "{\"Amount\": 12345678901234567.0} | NUMBER_OUTSIDE_VALID_RANGE | Amount: value outside of valid range on "
                        + "numeric field: 12345678901234567.0",
                "{\"CloseDate\": \"31.12.2026\"} | JSON_PARSER_ERROR | Cannot deserialize instance of date from VALUE_STRING "
                        + "value 31.12.2026 or request may be missing a required field at [line:1, column:2]",
                "{\"Customer_purchase_intent__c\": \"Maybe\"} | INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST | Customer purchase "
                        + "intent: bad value for restricted picklist field: Maybe",
                "{\"AccountId\": \"nonsense\"} | MALFORMED_ID | Account ID: id value of incorrect type: nonsense",
                "{\"AccountId\": \"0015g0000000001AAA\"} | INVALID_CROSS_REFERENCE_KEY | invalid cross reference id",
                "{\"AccountId\": \"0035g0000000001\"} | FIELD_INTEGRITY_EXCEPTION | Account ID: id value of incorrect type: "
                        + "0035g0000000001AAA",
            })
    void whatDoesNotFitIsRefusedByItsCode(String body, String code, String message) {
        String id = org.opportunity("Deal");
        Org.Reply reply = org.call("PATCH", "sobjects/Opportunity/" + id, body).expect(400, code);
        assertEquals(message, reply.message());
        assertEquals("Deal", org.read("Opportunity", id).get("Name").asText());
    }

    @Test
    void allMissingFieldsAreNamed() {
        JsonNode error = org.call("POST", "sobjects/Opportunity", "{}")
                .expect(400, "REQUIRED_FIELD_MISSING")
                .json()
                .get(0);
        assertEquals(Org.parse("[\"Name\",\"StageName\",\"CloseDate\"]"), error.get("fields"));
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        Org.Reply reply = org.call(
                        "POST", "sobjects/Lead", "{\"LastName\": \"%s\", \"Company\": \"F\"}".formatted("x".repeat(81)))
                .expect(400, "STRING_TOO_LONG");
        assertEquals("LastName", reply.json().at("/0/fields/0").asText());
        assertTrue(reply.message().endsWith("(max length=80)"));
    }

    @Test
    void anAddressWithoutAHostIsNoEmailAddress() {
        org.call("POST", "sobjects/Lead", "{\"LastName\": \"V\", \"Company\": \"F\", \"Email\": \"nobody\"}")
                .expect(400, "INVALID_EMAIL_ADDRESS");
    }

    @Test
    void namesOfFieldsAreFoundWhateverTheirCase() {
        String id = org.create("lead", "{\"lastname\": \" Vega \", \"COMPANY\": \"Fabrikam\", \"firstname\": \"Ana\"}");
        assertEquals("Ana Vega", org.read("Lead", id).get("Name").asText());
    }

    @Test
    void amountsAreRoundedToTheirScale() {
        String id = org.opportunity("Deal");
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"Amount\": 10.005}").expect(204);
        assertEquals("10.01", org.read("Opportunity", id).get("Amount").asText());
    }

    @Test
    void aStageSaysWhetherTheDealIsClosed() {
        String id = org.opportunity("Deal");
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"Amount\": 1000, \"Probability\": 40}")
                .expect(204);
        assertEquals("400.0", org.read("Opportunity", id).get("ExpectedRevenue").asText());
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"StageName\": \"Closed Won\"}")
                .expect(204);
        JsonNode won = org.read("Opportunity", id);
        assertTrue(won.get("IsClosed").asBoolean());
        assertTrue(won.get("IsWon").asBoolean());
        assertEquals("100.0", won.get("Probability").asText());
        assertEquals("Closed", won.get("ForecastCategory").asText());
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"StageName\": \"Prospecting\"}")
                .expect(204);
        assertFalse(org.read("Opportunity", id).get("IsClosed").asBoolean());
    }

    @Test
    void aStageThatIsWrittenAgainChangesNoProbability() {
        String id = org.opportunity("Deal");
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"Probability\": 45}").expect(204);
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"StageName\": \"Prospecting\"}")
                .expect(204);
        assertEquals("45.0", org.read("Opportunity", id).get("Probability").asText());
    }

    @Test
    void aLookupMayBeGivenByAnExternalId() {
        String deal = org.opportunity("Deal");
        String line = org.create("Microsoft_Solutions__c", """
                {"Opportunity__c": "%s", "Solution__r": {"Solution_Identifier__c": "SOL-1001-ROUT"}, "Quantity__c": 2}
                """.formatted(deal));
        assertEquals(
                List.of("Fabrikam Route Planner"),
                org.query("SELECT Solution__r.Name FROM Microsoft_Solutions__c WHERE Id = '" + line + "'")
                        .json()
                        .findValuesAsText("Name"));
        org.call("POST", "sobjects/Microsoft_Solutions__c", """
                {"Opportunity__c": "%s", "Solution__r": {"Solution_Identifier__c": "SOL-none"}}
                """.formatted(deal)).expect(400, "INVALID_FIELD");
    }

    @Test
    void packageCodeCountsTheSolutionsOfADeal() {
        String deal = org.opportunity("Deal");
        String line = org.create("Microsoft_Solutions__c", """
                {"Opportunity__c": "%s", "Solution__r": {"Solution_Identifier__c": "SOL-1001-ROUT"}}
                """.formatted(deal));
        assertEquals(
                "1.0", org.read("Opportunity", deal).get("Solution_Count__c").asText());
        assertEquals(
                "112226-1", org.read("Microsoft_Solutions__c", line).get("Name").asText());
        org.call("DELETE", "sobjects/Microsoft_Solutions__c/" + line, "").expect(204);
        assertEquals(
                "0.0", org.read("Opportunity", deal).get("Solution_Count__c").asText());
    }

    @Test
    void aFormerColleagueOwnsNothingNew() {
        String former = org.user("former@fabrikam.example");
        org.call("PATCH", "sobjects/Opportunity/" + org.opportunity("Deal"), "{\"OwnerId\": \"%s\"}".formatted(former))
                .expect(400, "INACTIVE_OWNER_OR_USER");
    }

    @Test
    void settingsAreNotMadeThroughTheApi() {
        String stage = org.found("SELECT Id FROM OpportunityStage", "Id").getFirst();
        org.call("PATCH", "sobjects/OpportunityStage/" + stage, "{\"MasterLabel\": \"x\"}")
                .expect(403, "INSUFFICIENT_ACCESS_OR_READONLY");
        org.call("DELETE", "sobjects/OpportunityStage/" + stage, "").expect(403, "INSUFFICIENT_ACCESS_OR_READONLY");

        org.call("POST", "sobjects/User", "{\"LastName\": \"x\"}").expect(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
    }
}
