package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleTest {
    @TempDir
    private Path data;

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void anInboundReferralWaitsForAnAnswer() throws Exception {
        JsonNode referral = fixture.inbound();
        assertEquals("New", referral.path("status").asText());
        assertEquals("Incoming", referral.path("direction").asText());
        assertEquals(
                "msft", referral.at("/inviteContext/invitedBy/organizationId").asText());
        assertEquals(
                Duration.ofDays(14),
                Duration.between(
                                Instant.parse(referral.path("createdDateTime").asText()),
                                Instant.parse(
                                        referral.path("expirationDateTime").asText()))
                        .plusMillis(500)
                        .truncatedTo(ChronoUnit.SECONDS));
        assertFalse(referral.has("registrations"), "what the document leaves out may stay out");
    }

    @Test
    void anUnansweredReferralExpiresAfterFourteenDays() throws Exception {
        String inbound = fixture.inbound().path("id").asText();
        String microsofts = fixture.invitation().path("id").asText();
        String accepted = fixture.inbound().path("id").asText();
        fixture.patch(accepted, Deals.move("Active", "Accepted"));
        fixture.control("POST", "clock", "{\"advance\":\"P13D\"}");
        assertEquals("New", fixture.stored(inbound).path("status").asText());
        fixture.control("POST", "clock", "{\"advance\":\"P1DT1S\"}");
        assertEquals("Expired", fixture.stored(inbound).path("substatus").asText());
        assertEquals("Expired", fixture.stored(microsofts).path("substatus").asText());
        assertEquals("Accepted", fixture.stored(accepted).path("substatus").asText());
        assertTrue(fixture.stored(inbound).hasNonNull("closedDateTime"));
    }

    @Test
    void microsoftAcceptsAndBothHalvesCarryItsCrmId() throws Exception {
        JsonNode invitation = fixture.invitation();
        String engagement = invitation.path("engagementId").asText();
        JsonNode accepted = fixture.control("POST", "partner-center/microsoft/" + engagement + "/accept", "")
                .json();
        assertEquals("Accepted", accepted.path("substatus").asText());
        String crmId = accepted.at("/trackingInfo/microsoftMsxId").asText();
        assertTrue(crmId.startsWith("7-"));
        fixture.list("$filter=engagementId eq " + engagement)
                .json()
                .path("value")
                .forEach(half -> assertEquals(
                        crmId, half.at("/trackingInfo/microsoftMsxId").asText()));
    }

    @Test
    void microsoftWinsLosesAndDeclinesOnItsOwn() throws Exception {
        assertMicrosoft("Won", "accept", "win");
        assertMicrosoft("Lost", "accept", "lose");
        assertMicrosoft("Declined", "decline");
    }

    @Test
    void aPersonCannotSkipAStep() throws Exception {
        String id = fixture.invitation().path("id").asText();
        assertEquals(
                409,
                fixture.control("POST", "partner-center/microsoft/" + id + "/win", "")
                        .status());
        assertEquals(
                404,
                fixture.control("POST", "partner-center/microsoft/nobody/accept", "")
                        .status());
    }

    @Test
    void thePartnerAnswersInThePortal() throws Exception {
        String id = fixture.inbound().path("id").asText();
        fixture.control("POST", "partner-center/referrals/" + id + "/decline", "{\"reason\":\"Not a customer\"}");
        assertEquals("Declined", fixture.stored(id).path("substatus").asText());
        assertEquals("Not a customer", fixture.stored(id).path("statusReason").asText());
    }

    @Test
    void thePortalEditsWhatTheApiCannot() throws Exception {
        JsonNode deal = fixture.deal();
        String id = deal.path("id").asText();
        JsonNode edited = fixture.control(
                        "POST",
                        "partner-center/referrals/" + id + "/edit",
                        "{\"name\":\"Renamed\",\"details\":{\"notes\":null},\"favorite\":true}")
                .json();
        assertEquals("Renamed", edited.path("name").asText());
        assertTrue(edited.at("/details/notes").isNull());
        assertEquals(84000, edited.at("/details/dealValue").asInt());
        assertFalse(edited.path("eTag").equals(deal.path("eTag")));
    }

    @Test
    void everythingSurvivesARestart() throws Exception {
        String id = fixture.inbound().path("id").asText();
        fixture.patch(id, Deals.patch(Deals.replace("/details/notes", "\"kept\"")));
        fixture.webhooks(
                "POST", "", "{\"WebhookUrl\":\"https://one.example/in\",\"WebhookEvents\":[\"referral-created\"]}");
        fixture.control("POST", "clock", "{\"advance\":\"P3D\"}");
        JsonNode before = fixture.stored(id);
        fixture.restart();
        assertEquals(before, fixture.stored(id));
        assertEquals(200, fixture.webhooks("GET", "", "").status());
        assertEquals(
                "PT72H",
                fixture.control("GET", "clock", "").json().path("offset").asText());
        assertEquals(
                204,
                fixture.patch(
                                id,
                                Deals.patch(Deals.replace("/details/notes", "\"again\"")),
                                "If-Match",
                                before.path("eTag").asText())
                        .status());
    }

    private void assertMicrosoft(String substatus, String... actions) throws Exception {
        String id = fixture.invitation().path("id").asText();
        for (String action : actions) {
            assertEquals(
                    200,
                    fixture.control("POST", "partner-center/microsoft/" + id + "/" + action, "")
                            .status());
        }
        assertEquals(substatus, fixture.stored(id).path("substatus").asText());
    }
}
