package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    private static final String CHANGE = Deals.patch(Deals.replace("/details/notes", "\"changed\""));

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
    void throttlingComesBeforeTheCommitAndEndsByCount() throws Exception {
        String id = fixture.deal().path("id").asText();
        fault("\"effect\":\"status\",\"status\":429,\"retryAfter\":7,\"count\":2,\"method\":\"PATCH\"");
        Client.Answer throttled = fixture.patch(id, CHANGE);
        assertEquals(429, throttled.status());
        assertEquals("7", throttled.header("Retry-After"));
        assertEquals(429, throttled.json().path("statusCode").asInt());
        assertEquals(200, fixture.referrals("GET", "/" + id).status(), "another verb is not hit");
        assertEquals(429, fixture.patch(id, CHANGE).status());
        assertEquals(
                "Edge sensors on six cranes",
                fixture.stored(id).at("/details/notes").asText());
        assertEquals(204, fixture.patch(id, CHANGE).status());
    }

    @Test
    void anErrorAfterTheCommitHidesAChangeThatHappened() throws Exception {
        String id = fixture.deal().path("id").asText();
        fault("\"effect\":\"statusAfterCommit\",\"status\":503,\"path\":\"" + id + "\"");
        assertEquals(503, fixture.patch(id, CHANGE).status());
        assertEquals("changed", fixture.stored(id).at("/details/notes").asText());
    }

    @Test
    void aConnectionCanEndBeforeOrAfterTheCommit() throws Exception {
        String id = fixture.deal().path("id").asText();
        fault("\"effect\":\"drop\"");
        assertThrows(IOException.class, () -> fixture.patch(id, CHANGE));
        assertEquals(
                "Edge sensors on six cranes",
                fixture.stored(id).at("/details/notes").asText());
        fault("\"effect\":\"dropAfterCommit\"");
        assertThrows(IOException.class, () -> fixture.patch(id, CHANGE));
        assertEquals("changed", fixture.stored(id).at("/details/notes").asText());
    }

    @Test
    void answersCanBeSlow() throws Exception {
        fault("\"effect\":\"latency\",\"millis\":300");
        Instant start = Instant.now();
        fixture.deal();
        assertTrue(Duration.between(start, Instant.now()).toMillis() >= 300);
    }

    @Test
    void aTokenCanExpireUnderway() throws Exception {
        fault("\"effect\":\"expiredToken\"");
        assertEquals(401, fixture.referrals("GET", "").status());
        assertEquals(401, fixture.referrals("GET", "").status(), "it stays expired");
        fixture.signIn();
        assertEquals(200, fixture.referrals("GET", "").status());
    }

    @Test
    void aSeedMakesChanceRepeatable() throws Exception {
        assertEquals(failures(), failures());
    }

    @Test
    void callsAreCountedBySystemVerbTemplateAndSubject() throws Exception {
        String id = fixture.deal().path("id").asText();
        String since = fixture.control("GET", "clock", "").json().path("now").asText();
        fixture.referrals("GET", "/" + id, "", "MS-RequestId", "r-1");
        fixture.referrals("GET", "/" + id);
        fixture.patch(id, CHANGE);
        JsonNode calls = fixture.control("GET", "calls?subject=" + id + "&since=" + since, "")
                .json();
        assertEquals(3, calls.path("total").asInt(), calls.toString());
        assertEquals("r-1", calls.at("/calls/0/requestId").asText());
        JsonNode gets = calls.at("/counts/0");
        assertEquals("GET", gets.path("method").asText());
        assertEquals("/v1.0/engagements/referrals/{id}", gets.path("template").asText());
        assertEquals(2, gets.path("count").asInt());
        fixture.control("DELETE", "calls", "");
        assertEquals(0, fixture.control("GET", "calls", "").json().path("total").asInt());
    }

    @Test
    void aTokenForOneHostIsRefusedByTheOther() throws Exception {
        String wrong = fixture.client().userToken(Client.WEBHOOKS);
        Client.Answer answer =
                fixture.client().send("GET", fixture.address(""), "", "Authorization", "Bearer " + wrong);
        assertEquals(401, answer.status());
        assertEquals("unauthenticated", answer.json().at("/error/code").asText());
        URI events = URI.create(fixture.sandbox().address("webhooks") + "/webhooks/v1/registration/events");
        String other = fixture.client().userToken(Client.PARTNER_CENTER);
        assertEquals(
                401,
                fixture.client()
                        .send("GET", events, "", "Authorization", "Bearer " + other)
                        .status());
    }

    @Test
    void theSandboxesOwnAddressIsAnAudienceToo() throws Exception {
        String token = fixture.client().userToken(fixture.sandbox().address("partnerCenter") + "/.default");
        assertEquals(
                200,
                fixture.client()
                        .send("GET", fixture.address(""), "", "Authorization", "Bearer " + token)
                        .status());
    }

    @Test
    void noTokenAndAForeignTokenAreRefused() throws Exception {
        assertEquals(401, fixture.client().send("GET", fixture.address(""), "").status());
        assertEquals(
                401,
                fixture.client()
                        .send("GET", fixture.address(""), "", "Authorization", "Bearer a.b.c")
                        .status());
    }

    @Test
    void referralsNeedAUserWithASecondFactor() throws Exception {
        String app = fixture.client().appToken(Client.PARTNER_CENTER);
        Client.Answer appOnly = fixture.client().send("GET", fixture.address(""), "", "Authorization", "Bearer " + app);
        assertEquals(403, appOnly.status());
        assertEquals("900329", appOnly.json().path("code").asText());
        String weak = fixture.control("POST", "login/refresh-tokens", "{\"multiFactor\":false}")
                .json()
                .path("refreshToken")
                .asText();
        String token = fixture.client().userToken(Client.PARTNER_CENTER, weak);
        Client.Answer answer =
                fixture.client().send("GET", fixture.address(""), "", "Authorization", "Bearer " + token);
        assertEquals(401, answer.status());
        assertEquals("900421", answer.json().path("code").asText());
    }

    @Test
    void allTokensCanBeExpiredAtOnce() throws Exception {
        fixture.control("POST", "login/expire-tokens", "");
        assertEquals(401, fixture.referrals("GET", "").status());
        fixture.signIn();
        assertEquals(200, fixture.referrals("GET", "").status());
    }

    @Test
    void aFaultThatMakesNoSenseIsExplained() throws Exception {
        Client.Answer answer =
                fixture.control("POST", "faults", "{\"system\":\"partnerCenter\",\"effect\":\"explode\"}");
        assertEquals(400, answer.status());
        assertTrue(answer.json().path("error").asText().contains("explode"));
        assertEquals(
                400,
                fixture.control("POST", "faults", "{\"system\":\"nobody\",\"effect\":\"drop\"}")
                        .status());
        assertEquals(404, fixture.control("GET", "nothing", "").status());
    }

    @Test
    void aFaultCanBeTakenBack() throws Exception {
        fault("\"effect\":\"status\",\"status\":500");
        String id = fixture.control("GET", "faults", "").json().at("/0/id").asText();
        assertEquals(204, fixture.control("DELETE", "faults/" + id, "").status());
        assertEquals(404, fixture.control("DELETE", "faults/" + id, "").status());
        assertEquals(200, fixture.referrals("GET", "").status());
    }

    private String failures() throws Exception {
        fault("\"effect\":\"status\",\"status\":500,\"probability\":0.5,\"seed\":11");
        StringBuilder statuses = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            statuses.append(fixture.referrals("GET", "?$top=0").status()).append(' ');
        }
        assertTrue(statuses.toString().contains("200") && statuses.toString().contains("500"), statuses.toString());
        assertEquals(204, fixture.control("DELETE", "faults", "").status());
        return statuses.toString();
    }

    private void fault(String members) throws Exception {
        assertEquals(
                201,
                fixture.control("POST", "faults", "{\"system\":\"partnerCenter\"," + members + "}")
                        .status());
    }
}
