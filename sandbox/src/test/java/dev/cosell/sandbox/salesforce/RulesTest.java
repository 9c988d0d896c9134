package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What customers forbid, and what goes wrong inside the service. */
class RulesTest {
    private static final String VEGA = "{\"LastName\": \"Vega\", \"Company\": \"F\", \"Email\": \"vega@example.com\"}";

    private final Org org = new Org();

    @Test
    void brokenRulesAreAllNamed() {
        org.control("PUT", "validation-rules/Won_has_amount", """
                {"object": "Opportunity", "condition": "StageName = 'Closed Won' AND Amount = null",
                 "message": "A won deal has an amount", "field": "Amount"}
                """).expect(204);
        org.control("PUT", "validation-rules/Won_has_account", """
                {"object": "Opportunity", "condition": "IsWon = true AND AccountId = null", "message": "Whose deal is it?"}
                """).expect(204);
        String id = org.opportunity("Deal");
        JsonNode errors = org.call("PATCH", "sobjects/Opportunity/" + id, "{\"StageName\": \"Closed Won\"}")
                .expect(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION")
                .json();
        assertEquals("A won deal has an amount", errors.at("/0/message").asText());
        assertEquals("Amount", errors.at("/0/fields/0").asText());
        assertEquals("Whose deal is it?", errors.at("/1/message").asText());
        assertTrue(errors.at("/1/fields").isEmpty());
        assertEquals("Prospecting", org.read("Opportunity", id).get("StageName").asText());
    }

    @Test
    void rulesHoldForPeopleTooUntilTheyAreRemoved() {
        org.control("PUT", "validation-rules/Nobody", """
                {"object": "Lead", "condition": "LastName != null", "message": "no leads today"}
                """).expect(204);
        org.control("POST", "records/Lead", VEGA).expect(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION");
        org.control("PATCH", "validation-rules/Nobody", "{\"active\": false}").expect(204);
        org.control("POST", "records/Lead", VEGA).expect(201);
        org.control("DELETE", "rules/Nobody", "").expect(204);
        org.control("DELETE", "rules/Nobody", "").expect(404);
    }

    @Test
    void aRuleThatCannotBeReadIsNotTaken() {
        org.control("PUT", "validation-rules/Bad", "{\"object\": \"Lead\", \"condition\": \"Nonsense = 1\"}")
                .expect(400);
        org.control("PUT", "validation-rules/Bad", "{\"object\": \"Lead\", \"condition\": \"LastName =\"}")
                .expect(400);
    }

    @Test
    void theRulesOfTheCoSellPackageWaitToBeSwitchedOn() {
        String id = org.opportunity("Deal");
        String path = "sobjects/Opportunity/" + id;
        org.call("PATCH", path, "{\"Sync_With_Partner_Center__c\": true}").expect(204);
        org.control("PATCH", "validation-rules/Cannot_sync_without_solution", "{\"active\": true}")
                .expect(204);
        org.control("PATCH", "validation-rules/Cannot_update_the_Cosell_type", "{\"active\": true}")
                .expect(204);
        org.call("PATCH", path, "{\"NextStep\": \"Call\"}").expect(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION");
        org.control("PATCH", "validation-rules/Cannot_sync_without_solution", "{\"active\": false}")
                .expect(204);
        org.call("PATCH", path, "{\"Co_sell_Type__c\": \"Services Co-sell\"}")
                .expect(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION");
        org.call("PATCH", path, "{\"Co_sell_Type__c\": \"Services Co-sell\", \"Referral_Identifier__c\": \"r\"}")
                .expect(204);
    }

    @Test
    void aDuplicateIsRefusedUnlessItIsAllowed() {
        org.control("PUT", "duplicate-rules/Same_mail", "{\"object\": \"Lead\", \"matchFields\": [\"Email\"]}")
                .expect(204);
        String first = org.create("Lead", VEGA);
        JsonNode error = org.call("POST", "sobjects/Lead", VEGA)
                .expect(400, "DUPLICATES_DETECTED")
                .json()
                .get(0);
        JsonNode result = error.get("duplicateResult");
        assertEquals("Same_mail", result.get("duplicateRule").asText());
        assertTrue(result.get("allowSave").asBoolean());
        assertEquals(
                first, result.at("/matchResults/0/matchRecords/0/record/Id").asText());
        org.call("POST", "sobjects/Lead", VEGA, "Sforce-Duplicate-Rule-Header", "allowSave=true")
                .expect(201);
    }

    @Test
    void aRuleThatBlocksLetsNothingThrough() {
        org.control(
                "PUT",
                "duplicate-rules/Block",
                "{\"object\": \"Lead\", \"matchFields\": [\"Email\"], \"allowSave\": false}");
        org.create("Lead", VEGA);
        org.call("POST", "sobjects/Lead", VEGA, "Sforce-Duplicate-Rule-Header", "allowSave=true")
                .expect(400, "DUPLICATES_DETECTED");
    }

    @Test
    void aLockedRowFailsAsOftenAsItIsTold() {
        org.control("POST", "save-faults", "{\"object\": \"Lead\", \"count\": 2}")
                .expect(204);
        org.account("Contoso");
        assertEquals(
                "unable to obtain exclusive access to this record",
                org.call("POST", "sobjects/Lead", VEGA)
                        .expect(400, "UNABLE_TO_LOCK_ROW")
                        .message());
        org.call("POST", "sobjects/Lead", VEGA).expect(400, "UNABLE_TO_LOCK_ROW");
        org.call("POST", "sobjects/Lead", VEGA).expect(201);
    }

    @Test
    void aFlowOfTheCustomersFailsWithItsOwnCode() {
        org.control(
                "POST", "save-faults", "{\"errorCode\": \"CANNOT_EXECUTE_FLOW_TRIGGER\", \"message\": \"no luck\"}");
        org.call("POST", "sobjects/Lead", VEGA).expect(400, "CANNOT_EXECUTE_FLOW_TRIGGER");
        org.control("POST", "save-faults", "{}");
        org.control("DELETE", "save-faults", "").expect(204);
        org.call("POST", "sobjects/Lead", VEGA).expect(201);
    }
}
