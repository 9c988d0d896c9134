package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What people do with whole records: delete, undelete, clone, merge, convert. */
class LifecycleTest {
    private final Org org = new Org();

    private String deal(String account) {
        return org.create("Opportunity", """
                {"Name": "Deal", "StageName": "Prospecting", "CloseDate": "2027-01-31", "AccountId": "%s"}
                """.formatted(account));
    }

    @Test
    void whatBelongsToADeletedRecordGoesAndComesBackWithIt() {
        String account = org.account("Contoso");
        String deal = deal(account);
        String line = org.create("Microsoft_Solutions__c", """
                {"Opportunity__c": "%s", "Solution__r": {"Solution_Identifier__c": "SOL-1001-ROUT"}}
                """.formatted(deal));
        org.control("DELETE", "records/Account/" + account, "").expect(204);
        org.get("sobjects/Microsoft_Solutions__c/" + line).expect(404, "ENTITY_IS_DELETED");
        org.control("POST", "records/Account/" + account + "/undelete", "").expect(200);
        assertEquals(account, org.read("Opportunity", deal).get("AccountId").asText());
        assertEquals(
                deal,
                org.read("Microsoft_Solutions__c", line).get("Opportunity__c").asText());
        org.control("POST", "records/Account/" + account + "/undelete", "").expect(400, "UNDELETE_FAILED");
    }

    @Test
    void aSolutionThatIsInUseIsNotDeleted() {
        String deal = org.opportunity("Deal");
        org.create("Microsoft_Solutions__c", """
                {"Opportunity__c": "%s", "Solution__r": {"Solution_Identifier__c": "SOL-1001-ROUT"}}
                """.formatted(deal));
        String solution = org.found(
                        "SELECT Id FROM Microsoft_Solution_Detail__c WHERE Solution_Identifier__c = 'SOL-1001-ROUT'",
                        "Id")
                .getFirst();
        org.call("DELETE", "sobjects/Microsoft_Solution_Detail__c/" + solution, "")
                .expect(400, "DELETE_FAILED");
    }

    @Test
    void anEmptiedRecycleBinGivesNothingBack() {
        String id = org.lead("Vega");
        org.control("DELETE", "records/Lead/" + id, "").expect(204);
        assertEquals(
                1, org.control("GET", "records/Lead?deleted=true", "").json().size());
        org.control("POST", "empty-recycle-bin", "").expect(204);
        org.get("sobjects/Lead/" + id).expect(404, "NOT_FOUND");
        org.control("POST", "records/Lead/" + id + "/undelete", "").expect(404);
    }

    @Test
    void aCloneCarriesTheReferralId() {
        String id = org.opportunity("Deal");
        org.call("PATCH", "sobjects/Opportunity/" + id, "{\"Referral_Identifier__c\": \"ref-1\"}")
                .expect(204);
        JsonNode copy = org.control("POST", "records/Opportunity/" + id + "/clone", "")
                .expect(201)
                .json();
        assertEquals("ref-1", copy.get("Referral_Identifier__c").asText());
        assertFalse(copy.get("Id").asText().equals(id));
    }

    @Test
    void whatBelongedToAMergedAccountBelongsToTheMaster() {
        String master = org.account("Contoso");
        String loser = org.account("Contoso AG");
        String deal = deal(loser);
        org.control("POST", "records/Account/" + master + "/merge", "{\"ids\": [\"%s\"]}".formatted(loser))
                .expect(200);
        assertEquals(master, org.read("Opportunity", deal).get("AccountId").asText());
        JsonNode gone = org.get(
                        "queryAll?q=" + Org.encode("SELECT Id, MasterRecordId FROM Account WHERE IsDeleted = true"))
                .json()
                .at("/records/0");
        assertEquals(loser, gone.get("Id").asText());
        assertEquals(master, gone.get("MasterRecordId").asText());
        org.control("POST", "records/Opportunity/" + deal + "/merge", "{\"ids\": []}")
                .expect(400, "MERGE_FAILED");
    }

    @Test
    void aConvertedLeadBecomesAccountContactAndOpportunity() {
        String lead = org.create("Lead", """
                {"LastName": "Vega", "FirstName": "Ana", "Company": "Contoso", "Email": "ana@contoso.example",
                 "Country": "Germany", "Referral_Identifier__c": "ref-1"}
                """);
        JsonNode converted = org.control("POST", "records/Lead/" + lead + "/convert", "{}")
                .expect(200)
                .json();
        assertTrue(converted.get("IsConverted").asBoolean());
        assertEquals("Closed - Converted", converted.get("Status").asText());
        JsonNode account =
                org.read("Account", converted.get("ConvertedAccountId").asText());
        assertEquals("Contoso", account.get("Name").asText());
        assertEquals("Germany", account.get("BillingCountry").asText());
        JsonNode contact =
                org.read("Contact", converted.get("ConvertedContactId").asText());
        assertEquals("ana@contoso.example", contact.get("Email").asText());
        JsonNode deal =
                org.read("Opportunity", converted.get("ConvertedOpportunityId").asText());
        assertEquals("Contoso-", deal.get("Name").asText());
        assertEquals("ref-1", deal.get("Referral_Identifier__c").asText());
        assertEquals("2026-12-31", deal.get("CloseDate").asText());
        assertEquals(
                1,
                org.query("SELECT COUNT() FROM OpportunityContactRole WHERE IsPrimary = true")
                        .json()
                        .get("totalSize")
                        .asInt());
    }

    @Test
    void aConvertedLeadIsReadOnly() {
        String lead = org.lead("Vega");
        org.control("POST", "records/Lead/" + lead + "/convert", "{\"doNotCreateOpportunity\": true}")
                .expect(200);
        assertTrue(org.read("Lead", lead).get("ConvertedOpportunityId").isNull());
        org.call("PATCH", "sobjects/Lead/" + lead, "{\"LastName\": \"x\"}").expect(400, "CANNOT_UPDATE_CONVERTED_LEAD");
        org.control("POST", "records/Lead/" + lead + "/convert", "{}").expect(400, "CANNOT_UPDATE_CONVERTED_LEAD");
    }

    @Test
    void aLeadMayJoinWhatIsThere() {
        String account = org.account("Contoso");
        String lead = org.lead("Vega");
        JsonNode converted = org.control("POST", "records/Lead/" + lead + "/convert", """
                {"accountId": "%s", "opportunityName": "Big one", "convertedStatus": "Closed - Converted"}
                """.formatted(account))
                .expect(200)
                .json();
        assertEquals(account, converted.get("ConvertedAccountId").asText());
        assertEquals(1, org.found("SELECT Id FROM Account", "Id").size());
        org.control(
                        "POST",
                        "records/Lead/" + org.lead("Other") + "/convert",
                        "{\"convertedStatus\": \"Open - Not Contacted\"}")
                .expect(400, "INVALID_STATUS");
    }

    @Test
    void peopleSignWhatTheyDo() {
        String lead = org.lead("Vega");
        org.control("PATCH", "records/Lead/" + lead, "{\"LastName\": \"A\"}").expect(200);
        assertEquals(
                org.user(Seed.SELLER),
                org.read("Lead", lead).get("LastModifiedById").asText());
        org.control("PATCH", "records/Lead/" + lead + "?user=Akiko Mori", "{\"LastName\": \"B\"}")
                .expect(200);
        assertEquals(
                org.user("akiko.mori@fabrikam.example"),
                org.read("Lead", lead).get("LastModifiedById").asText());
        org.control("PATCH", "records/Lead/" + lead + "?user=nobody", "{}").expect(404);
    }
}
