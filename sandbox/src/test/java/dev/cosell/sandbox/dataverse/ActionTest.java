package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionTest {
    private static final String CLOSE =
            "{\"Status\": %d, \"OpportunityClose\": {\"subject\": \"Done\", \"actualrevenue\": 90, "
                    + "\"actualend\": \"2026-11-20\", \"opportunityid@odata.bind\": \"" + Environment.ROOT
                    + "opportunities(%s)\"}}";
    private static final String QUALIFY =
            "{\"CreateAccount\": true, \"CreateContact\": true, \"CreateOpportunity\": true, " + "\"Status\": 3}";

    private final Environment crm = new Environment();

    @Test
    void whoAmIAnswersWithAndWithoutParentheses() {
        for (String path : List.of("WhoAmI", "WhoAmI()")) {
            JsonNode me = crm.get(path).expect(200).json();
            assertEquals(Seed.APPLICATION_USER, me.get("UserId").asText());
            assertEquals(Seed.ORGANIZATION, me.get("OrganizationId").asText());
            assertEquals(Seed.BUSINESS_UNIT, me.get("BusinessUnitId").asText());
        }
    }

    @Test
    void winningClosesTheOpportunityAndLeavesAnActivity() {
        String deal = crm.opportunity("Deal");
        crm.call("POST", "WinOpportunity", CLOSE.formatted(3, deal)).expect(204);
        JsonNode won = crm.get("opportunities(" + deal + ")").json();
        assertEquals(1, won.get("statecode").asInt());
        assertEquals(3, won.get("statuscode").asInt());
        assertEquals("2026-11-20", won.get("actualclosedate").asText());
        assertEquals(90, won.get("actualvalue").asInt());
        JsonNode activity = crm.get("opportunitycloses").json().at("/value/0");
        assertEquals("Done", activity.get("subject").asText());
        assertEquals(deal, activity.get("_opportunityid_value").asText());
        assertEquals(1, activity.get("opportunitystatecode").asInt());
        assertEquals(1, activity.get("statecode").asInt());
    }

    @Test
    void losingTakesItsOwnReasonsOnly() {
        String deal = crm.opportunity("Deal");
        crm.call("POST", "LoseOpportunity", CLOSE.formatted(3, deal)).expect(400, "0x80048408");
        crm.call("POST", "LoseOpportunity", CLOSE.formatted(5, deal)).expect(204);
        assertEquals(
                5,
                crm.get("opportunities(" + deal + ")").json().get("statuscode").asInt());
        crm.call("POST", "WinOpportunity", CLOSE.formatted(3, deal)).expect(400, "0x80040515");
        crm.call("POST", "LoseOpportunity", "{\"Status\": 5}").expect(400);
        crm.get("WinOpportunity").expect(405);
    }

    @Test
    void aClosedOpportunityIsReopenedByItsState() {
        String deal = crm.opportunity("Deal");
        crm.call("POST", "WinOpportunity", CLOSE.formatted(-1, deal)).expect(204);
        crm.call("PATCH", "opportunities(" + deal + ")", "{\"name\": \"x\"}").expect(400, "0x80040230");
        crm.call("PATCH", "opportunities(" + deal + ")", "{\"statecode\": 0, \"statuscode\": 1}")
                .expect(204);
        crm.call("PATCH", "opportunities(" + deal + ")", "{\"name\": \"x\"}").expect(204);
    }

    @Test
    void qualifyingMakesAccountContactAndOpportunity() {
        String lead = crm.create(
                "leads",
                "{\"subject\": \"Cloud\", \"lastname\": \"Vega\", \"companyname\": \"Contoso\", \"estimatedamount\": 70, "
                        + "\"emailaddress1\": \"vega@contoso.example\"}");
        JsonNode created = crm.call("POST", "leads(" + lead + ")/Microsoft.Dynamics.CRM.QualifyLead", QUALIFY)
                .expect(200)
                .json()
                .get("value");
        assertEquals(
                List.of(
                        "#Microsoft.Dynamics.CRM.account",
                        "#Microsoft.Dynamics.CRM.contact",
                        "#Microsoft.Dynamics.CRM.opportunity"),
                created.findValuesAsText("@odata.type"));
        String account = created.at("/0/accountid").asText();
        JsonNode contact =
                crm.get("contacts(" + created.at("/1/contactid").asText() + ")").json();
        assertEquals(account, contact.get("_parentcustomerid_value").asText());
        JsonNode deal = crm.get(
                        "opportunities(" + created.at("/2/opportunityid").asText() + ")")
                .json();
        assertEquals(account, deal.get("_customerid_value").asText());
        assertEquals("Cloud", deal.get("name").asText());
        assertEquals(70, deal.get("estimatedvalue").asInt());
        assertEquals(lead, deal.get("_originatingleadid_value").asText());
        JsonNode qualified = crm.get("leads(" + lead + ")").json();
        assertEquals(1, qualified.get("statecode").asInt());
        assertEquals(3, qualified.get("statuscode").asInt());
        crm.call("POST", "leads(" + lead + ")/Microsoft.Dynamics.CRM.QualifyLead", QUALIFY)
                .expect(400, "0x80040519");
    }

    @Test
    void qualifyingTakesTheCustomerAndCurrencyItIsGiven() {
        String lead = crm.lead("Cloud");
        String account = crm.account("Contoso");
        String body =
                ("{\"CreateAccount\": false, \"CreateContact\": false, \"CreateOpportunity\": true, \"Status\": 3, "
                                + "\"OpportunityCustomerId\": {\"accountid\": \"%s\", \"@odata.type\": "
                                + "\"Microsoft.Dynamics.CRM.account\"}, \"OpportunityCurrencyId\": {\"transactioncurrencyid\": "
                                + "\"cc000000-0000-4000-8000-000000000978\", \"@odata.type\": "
                                + "\"Microsoft.Dynamics.CRM.transactioncurrency\"}}")
                        .formatted(account);
        String deal = crm.call("POST", "leads(" + lead + ")/Microsoft.Dynamics.CRM.QualifyLead", body)
                .expect(200)
                .json()
                .at("/value/0/opportunityid")
                .asText();
        JsonNode row = crm.get("opportunities(" + deal + ")").json();
        assertEquals(account, row.get("_customerid_value").asText());
        assertEquals(
                "cc000000-0000-4000-8000-000000000978",
                row.get("_transactioncurrencyid_value").asText());
    }

    @Test
    void mergingLeadsClosesTheSubordinateWhichNamesItsMaster() {
        String master = crm.lead("Cloud");
        String merged = crm.create(
                "leads",
                "{\"subject\": \"Cloud again\", \"lastname\": \"Vega\", \"companyname\": \"Contoso\", "
                        + "\"description\": \"of the other\"}");
        crm.call("POST", "Merge", merge(master, merged)).expect(204);
        JsonNode gone = crm.get("leads(" + merged + ")").json();
        assertEquals(2, gone.get("statecode").asInt());
        assertTrue(gone.get("merged").asBoolean());
        assertEquals(master, gone.get("_masterid_value").asText());
        JsonNode survivor = crm.get("leads(" + master + ")").json();
        assertEquals(0, survivor.get("statecode").asInt());
        assertEquals("Cloud", survivor.get("subject").asText());
        assertEquals("Contoso", survivor.get("companyname").asText());
        assertEquals("chosen", survivor.get("description").asText());
        assertTrue(!survivor.get("merged").asBoolean());
    }

    @Test
    void onlyTwoOpenRowsOfOneTableThatKeepsItsMasterAreMerged() {
        String lead = crm.lead("Cloud");
        String other = crm.lead("Cloud again");
        crm.call("POST", "Merge", merge(lead, lead)).expect(400);
        crm.call("POST", "Merge", merge(lead, other).replace("false", "0")).expect(400);
        crm.call("POST", "Merge", merge(lead, other).replace("CRM.lead", "CRM.opportunity"))
                .expect(400);
        crm.call("POST", "Merge", merge(lead, other)).expect(204);
        crm.call("POST", "Merge", merge(lead, other)).expect(400);
    }

    private static String merge(String target, String subordinate) {
        String row = "{\"@odata.type\": \"Microsoft.Dynamics.CRM.lead\", \"leadid\": \"%s\"}";
        return ("{\"Target\": " + row + ", \"Subordinate\": " + row
                        + ", \"UpdateContent\": {\"@odata.type\": \"Microsoft.Dynamics.CRM.lead\", "
                        + "\"description\": \"chosen\"}, \"PerformParentingChecks\": false}")
                .formatted(target, subordinate);
    }

    @Test
    void aBoundActionNeedsItsNamespaceAndParameters() {
        String lead = "leads(" + crm.lead("Cloud") + ")";
        assertEquals(
                "Request message has unresolved parameters.",
                crm.call("POST", lead + "/QualifyLead", QUALIFY).expect(400).message());
        assertTrue(crm.call("POST", lead + "/Microsoft.Dynamics.CRM.QualifyLead", "{\"CreateAccount\": true}")
                .expect(400)
                .message()
                .contains("CreateContact"));
    }

    @Test
    void qualifyingWithoutTheRightToCreateAccountsChangesNothing() {
        String lead = crm.lead("Cloud");
        crm.control("PUT", "missing-privileges", "[\"prvCreateAccount\"]").expect(204);
        crm.call("POST", "leads(" + lead + ")/Microsoft.Dynamics.CRM.QualifyLead", QUALIFY)
                .expect(403, "0x80081018");
        assertEquals(0, crm.get("leads(" + lead + ")").json().get("statecode").asInt());
    }
}
