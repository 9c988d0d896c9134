package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestForm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is switched on as long as the doctor finds a cause of failure that is played in the sandbox. */
class GoLiveOnSandboxTest {
    private static final SandboxSystems SYSTEMS = SandboxSystems.running();
    private static final String ALL = "{\"inbound\":true,\"outbound\":true,\"mode\":\"live\","
            + "\"acceptWarnings\":[\"solutions\",\"work\",\"currencies\",\"back-links\",\"secrets\"]}";

    private Map<String, String> settings;

    @BeforeEach
    void offAndInOrder() {
        SYSTEMS.asInTheBeginning();
        settings = SYSTEMS.withDynamics();
        settings.put("LIVE_AT_START", "false");
        connector().webhook().registration().register(taking());
        allOff();
    }

    @AfterEach
    void allOff() {
        turn("{\"inbound\":false,\"outbound\":false,\"leads\":false,\"paused\":false}");
        SYSTEMS.asInTheBeginning();
    }

    @Test
    void whereAllIsInOrderEverythingIsSwitchedOn() {
        Reply reply = turn(ALL);

        assertEquals(200, reply.status(), reply.toString());
        assertTrue(reply.body().orElseThrow().path("inbound").asBoolean());
    }

    @Test
    void s13_aSandboxBesideTheRealPartnerCenterNeverGoesLiveNotEvenToObserve() {
        SYSTEMS.control("PUT", "dynamics/organization-type", "{\"type\": \"CustomerTest\"}");

        assertBlockedBy("crm", turn(ALL));
        assertBlockedBy(
                "crm", turn("{\"inbound\":true,\"mode\":\"observe\",\"acceptWarnings\":[\"solutions\",\"secrets\"]}"));
    }

    @Test
    void s25_whileMicrosoftsOwnFlowsRunNothingIsSwitchedOn() {
        String flow = SYSTEMS.control(
                        "POST",
                        "dynamics/records/workflow",
                        "{\"name\": \"Partner Center to Dynamics 365 (Insider Preview)\", \"category\": 5}")
                .path("id")
                .asText();
        try {
            SYSTEMS.control("PATCH", "dynamics/records/workflow/" + flow, "{\"statecode\": 1}");

            assertBlockedBy("microsofts-connector", turn(ALL));
        } finally {
            SYSTEMS.control("DELETE", "dynamics/records/workflow/" + flow, "");
        }
    }

    @Test
    void s25_oneMissingRightKeepsEverySwitchOff() {
        SYSTEMS.control("PUT", "dynamics/missing-privileges", "[\"prvWriteOpportunity\"]");

        assertBlockedBy("crm-rights", turn(ALL));
        assertBlockedBy("crm-rights", turn("{\"outbound\":true}"));
    }

    @Test
    void aRegistrationOfSomebodyElseKeepsInboundOffAndNotOutbound() {
        settings.put("PUBLIC_URL", "https://other.partner.example");

        assertBlockedBy("webhook-registration", turn(ALL));
        assertEquals(
                200,
                turn("{\"outbound\":true,\"acceptWarnings\":[\"solutions\",\"work\",\"secrets\"]}")
                        .status());
    }

    @Test
    void s66_stagingIsSwitchedOnBesideProductionsRegistration() {
        settings.put("PUBLIC_URL", "https://staging.partner.example");
        settings.put("ENVIRONMENT", "staging");

        Reply reply = turn(ALL);

        assertEquals(200, reply.status(), reply.toString());
        assertTrue(reply.body().orElseThrow().path("inbound").asBoolean());
    }

    private void assertBlockedBy(String check, Reply reply) {
        assertEquals(409, reply.status(), reply.toString());
        JsonNode body = reply.body().orElseThrow();
        assertEquals(
                List.of(check),
                body.path("blocking").findValuesAsText("check").stream()
                        .distinct()
                        .toList());
        JsonNode now = connector().live().goLive().show().body().orElseThrow();
        for (String name : List.of("inbound", "outbound", "leads")) {
            assertFalse(now.path(name).asBoolean(), name);
        }
    }

    private Reply turn(String request) {
        return connector().live().goLive().turn(RequestForm.SWITCHES.read(request), new Asker("Ada"), "id");
    }

    private Connector connector() {
        return SandboxSystems.connector(settings);
    }

    private static ObjectNode taking() {
        return JsonNodeFactory.instance.objectNode().put("takeOver", true);
    }
}
