package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Environment.Reply;
import org.junit.jupiter.api.Test;

class LookupTest {
    private final Environment crm = new Environment();
    private final String account = crm.account("Contoso");
    private final String lead = "leads(" + crm.lead("Cloud") + ")";

    @Test
    void aReferenceIsBoundByRelativeOrAbsoluteAddress() {
        for (String address : new String[] {
            "/accounts(" + account + ")", "accounts(" + account + ")", Environment.ROOT + "accounts(" + account + ")"
        }) {
            crm.call("PATCH", lead, "{\"parentaccountid@odata.bind\": null}").expect(204);
            crm.call("PATCH", lead, "{\"parentaccountid@odata.bind\": \"" + address + "\"}")
                    .expect(204);
            assertEquals(
                    account, crm.get(lead).json().get("_parentaccountid_value").asText());
        }
        crm.call("PATCH", lead, "{\"parentaccountid\": null}").expect(204);
        assertTrue(crm.get(lead).json().get("_parentaccountid_value").isNull());
    }

    @Test
    void aReferenceIsBoundByAlternateKey() {
        crm.call("PATCH", lead, "{\"msft_microsoftpartnercenterreferralidentifier\": \"ref-1\"}")
                .expect(204);
        String contact = crm.create(
                "contacts",
                "{\"lastname\": \"Vega\", \"originatingleadid@odata.bind\": "
                        + "\"/leads(msft_microsoftpartnercenterreferralidentifier='ref-1')\"}");
        assertEquals(
                lead,
                "leads("
                        + crm.get("contacts(" + contact + ")")
                                .json()
                                .get("_originatingleadid_value")
                                .asText() + ")");
    }

    @Test
    void theNavigationPropertyOfAPolymorphicLookupCarriesTheTarget() {
        String contact = crm.create("contacts", "{\"lastname\": \"Vega\"}");
        String body = "{\"name\": \"Deal\", \"customerid_contact@odata.bind\": \"/contacts(%s)\"}".formatted(contact);
        JsonNode deal = crm.call(
                        "POST",
                        "opportunities",
                        body,
                        "Prefer",
                        "return=representation,odata.include-annotations=\"*\"")
                .expect(201)
                .json();
        assertEquals(contact, deal.get("_customerid_value").asText());
        assertEquals(
                "contact",
                deal.get("_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText());
        assertEquals(
                "customerid_contact",
                deal.get("_customerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty")
                        .asText());
        assertEquals(
                "Vega",
                deal.get("_customerid_value@OData.Community.Display.V1.FormattedValue")
                        .asText());
        crm.call("POST", "opportunities", body.replace("customerid_contact", "customerid"))
                .expect(400);
        crm.call("POST", "opportunities", body.replace("customerid_contact", "customerid_account"))
                .expect(400);
    }

    @Test
    void navigationPropertiesAreCaseSensitive() {
        String role = "/msft_partnerroles(e1000000-0000-4000-8000-000000000002)";
        String deal = "opportunities(" + crm.opportunity("Deal") + ")";
        Reply wrong = crm.call("PATCH", deal, "{\"msft_partnerrole@odata.bind\": \"" + role + "\"}")
                .expect(400);
        assertTrue(wrong.message().contains("undeclared property 'msft_partnerrole'"), wrong.message());
        crm.call("PATCH", deal, "{\"msft_PartnerRole@odata.bind\": \"" + role + "\"}")
                .expect(204);
        assertEquals(
                "Solution design",
                crm.get(deal + "/msft_PartnerRole").json().get("msft_name").asText());
        crm.call("PATCH", deal, "{\"TransactionCurrencyId@odata.bind\": null}").expect(400);
    }

    @Test
    void aReferenceIsSetAndClearedAlone() {
        String path = lead + "/parentaccountid";
        crm.call("PUT", path + "/$ref", "{\"@odata.id\": \"" + Environment.ROOT + "accounts(" + account + ")\"}")
                .expect(204);
        assertEquals("Contoso", crm.get(path).json().get("name").asText());
        crm.call("DELETE", path + "/$ref", "").expect(204);
        crm.get(path).expect(204);
        crm.call("PUT", lead + "/ParentAccountId/$ref", "{}").expect(400);
    }

    @Test
    void aReferenceToNothingIsRefused() {
        String gone = "11111111-2222-3333-4444-555555555555";
        crm.call("PATCH", lead, "{\"parentaccountid@odata.bind\": \"/accounts(" + gone + ")\"}")
                .expect(404, "0x80040217");
        crm.call("PATCH", lead, "{\"parentaccountid@odata.bind\": \"/contacts(" + gone + ")\"}")
                .expect(400);
        crm.call("PATCH", lead, "{\"parentaccountid@odata.bind\": \"/accounts(%zz)|\"}")
                .expect(400);
        crm.call("PATCH", lead, "{\"_parentaccountid_value\": \"" + account + "\"}")
                .expect(400);
    }

    @Test
    void deletingATargetClearsTheLinkAndDeletesWhatNeedsIt() {
        crm.call("PATCH", lead, "{\"parentaccountid@odata.bind\": \"/accounts(" + account + ")\"}")
                .expect(204);
        String deal = crm.opportunity("Deal");
        String customer = crm.get("opportunities(" + deal + ")")
                .json()
                .get("_customerid_value")
                .asText();
        crm.call("DELETE", "accounts(" + account + ")", "").expect(204);
        crm.call("DELETE", "accounts(" + customer + ")", "").expect(204);
        assertTrue(crm.get(lead).json().get("_parentaccountid_value").isNull());
        crm.get("opportunities(" + deal + ")").expect(404);
    }
}
