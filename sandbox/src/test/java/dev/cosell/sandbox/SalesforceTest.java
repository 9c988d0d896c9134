package dev.cosell.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Salesforce as one of the sandbox's services: over HTTPS, with faults, deliveries and restarts. */
class SalesforceTest {
    private static final String LEAD = "{\"LastName\":\"Vega\",\"Company\":\"Fabrikam\"}";

    private Fixture fixture;
    private String token;

    @BeforeEach
    void start(@TempDir Path data) throws Exception {
        fixture = new Fixture(data);
        signIn();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private URI address(String path) {
        return URI.create(fixture.sandbox().address("salesforce") + path);
    }

    private String credential(String name) {
        return fixture.sandbox()
                .description()
                .at("/credentials/salesforce/" + name)
                .asText();
    }

    private void signIn() throws Exception {
        JsonNode answer = fixture.client()
                .send(
                        "POST",
                        address("/services/oauth2/token"),
                        Client.encode(Map.of(
                                "grant_type", "client_credentials",
                                "client_id", credential("consumerKey"),
                                "client_secret", credential("consumerSecret"))),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .json();
        assertEquals(address("").toString(), answer.get("instance_url").asText());
        token = answer.get("access_token").asText();
    }

    private Client.Answer call(String method, String path, String body) throws Exception {
        return fixture.client()
                .send(
                        method,
                        address("/services/data/v67.0/" + path),
                        body,
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json");
    }

    private String lead() throws Exception {
        return call("POST", "sobjects/Lead", LEAD).json().get("id").asText();
    }

    private int leads() throws Exception {
        return call("GET", "query?q=SELECT+COUNT()+FROM+Lead", "")
                .json()
                .get("totalSize")
                .asInt();
    }

    private void fault(String members) throws Exception {
        assertEquals(
                201,
                fixture.control("POST", "faults", "{\"system\":\"salesforce\"," + members + "}")
                        .status());
    }

    @Test
    void anExpiredTokenIsReplacedByANewOne() throws Exception {
        fault("\"effect\":\"expiredToken\"");
        Client.Answer refused = call("GET", "limits", "");
        assertEquals(401, refused.status());
        assertEquals("INVALID_SESSION_ID", refused.json().at("/0/errorCode").asText());
        signIn();
        assertEquals(200, call("GET", "limits", "").status());
    }

    @Test
    void aFaultSpeaksAsTheServiceDoes() throws Exception {
        fault("\"effect\":\"status\",\"status\":503,\"retryAfter\":\"2\"");
        Client.Answer down = call("GET", "limits", "");
        assertEquals(503, down.status());
        assertEquals("2", down.header("Retry-After"));
        assertEquals("SERVER_UNAVAILABLE", down.json().at("/0/errorCode").asText());
        fault("\"effect\":\"status\",\"status\":403");
        assertEquals(
                "REQUEST_LIMIT_EXCEEDED",
                call("GET", "limits", "").json().at("/0/errorCode").asText());
    }

    @Test
    void anAnswerMayBeLostAfterTheSave() throws Exception {
        fault("\"effect\":\"statusAfterCommit\",\"status\":500,\"method\":\"POST\"");
        assertEquals(
                "UNKNOWN_EXCEPTION",
                call("POST", "sobjects/Lead", LEAD).json().at("/0/errorCode").asText());
        assertEquals(1, leads());
    }

    @Test
    void callsAreCountedWithTheirRecord() throws Exception {
        String id = lead();
        JsonNode calls = fixture.control("GET", "calls?system=salesforce&subject=" + id, "")
                .json();
        assertEquals(1, calls.get("total").asInt());
        assertEquals("POST", calls.at("/counts/0/method").asText());
    }

    @Test
    void aMessageIsSentAgainUntilItIsAcknowledgedByTheSandboxesClock() throws Exception {
        try (Receiver receiver = new Receiver(number -> 503)) {
            fixture.control(
                    "POST",
                    "salesforce/outbound-messages",
                    "{\"object\":\"Lead\",\"url\":\"%s\",\"fields\":[\"LastName\"]}".formatted(receiver.address()));
            String id = lead();
            await().until(() -> receiver.received().size() == 1);
            assertTrue(receiver.received().getFirst().text().contains("<sf:Id>" + id + "</sf:Id>"));
            fixture.control("POST", "clock", "{\"advance\":\"PT15S\"}");
            await().until(() -> receiver.received().size() == 2);
            fixture.control("POST", "clock", "{\"advance\":\"PT24H\"}");
            await().until(() -> receiver.received().size() == 3);
            await().until(() -> deliveries(id, "DEAD") == 1);
        }
    }

    @Test
    void eventFaultsDoubleMessages() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.control(
                    "POST",
                    "salesforce/callouts",
                    "{\"object\":\"Lead\",\"url\":\"%s\",\"body\":{\"id\":\"{!$Record.Id}\"}}"
                            .formatted(receiver.address()));
            fixture.control("POST", "event-faults", "{\"service\":\"salesforce\",\"effect\":\"duplicate\"}");
            String id = lead();
            await().until(() -> receiver.received().size() == 2);
            assertEquals(
                    "{\"id\":\"" + id + "\"}", receiver.received().getFirst().text());
            await().until(() -> deliveries(id, "DELIVERED") == 2);
        }
    }

    @Test
    void aRestartKeepsRecordsAndKeysButNoSession() throws Exception {
        lead();
        String key = credential("consumerKey");
        fixture.restart();
        assertEquals(key, credential("consumerKey"));
        assertEquals(401, call("GET", "limits", "").status());
        signIn();
        assertEquals(1, leads());
    }

    private int deliveries(String subject, String state) throws Exception {
        return fixture.control("GET", "deliveries?service=salesforce&subject=" + subject + "&state=" + state, "")
                .json()
                .size();
    }
}
