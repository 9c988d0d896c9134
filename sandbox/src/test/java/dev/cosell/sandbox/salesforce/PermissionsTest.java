package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What the profile of the integration user takes away; people keep it. */
class PermissionsTest {
    private final Org org = new Org();

    private JsonNode amount() {
        for (JsonNode field : org.get("sobjects/Opportunity/describe").json().get("fields")) {
            if (field.get("name").asText().equals("Amount")) {
                return field;
            }
        }
        return Json.NODES.missingNode();
    }

    @Test
    void aHiddenFieldIsNotThere() {
        String id = org.opportunity("Deal");
        org.control("PUT", "field-permissions", "{\"Opportunity/Amount\": {\"read\": false}}")
                .expect(204);
        assertFalse(org.read("Opportunity", id).has("Amount"));
        assertTrue(amount().isMissingNode());
        org.query("SELECT Amount FROM Opportunity").expect(400, "INVALID_FIELD");
        org.query("SELECT Id FROM Opportunity WHERE Amount > 1").expect(400, "INVALID_FIELD");
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"Amount\": 1}").expect(400, "INVALID_FIELD");
        org.control("PATCH", "records/Opportunity/" + id, "{\"Amount\": 1}").expect(200);
    }

    @Test
    void theOrganisationSaysWhetherItIsASandbox() {
        String query = "SELECT IsSandbox FROM Organization";
        assertFalse(
                org.query(query).expect(200).json().at("/records/0/IsSandbox").asBoolean());
        org.control("PUT", "organization-kind", "{\"sandbox\": true}").expect(204);
        assertTrue(org.query(query).json().at("/records/0/IsSandbox").asBoolean());
    }

    @Test
    void aReadOnlyFieldIsReadButNotWritten() {
        String id = org.opportunity("Deal");
        org.control("PUT", "field-permissions", "{\"Opportunity/Amount\": {\"edit\": false}}")
                .expect(204);
        assertTrue(org.read("Opportunity", id).has("Amount"));
        assertFalse(amount().get("updateable").asBoolean());
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"Amount\": 1}")
                .expect(400, "INVALID_FIELD_FOR_INSERT_UPDATE");
    }

    @Test
    void anObjectMayBeReadOnly() {
        String id = org.lead("Vega");
        org.control("PUT", "object-permissions", "{\"Lead\": {\"create\": false, \"edit\": false, \"delete\": false}}");
        org.get("sobjects/Lead/" + id).expect(200);
        org.call("PATCH", "sobjects/Lead/" + id, "{\"LastName\": \"x\"}")
                .expect(403, "INSUFFICIENT_ACCESS_OR_READONLY");
        org.call("DELETE", "sobjects/Lead/" + id, "").expect(403, "INSUFFICIENT_ACCESS_OR_READONLY");
        org.call("POST", "sobjects/Lead", "{\"LastName\": \"x\", \"Company\": \"y\"}")
                .expect(403, "INSUFFICIENT_ACCESS_OR_READONLY");
        org.control("DELETE", "records/Lead/" + id, "").expect(204);
    }

    @Test
    void aHiddenObjectIsNotThere() {
        String id = org.lead("Vega");
        org.control("PUT", "object-permissions", "{\"Lead\": {\"read\": false}}")
                .expect(204);
        org.get("sobjects/Lead/" + id).expect(404, "NOT_FOUND");
        org.get("sobjects/Lead/describe").expect(404, "NOT_FOUND");
        org.query("SELECT Id FROM Lead").expect(400, "INVALID_TYPE");
        org.control("GET", "as/mara.lindqvist@fabrikam.example/services/data/v67.0/sobjects/Lead/" + id, "")
                .expect(200);
    }

    @Test
    void aPermissionOnNothingIsRefused() {
        org.control("PUT", "field-permissions", "{\"Opportunity/Nonsense\": {}}")
                .expect(400);
        org.control("PUT", "object-permissions", "{\"Nonsense\": {}}").expect(400);
    }
}
