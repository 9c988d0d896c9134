package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client learns of objects and fields. */
class DescribeTest {
    private final Org org = new Org();

    private JsonNode field(String type, String name) {
        for (JsonNode field :
                org.get("sobjects/" + type + "/describe").expect(200).json().get("fields")) {
            if (field.get("name").asText().equals(name)) {
                return field;
            }
        }
        throw new AssertionError("no field " + name);
    }

    @Test
    void allObjectsAreListed() {
        JsonNode global = org.get("sobjects").expect(200).json();
        List<String> names = global.get("sobjects").findValuesAsText("name");
        assertTrue(names.containsAll(
                List.of("Account", "Contact", "Lead", "Opportunity", "User", "Microsoft_Solutions__c")));
        assertFalse(names.contains("CurrencyType"));
        assertEquals(200, global.get("maxBatchSize").asInt());
        assertEquals(
                "Lead",
                org.get("sobjects/lead").json().at("/objectDescribe/name").asText());
    }

    @Test
    void aRequiredTextTellsItsLength() {
        JsonNode name = field("Opportunity", "Name");
        assertEquals("string", name.get("type").asText());
        assertEquals(120, name.get("length").asInt());
        assertFalse(name.get("nillable").asBoolean());
        assertFalse(name.get("defaultedOnCreate").asBoolean());
        assertTrue(name.get("nameField").asBoolean());
    }

    @Test
    void moneyTellsItsDigits() {
        JsonNode amount = field("Opportunity", "Amount");
        assertEquals("currency", amount.get("type").asText());
        assertEquals("xsd:double", amount.get("soapType").asText());
        assertEquals(18, amount.get("precision").asInt());
        assertEquals(2, amount.get("scale").asInt());
    }

    @Test
    void aPicklistTellsItsValues() {
        JsonNode stages = field("Opportunity", "StageName").get("picklistValues");
        assertEquals("Prospecting", stages.get(0).get("value").asText());
        assertEquals(10, stages.size());
        JsonNode status = field("Lead", "Status");
        assertTrue(status.at("/picklistValues/0/defaultValue").asBoolean());
        assertTrue(status.get("defaultedOnCreate").asBoolean());
        JsonNode intent = field("Opportunity", "Customer_purchase_intent__c");
        assertTrue(intent.get("restrictedPicklist").asBoolean());
        assertEquals("Have not decided", intent.at("/picklistValues/2/label").asText());
    }

    @Test
    void aStageThatIsAddedIsAValueAtOnce() {
        org.control("POST", "records/OpportunityStage", "{\"MasterLabel\": \"Co-sell\", \"ApiName\": \"Co-sell\"}")
                .expect(201);
        assertTrue(field("Opportunity", "StageName")
                .get("picklistValues")
                .findValuesAsText("value")
                .contains("Co-sell"));
    }

    @Test
    void aLookupTellsWhereItLeads() {
        JsonNode account = field("Opportunity", "AccountId");
        assertEquals("reference", account.get("type").asText());
        assertEquals("Account", account.at("/referenceTo/0").asText());
        assertEquals("Account", account.get("relationshipName").asText());
        assertTrue(field("Lead", "OwnerId").get("polymorphicForeignKey").asBoolean());
    }

    @Test
    void childRelationshipsTellTheWayBack() {
        JsonNode children = org.get("sobjects/Opportunity/describe").json().get("childRelationships");
        assertTrue(children.findValuesAsText("relationshipName").contains("Microsoft_Solutions__r"));
    }

    @Test
    void whatNobodyWritesIsSaidSo() {
        JsonNode closed = field("Opportunity", "IsClosed");
        assertFalse(closed.get("createable").asBoolean());
        assertFalse(closed.get("updateable").asBoolean());
        JsonNode converted = field("Lead", "IsConverted");
        assertTrue(converted.get("createable").asBoolean());
        assertFalse(converted.get("updateable").asBoolean());
        assertTrue(field("Lead", "Referral_Identifier__c").get("externalId").asBoolean());
    }
}
