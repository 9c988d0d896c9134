package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Dynamics.Protection;
import dev.cosell.sandbox.dataverse.Environment.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlTest {
    private final Environment crm = new Environment();

    @Test
    void aPersonCreatesEditsAndDeletesInTheirOwnName() {
        String account = crm.account("Contoso");
        String body = "{\"name\": \"Deal\", \"customerid\": {\"table\": \"account\", \"id\": \"" + account + "\"}}";
        JsonNode created =
                crm.control("POST", "records/opportunities", body).expect(201).json();
        String path = "records/opportunity/" + created.get("id").asText();
        JsonNode edited = crm.control("PATCH", path + "?user=akiko.mori@fabrikam.example", "{\"name\": \"Deal 2\"}")
                .expect(200)
                .json();
        assertEquals("Deal 2", edited.at("/values/name").asText());
        assertTrue(edited.get("version").asLong() > created.get("version").asLong());
        JsonNode read = crm.get("opportunities(" + created.get("id").asText() + ")?$expand=modifiedby,createdby")
                .json();
        assertEquals("Akiko Mori", read.at("/modifiedby/fullname").asText());
        assertEquals("Mara Lindqvist", read.at("/createdby/fullname").asText());
        assertEquals(1, crm.control("GET", "records/opportunities", "").json().size());
        crm.control("PATCH", path, "{\"customerid\": {\"table\": \"lead\", \"id\": \"x\"}}")
                .expect(400);
        crm.control("DELETE", path, "").expect(204);
        crm.control("GET", path, "").expect(404);
    }

    @Test
    void microsoftsConnectorLeavesItsFlowsMarksAndLinks() {
        String account = crm.account("Contoso");
        String body = "{\"name\": \"Deal\", \"customerid\": {\"table\": \"account\", \"id\": \"" + account + "\"}}";
        String path = "records/opportunity/"
                + crm.control("POST", "records/opportunity", body)
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
        JsonNode left = crm.control(
                        "POST",
                        path + "/microsofts-connector",
                        "{\"referralId\": \"r1\", \"mark\": \"\u2714\", \"audit\": \"2021-12-02 01:15 - broken\"}")
                .expect(200)
                .json()
                .get("values");
        assertEquals("\u2714 Deal", left.get("name").asText());
        assertEquals(
                "r1", left.get("msft_microsoftpartnercenterreferralidentifier").asText());
        assertTrue(left.get("msft_microsoftpartnercenterreferralsync").asBoolean());
        assertTrue(left.get("msft_microsoftpartnercenterreferrallink").asText().endsWith("inbox?id=r1"));

        for (String on : List.of("true", "true", "false")) {
            crm.control("PUT", "microsofts-flows", "{\"on\": " + on + "}").expect(204);
            JsonNode flows = crm.control("GET", "records/workflow", "").json();
            assertEquals(9, flows.size());
            assertEquals(
                    on.equals("true") ? 1 : 0,
                    flows.get(0).at("/values/statecode").asInt());
        }
    }

    @Test
    void aPersonsEditFiresTheWebhook() {
        crm.control(
                        "POST",
                        "webhooks",
                        "{\"url\": \"https://x.example/hook\", \"authentication\": \"HTTP_HEADER\", \"authName\": \"k\", "
                                + "\"authValue\": \"v\", \"message\": \"Update\", \"table\": \"lead\", "
                                + "\"filteringAttributes\": [\"subject\"]}")
                .expect(201);
        String lead = crm.lead("Cloud");
        crm.control("PATCH", "records/leads/" + lead, "{\"subject\": \"Edge\"}").expect(200);
        assertEquals(
                Seed.SELLER,
                crm.deliveries.getFirst().json().get("InitiatingUserId").asText());
        assertEquals("v", crm.deliveries.getFirst().headers().get("k"));
        crm.control(
                        "POST",
                        "webhooks",
                        "{\"url\": \"https://x.example\", \"message\": \"Explode\", \"table\": \"lead\"}")
                .expect(400);
    }

    @Test
    void aWebhookCanBeRemoved() {
        String step = crm.control(
                        "POST",
                        "webhooks",
                        "{\"url\": \"https://x.example/hook\", \"message\": \"Create\", \"table\": \"lead\"}")
                .json()
                .get("id")
                .asText();
        crm.control("DELETE", "webhooks/" + step, "").expect(204);
        crm.lead("Cloud");
        assertEquals(0, crm.deliveries.size());
    }

    @Test
    void aPersonMayCallTheWholeApi() {
        String deal = crm.opportunity("Deal");
        crm.control(
                        "POST",
                        "as/Mara Lindqvist/api/data/v9.2/WinOpportunity",
                        "{\"Status\": 3, \"OpportunityClose\": {\"subject\": \"Won\", \"opportunityid@odata.bind\": "
                                + "\"/opportunities(" + deal + ")\"}}")
                .expect(204);
        JsonNode won = crm.get("opportunities(" + deal + ")").json();
        assertEquals(1, won.get("statecode").asInt());
        assertEquals(Seed.SELLER, won.get("_modifiedby_value").asText());
        crm.control("GET", "as/nobody/api/data/v9.2/WhoAmI", "").expect(404);
    }

    @Test
    void aCloneCarriesTheReferralIdUnlessAKeyForbidsIt() {
        String deal = crm.opportunity("Deal");
        crm.call("PATCH", "opportunities(" + deal + ")", "{\"msft_microsoftpartnercenterreferralidentifier\": \"r\"}")
                .expect(204);
        crm.control("POST", "records/opportunities/" + deal + "/clone", "").expect(412);
        crm.control("PATCH", "options", "{\"alternateKeys\": false}");
        JsonNode clone = crm.control("POST", "records/opportunities/" + deal + "/clone", "")
                .expect(201)
                .json();
        assertNotEquals(deal, clone.get("id").asText());
        assertEquals(
                "r",
                clone.at("/values/msft_microsoftpartnercenterreferralidentifier")
                        .asText());
        assertEquals("Deal", clone.at("/values/name").asText());
    }

    @Test
    void currenciesComeAndGo() {
        crm.control("POST", "currencies", "{\"isocurrencycode\": \"NOK\", \"exchangerate\": 10.7}")
                .expect(201);
        String query = "transactioncurrencies?$filter=isocurrencycode eq 'NOK'";
        assertEquals(1, crm.get(query).json().get("value").size());
        crm.control("DELETE", "currencies/NOK", "").expect(204);
        assertEquals(0, crm.get(query).json().get("value").size());
        crm.control("DELETE", "currencies/NOK", "").expect(404);
    }

    @Test
    void aMissingPrivilegeIsNamed() {
        String deal = "opportunities(" + crm.opportunity("Deal") + ")";
        crm.control("PUT", "missing-privileges", "[\"prvWriteOpportunity\"]").expect(204);
        Reply reply = crm.call("PATCH", deal, "{\"name\": \"x\"}").expect(403, "0x80040220");
        assertTrue(reply.message().contains("missing prvWriteOpportunity privilege"), reply.message());
        assertTrue(reply.message().contains("entity 'opportunity'"), reply.message());
        crm.get(deal).expect(200);
        crm.control("PUT", "missing-privileges", "[\"prvReadOpportunity\"]").expect(204);
        crm.get(deal).expect(403, "0x80040220");
        crm.get("opportunities").expect(403, "0x80040220");
        crm.control("PUT", "missing-privileges", "[]").expect(204);
        crm.call("PATCH", deal, "{\"name\": \"x\"}").expect(204);
    }

    @Test
    void whatAUserMayDoIsListedByTheNamesThatTablesHaveForIt() {
        String me = "systemusers(" + crm.get("WhoAmI").json().get("UserId").asText() + ")";
        String privileges = me + "/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()";
        List<String> ofTable = crm.get("EntityDefinitions(LogicalName='opportunity')?$select=Privileges")
                .expect(200)
                .json()
                .get("Privileges")
                .findValuesAsText("Name");
        assertTrue(crm.get(privileges)
                .expect(200)
                .json()
                .get("RolePrivileges")
                .findValuesAsText("PrivilegeName")
                .containsAll(ofTable));
        crm.control("PUT", "missing-privileges", "[\"prvWriteOpportunity\"]").expect(204);
        assertFalse(crm.get(privileges).json().findValuesAsText("PrivilegeName").contains("prvWriteOpportunity"));
    }

    @Test
    void theEnvironmentSaysOfWhichKindItIs() {
        String address = "RetrieveCurrentOrganization(AccessType=@access)"
                + "?@access=Microsoft.Dynamics.CRM.EndpointAccessType'Default'";
        assertEquals(
                "Customer",
                crm.get(address)
                        .expect(200)
                        .json()
                        .at("/Detail/OrganizationType")
                        .asText());
        crm.control("PUT", "organization-type", "{\"type\": \"CustomerTest\"}").expect(204);
        assertEquals(
                "CustomerTest",
                crm.get(address).json().at("/Detail/OrganizationType").asText());
        crm.control("PUT", "organization-type", "{\"type\": \"Playground\"}").expect(400);
    }

    @Test
    void columnsAreCustomised() {
        crm.control("PATCH", "columns/lead/companyname", "{\"required\": \"SystemRequired\", \"maxLength\": 10}")
                .expect(204);
        crm.call("POST", "leads", "{\"subject\": \"x\", \"lastname\": \"y\"}").expect(400, "0x80040203");
        crm.call("POST", "leads", "{\"subject\": \"x\", \"lastname\": \"y\", \"companyname\": \"01234567890\"}")
                .expect(400, "0x80044331");
        crm.control("PATCH", "columns/lead/nosuch", "{}").expect(400);
        crm.control("PATCH", "columns/lead/subject", "{\"required\": \"Perhaps\"}")
                .expect(400);
        crm.control("PATCH", "columns/lead", "{}").expect(404);
        crm.control("GET", "nosuchroute", "").expect(404);
    }

    @Test
    void serviceProtectionFailsTheNextCallsOnly() {
        crm.control("POST", "fail-next", "{\"calls\": 1, \"protection\": \"CONCURRENCY\", \"retryAfterSeconds\": 7}")
                .expect(204);
        Reply reply = crm.get("WhoAmI").expect(429, "0x80072326");
        assertEquals("7", reply.header("Retry-After"));
        crm.get("WhoAmI").expect(200);
        crm.dynamics.failNext(2, Protection.EXECUTION_TIME, Duration.ofSeconds(3));
        crm.get("WhoAmI").expect(429, "0x80072321");
        crm.get("WhoAmI").expect(429);
        crm.dynamics.failNext(1, Protection.REQUESTS, Duration.ofSeconds(3));
        crm.get("WhoAmI").expect(429, "0x80072322");
        crm.get("WhoAmI").expect(200);
    }

    @Test
    void aCallWithoutTokenIsUnauthorized() {
        Reply reply = crm.get("WhoAmI", "Authorization", "Bearer bad").expect(401);
        assertTrue(reply.header("WWW-Authenticate").startsWith("Bearer authorization_uri="));
    }

    @Test
    void errorsCarryDetailsWhenAnnotationsAreAskedFor() {
        JsonNode error = crm.get("leads?$select=nosuch", "Prefer", "odata.include-annotations=\"*\"")
                .json()
                .get("error");
        assertTrue(error.has("@Microsoft.PowerApps.CDS.HelpLink"));
        assertEquals(2, crm.get("leads?$select=nosuch").json().get("error").size());
    }

    @Test
    void everythingSurvivesARestart() {
        String lead = crm.create("leads", "{\"subject\": \"x\", \"lastname\": \"y\", \"estimatedamount\": 12.50}");
        String gone = crm.lead("gone");
        String link = crm.get("leads", "Prefer", "odata.track-changes")
                .json()
                .get("@odata.deltaLink")
                .asText();
        crm.call("DELETE", "leads(" + gone + ")", "").expect(204);
        crm.control("PATCH", "options", "{\"closeFiresUpdate\": false}");
        crm.control("PATCH", "columns/lead/subject", "{\"maxLength\": 3}");
        crm.control("PUT", "missing-privileges", "[\"prvCreateLead\"]");
        Reply before = crm.get("leads(" + lead + ")");

        Environment again = new Environment();
        again.dynamics.restore(Environment.parse(crm.dynamics.state().toString()));
        assertEquals(before.text(), again.get("leads(" + lead + ")").text());
        assertEquals("deleted", again.get(link).json().at("/value/0/reason").asText());
        assertEquals(crm.dynamics.options(), again.dynamics.options());
        again.call("PATCH", "leads(" + lead + ")", "{\"subject\": \"long\"}").expect(400, "0x80044331");
        again.call("POST", "leads", "{\"subject\": \"x\", \"lastname\": \"y\"}").expect(403);
        assertEquals(crm.dynamics.state().toString(), again.dynamics.state().toString());
    }
}
