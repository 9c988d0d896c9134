package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Objects and fields that administrators add, and what outlives a restart. */
class CustomizationTest {
    private final Org org = new Org();

    @Test
    void aFieldIsAddedWithoutCode() {
        String id = org.opportunity("Deal");
        org.control(
                        "PUT",
                        "fields/Opportunity/Region__c",
                        "{\"type\": \"picklist\", \"length\": 40, \"restricted\": true, "
                                + "\"values\": [\"North\", {\"value\": \"S\", \"label\": \"South\"}]}")
                .expect(204);
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"Region__c\": \"S\"}")
                .expect(204);
        assertEquals("S", org.read("Opportunity", id).get("Region__c").asText());
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"Region__c\": \"West\"}")
                .expect(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
        assertEquals(
                1,
                org.query("SELECT COUNT() FROM Opportunity WHERE Region__c = 'S'")
                        .json()
                        .get("totalSize")
                        .asInt());
    }

    @Test
    void microsoftsConnectorLeavesItsMarksAndLinks() {
        String id = org.opportunity("Deal");
        org.control(
                        "POST",
                        "records/Opportunity/" + id + "/microsofts-connector",
                        "{\"referralId\": \"r1\", \"mark\": \"\u2714\"}")
                .expect(200);
        assertEquals("\u2714 Deal", org.read("Opportunity", id).get("Name").asText());
        assertEquals(
                "r1", org.read("Opportunity", id).get("Referral_Identifier__c").asText());
        assertTrue(
                org.read("Opportunity", id).get("Sync_With_Partner_Center__c").asBoolean());
    }

    @Test
    void aFieldIsAlteredAndRemoved() {
        org.control("PATCH", "fields/lead/title", "{\"required\": true, \"length\": 5}")
                .expect(204);
        org.call("POST", "sobjects/Lead", "{\"LastName\": \"V\", \"Company\": \"F\"}")
                .expect(400, "REQUIRED_FIELD_MISSING");
        org.control("DELETE", "fields/Lead/Title", "").expect(204);
        String id = org.lead("Vega");
        assertFalse(org.read("Lead", id).has("Title"));
        org.control("DELETE", "fields/Lead/Title", "").expect(400);
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing() {
        org.control("PUT", "fields/Lead/Odd__c", "{\"type\": \"nonsense\"}").expect(400);
        org.control("PUT", "fields/Lead/Odd__c", "{\"type\": \"string\", \"size\": 5}")
                .expect(400);
        org.control("PUT", "fields/Lead/Odd__c", "{\"type\": \"reference\", \"references\": [\"Nonsense\"]}")
                .expect(400);
        org.control("PATCH", "fields/Lead/Id", "{\"length\": 5}").expect(400);
        org.control("POST", "objects", "{\"name\": \"Odd__c\"}").expect(400);
        org.control("POST", "objects", "{\"name\": \"Odd__c\", \"keyPrefix\": \"a0Y\", \"groups\": [\"none\"]}")
                .expect(400);
        org.control("POST", "records/Lead", "{\"LastName\": \"Vega\", \"Company\": \"F\"}")
                .expect(201);
        org.get("sobjects/Odd__c").expect(404);
    }

    @Test
    void anObjectIsAddedWithoutCode() {
        org.control("POST", "objects", """
                {"name": "Visit__c", "label": "Visit", "labelPlural": "Visits", "keyPrefix": "a0Z", "fields": [
                  {"name": "Name", "type": "string", "length": 80, "required": true},
                  {"name": "Deal__c", "type": "reference", "length": 18, "references": ["Opportunity"],
                   "relationship": "Deal__r", "children": "Visits__r", "onDelete": "cascade"}]}
                """).expect(204);
        String deal = org.opportunity("Deal");
        String visit = org.create("Visit__c", "{\"Name\": \"First\", \"Deal__c\": \"%s\"}".formatted(deal));
        assertTrue(visit.startsWith("a0Z"));
        assertEquals(
                "First",
                org.query("SELECT (SELECT Name FROM Visits__r) FROM Opportunity")
                        .json()
                        .at("/records/0/Visits__r/records/0/Name")
                        .asText());
    }

    @Test
    void everythingButSessionsOutlivesARestart() {
        org.control("PATCH", "settings", "{\"multiCurrency\": true}").expect(200);
        org.control("PUT", "fields/Lead/Odd__c", "{\"type\": \"string\", \"length\": 5}")
                .expect(204);
        org.control(
                "PUT",
                "validation-rules/R",
                "{\"object\": \"Lead\", \"condition\": \"Odd__c = 'x'\", \"message\": \"m\"}");
        org.control("PUT", "field-permissions", "{\"Lead/Title\": {\"read\": false}}");
        org.control("POST", "outbound-messages", "{\"object\": \"Lead\", \"url\": \"http://localhost:1/\"}")
                .expect(201);
        String deal = org.opportunity("Deal");
        org.call("PATCH", "sobjects/Opportunity/" + deal, "{\"Amount\": 12.5}").expect(204);
        Salesforce next = new Salesforce(
                () -> URI.create(Org.HOST),
                (a, b, c, d, e, f) -> {},
                Clock.systemUTC(),
                OrganizationSettings.standard());
        next.restore(org.salesforce.state());
        assertEquals(org.salesforce.state(), next.state());
        assertEquals(org.salesforce.credentials(), next.credentials());
    }
}
