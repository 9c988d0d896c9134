package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Environment.Delivery;
import dev.cosell.sandbox.dataverse.WebhookStep.Authentication;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private static final String CONTRACTS = ":http://schemas.microsoft.com/xrm/2011/Contracts";

    private final Environment crm = new Environment();

    @Test
    void anUpdateTellsOnlyWhatWasWritten() {
        String deal = crm.opportunity("Deal");
        String step = register("Update", "opportunity");
        crm.call(
                        "PATCH",
                        "opportunities(" + deal + ")",
                        "{\"estimatedvalue\": 5.5, \"description\": null, \"estimatedclosedate\": \"2027-01-01\", "
                                + "\"msft_microsoftpartnercenterhelp\": 299600002, \"statuscode\": 2}")
                .expect(204);
        Delivery delivery = only();
        assertEquals("fabrikam.crm.dynamics.test", delivery.headers().get("x-ms-dynamics-organization"));
        assertEquals("opportunity", delivery.headers().get("x-ms-dynamics-entity-name"));
        assertEquals("Update", delivery.headers().get("x-ms-dynamics-request-name"));
        assertEquals("application/json", delivery.headers().get("Content-Type"));
        assertEquals(deal, delivery.subject());

        JsonNode context = delivery.json();
        assertEquals(
                delivery.headers().get("x-ms-correlation-request-id"),
                context.get("CorrelationId").asText());
        assertEquals("Update", context.get("MessageName").asText());
        assertEquals("opportunity", context.get("PrimaryEntityName").asText());
        assertEquals(deal, context.get("PrimaryEntityId").asText());
        assertEquals(Seed.APPLICATION_USER, context.get("InitiatingUserId").asText());
        assertEquals(40, context.get("Stage").asInt());
        assertEquals(1, context.get("Mode").asInt());
        assertEquals(1, context.get("Depth").asInt());
        assertEquals("/Date(1795342272345)/", context.get("OperationCreatedOn").asText());
        assertEquals(step, context.at("/OwningExtension/Id").asText());
        assertEquals(30, context.at("/ParentContext/Stage").asInt());

        JsonNode target = context.at("/InputParameters/0/value");
        assertEquals("Entity" + CONTRACTS, target.get("__type").asText());
        assertEquals(deal, target.get("Id").asText());
        assertEquals(
                Set.of(
                        "estimatedvalue",
                        "estimatedvalue_base",
                        "exchangerate",
                        "description",
                        "estimatedclosedate",
                        "msft_microsoftpartnercenterhelp",
                        "statuscode",
                        "opportunityid",
                        "modifiedon",
                        "modifiedby",
                        "modifiedonbehalfby"),
                names(target.get("Attributes")));
        assertEquals(
                "Money" + CONTRACTS,
                delivery.attribute("estimatedvalue").get("__type").asText());
        assertEquals(5.5, delivery.attribute("estimatedvalue").get("Value").asDouble());
        assertEquals(
                299600002,
                delivery.attribute("msft_microsoftpartnercenterhelp")
                        .get("Value")
                        .asInt());
        assertEquals(
                "OptionSetValue" + CONTRACTS,
                delivery.attribute("statuscode").get("__type").asText());
        assertTrue(delivery.attribute("description").isNull());
        assertEquals(
                "/Date(1798761600000)/",
                delivery.attribute("estimatedclosedate").asText());
        assertEquals(
                "EntityReference" + CONTRACTS,
                delivery.attribute("modifiedby").get("__type").asText());
        assertEquals(
                Seed.APPLICATION_USER,
                delivery.attribute("modifiedby").get("Id").asText());
        assertTrue(target.get("FormattedValues").toString().contains("On Hold"));
    }

    @Test
    void aCreateTellsTheWholeRecordAndADeleteOnlyTheReference() {
        register("Create", "lead");
        register("Delete", "lead");
        String lead = crm.lead("Cloud");
        crm.call("DELETE", "leads(" + lead + ")", "").expect(204);
        assertEquals("Cloud", crm.deliveries.get(0).attribute("subject").asText());
        assertEquals(
                lead,
                crm.deliveries.get(0).json().at("/OutputParameters/0/value").asText());
        JsonNode target = crm.deliveries.get(1).json().at("/InputParameters/0/value");
        assertEquals("EntityReference" + CONTRACTS, target.get("__type").asText());
        assertEquals(lead, target.get("Id").asText());
    }

    @Test
    void filteringAttributesLookAtWrittenColumnsNotAtValues() {
        String lead = "leads(" + crm.lead("Cloud") + ")";
        register("Update", "lead", "subject", "emailaddress1");
        crm.call("PATCH", lead, "{\"companyname\": \"Contoso\"}").expect(204);
        assertEquals(0, crm.deliveries.size());
        crm.call("PATCH", lead, "{\"subject\": \"Cloud\"}").expect(204);
        assertEquals(1, crm.deliveries.size());
    }

    @Test
    void theSecretTravelsAsTheEndpointSays() {
        register(new WebhookStep(
                URI.create("https://x.example/hook?a=1"),
                Authentication.WEBHOOK_KEY,
                "",
                "k&y",
                "Create",
                "lead",
                List.of()));
        register(new WebhookStep(
                URI.create("https://x.example/hook"),
                Authentication.HTTP_HEADER,
                "X-Key",
                "<\"s\">",
                "Create",
                "lead",
                List.of()));
        register(new WebhookStep(
                URI.create("https://x.example/hook"),
                Authentication.HTTP_QUERY_STRING,
                "key",
                "s s",
                "Create",
                "lead",
                List.of()));
        crm.lead("Cloud");
        assertEquals(
                "https://x.example/hook?a=1&code=k%26y",
                crm.deliveries.get(0).target().toString());
        assertEquals("<\"s\">", crm.deliveries.get(1).headers().get("X-Key"));
        assertEquals(
                "https://x.example/hook?key=s+s", crm.deliveries.get(2).target().toString());
    }

    @Test
    void anAdministratorRegistersAStepThroughTheApi() {
        String endpoint = crm.create(
                "serviceendpoints",
                "{\"name\": \"x\", \"contract\": 8, \"url\": \"https://x.example/hook\", \"authtype\": 4, \"authvalue\": \"k\"}");
        String message = crm.get("sdkmessages?$filter=name eq 'Update'")
                .json()
                .at("/value/0/sdkmessageid")
                .asText();
        String filter = crm.get("sdkmessagefilters?$filter=primaryobjecttypecode eq 'lead' and _sdkmessageid_value eq "
                        + message)
                .json()
                .at("/value/0/sdkmessagefilterid")
                .asText();
        String step = crm.create(
                "sdkmessageprocessingsteps",
                ("{\"name\": \"Update of lead\", \"mode\": 1, \"stage\": 40, \"filteringattributes\": \"subject\", "
                                + "\"eventhandler_serviceendpoint@odata.bind\": \"/serviceendpoints(%s)\", "
                                + "\"sdkmessageid@odata.bind\": \"/sdkmessages(%s)\", "
                                + "\"sdkmessagefilterid@odata.bind\": \"/sdkmessagefilters(%s)\"}")
                        .formatted(endpoint, message, filter));
        crm.create(
                "sdkmessageprocessingstepimages",
                ("{\"entityalias\": \"before\", \"imagetype\": 0, \"attributes\": \"subject,companyname\", "
                                + "\"sdkmessageprocessingstepid@odata.bind\": \"/sdkmessageprocessingsteps(%s)\"}")
                        .formatted(step));
        String lead = "leads(" + crm.lead("Cloud") + ")";
        crm.call("PATCH", lead, "{\"subject\": \"Edge\"}").expect(204);
        assertEquals("https://x.example/hook?code=k", only().target().toString());
        JsonNode image = only().json().at("/PreEntityImages/0");
        assertEquals("before", image.get("key").asText());
        assertTrue(image.toString().contains("Cloud"));
        crm.call("PATCH", "sdkmessageprocessingsteps(" + step + ")", "{\"statecode\": 1}")
                .expect(204);
        crm.call("PATCH", lead, "{\"subject\": \"Edge\"}").expect(204);
        assertEquals(1, crm.deliveries.size());
    }

    @Test
    void aCallMayBypassAStepAndNeedsThePrivilege() {
        String lead = "leads(" + crm.lead("Cloud") + ")";
        String step = register("Update", "lead");
        String ids = "MSCRM.BypassBusinessLogicExecutionStepIds";
        crm.call("PATCH", lead, "{\"subject\": \"x\"}", ids, step.toUpperCase(java.util.Locale.ROOT))
                .expect(204);
        crm.call("PATCH", lead, "{\"subject\": \"x\"}", "MSCRM.BypassBusinessLogicExecution", "CustomSync,CustomAsync")
                .expect(204);
        assertEquals(0, crm.deliveries.size());
        crm.call("PATCH", lead, "{\"subject\": \"x\"}", ids, "11111111-2222-3333-4444-555555555555")
                .expect(204);
        assertEquals(1, crm.deliveries.size());
        crm.control("PUT", "missing-privileges", "[\"prvBypassCustomBusinessLogic\"]");
        crm.call("PATCH", lead, "{\"subject\": \"x\"}", ids, step).expect(403, "0x80040220");
    }

    @Test
    void aTagTravelsInTheSharedVariables() {
        register("Create", "lead");
        crm.call("POST", "leads?tag=cosell", "{\"subject\": \"x\", \"lastname\": \"y\"}")
                .expect(204);
        assertTrue(only().json().get("SharedVariables").toString().contains("{\"key\":\"tag\",\"value\":\"cosell\"}"));
    }

    @Test
    void aBodyOverTheLimitLosesItsParametersAndSaysSo() {
        String deal = crm.opportunity("Deal");
        register("Update", "opportunity");
        String audit = "x".repeat(100_000);
        crm.call(
                        "PATCH",
                        "opportunities(" + deal + ")",
                        "{\"msft_microsoftpartnercenterreferralsyncaudit\": \"" + audit + "\"}")
                .expect(204);
        crm.control("PATCH", "columns/opportunity/description", "{\"maxLength\": 300000}")
                .expect(204);
        crm.call("PATCH", "opportunities(" + deal + ")", "{\"description\": \"" + audit + audit + "\"}")
                .expect(204);
        assertFalse(crm.deliveries.get(0).headers().containsKey("x-ms-dynamics-msg-size-exceeded"));
        Delivery cut = crm.deliveries.get(1);
        assertTrue(cut.headers().containsKey("x-ms-dynamics-msg-size-exceeded"));
        for (String gone : List.of("InputParameters", "ParentContext", "PreEntityImages", "PostEntityImages")) {
            assertFalse(cut.json().has(gone), gone);
        }
        assertEquals(deal, cut.json().get("PrimaryEntityId").asText());
    }

    @Test
    void onlyGatewayErrorsAreTriedOnceMoreAndAFailureLeavesAJob() {
        String step = register("Create", "lead");
        String lead = crm.lead("Cloud");
        Delivery delivery = only();
        for (int status : new int[] {502, 503, 504}) {
            assertTrue(delivery.retry().delayMillis(1, status) >= 0);
        }
        assertEquals("0", crm.get("asyncoperations/$count").text());
        assertTrue(delivery.retry().delayMillis(1, 200) < 0);
        assertEquals("0", crm.get("asyncoperations/$count").text());
        assertTrue(delivery.retry().delayMillis(2, 503) < 0);
        assertTrue(delivery.retry().delayMillis(1, 500) < 0);
        assertTrue(delivery.retry().delayMillis(1, 0) < 0);
        JsonNode jobs = crm.get("asyncoperations?$filter=statuscode eq 31 and _owningextensionid_value eq " + step)
                .json()
                .get("value");
        assertEquals(3, jobs.size());
        jobs.forEach(
                job -> assertEquals(lead, job.get("_regardingobjectid_value").asText()));
        assertTrue(jobs.findValuesAsText("errorcode").containsAll(List.of("-2147155455", "-2147155454")));
    }

    @Test
    void oldCapturesEscapeSlashesAndNewOnesDoNot() {
        register("Create", "lead");
        crm.lead("Cloud");
        assertFalse(only().body().contains("\\/"));
        crm.control("PATCH", "options", "{\"escapedSlashes\": true}").expect(200);
        crm.lead("Cloud");
        Delivery old = crm.deliveries.get(1);
        assertTrue(old.body().contains("\\/Date(1795342272345+0000)\\/"));
        assertEquals("/Date(1795342272000)/", old.attribute("createdon").asText());
    }

    @Test
    void aBodyMayArriveAsMojibake() {
        register("Create", "lead");
        crm.control("PATCH", "options", "{\"mojibake\": true}").expect(200);
        crm.lead("Café");
        assertEquals("CafÃ©", only().attribute("subject").asText());
    }

    @Test
    void closingRaisesWinAndByChoiceAnUpdate() {
        register("Win", "opportunity");
        register("Update", "opportunity");
        String body = "{\"Status\": 3, \"OpportunityClose\": {\"subject\": \"Won\", \"opportunityid@odata.bind\": "
                + "\"/opportunities(%s)\"}}";
        crm.call("POST", "WinOpportunity", body.formatted(crm.opportunity("Deal")))
                .expect(204);
        assertEquals(List.of("Update", "Win"), messages());
        crm.control("PATCH", "options", "{\"closeFiresUpdate\": false}").expect(200);
        crm.call("POST", "WinOpportunity", body.formatted(crm.opportunity("Deal")))
                .expect(204);
        assertEquals(List.of("Update", "Win", "Win"), messages());
        JsonNode win = crm.deliveries.get(2).json();
        assertEquals(
                "opportunityclose",
                win.at("/InputParameters/0/value/LogicalName").asText());
        assertEquals(3, win.at("/InputParameters/1/value/Value").asInt());
    }

    @Test
    void aRefusedWriteTellsNobody() {
        register("Create", "lead");
        crm.call("POST", "leads", "{\"subject\": \"x\"}").expect(400);
        assertEquals(0, crm.deliveries.size());
    }

    private List<String> messages() {
        return crm.deliveries.stream()
                .map(delivery -> delivery.json().get("MessageName").asText())
                .toList();
    }

    private static Set<String> names(JsonNode pairs) {
        Set<String> names = new TreeSet<>();
        pairs.forEach(pair -> names.add(pair.get("key").asText()));
        return names;
    }

    private Delivery only() {
        assertEquals(1, crm.deliveries.size());
        return crm.deliveries.getFirst();
    }

    private String register(String message, String table, String... attributes) {
        return register(new WebhookStep(
                URI.create("https://connector.example/api/events"),
                Authentication.HTTP_HEADER,
                "x-secret",
                "s",
                message,
                table,
                new ArrayList<>(List.of(attributes))));
    }

    private String register(WebhookStep step) {
        return crm.dynamics.register(step);
    }
}
