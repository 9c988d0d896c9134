package dev.cosell.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRegistrationTest {
    private static final String ONE =
            "{\"WebhookUrl\":\"https://one.example/in\",\"WebhookEvents\":[\"referral-created\"]}";

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
    void theReferralEventsAreOnTheList() throws Exception {
        String events = fixture.webhooks("GET", "/events", "").json().toString();
        assertTrue(events.contains("\"related-referral-updated\""), events);
        assertTrue(events.contains("\"test-created\""), events);
    }

    @Test
    void aTenantHasOneRegistration() throws Exception {
        assertEquals(404, fixture.webhooks("GET", "", "").status());
        assertEquals(404, fixture.webhooks("PUT", "", ONE).status());
        assertEquals(200, fixture.webhooks("POST", "", ONE).status());
        assertEquals(409, fixture.webhooks("POST", "", ONE).status());
        assertEquals(
                "https://one.example/in",
                fixture.webhooks("GET", "", "").json().path("WebhookUrl").asText());
    }

    @Test
    void putReplacesAddressAndEventsAndKeepsTheSubscriber() throws Exception {
        JsonNode before = fixture.webhooks("POST", "", ONE).json();
        String two = "{\"webhookurl\":\"https://two.example/in\",\"webhookevents\":[\"test-created\"]}";
        JsonNode after = fixture.webhooks("PUT", "", two).json();
        assertEquals(before.path("SubscriberId"), after.path("SubscriberId"));
        assertEquals("https://two.example/in", after.path("WebhookUrl").asText());
        assertEquals("[\"test-created\"]", after.path("WebhookEvents").toString());
    }

    @Test
    void answersCanBeCamelCase() throws Exception {
        fixture.control("PATCH", "webhooks/settings", "{\"camelCase\":true}");
        assertTrue(fixture.webhooks("POST", "", ONE).json().has("webhookUrl"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"WebhookUrl\":\"nowhere\",\"WebhookEvents\":[\"referral-created\"]}",
                "{\"WebhookUrl\":\"https://one.example\",\"WebhookEvents\":[\"referral-deleted\"]}",
                "{\"WebhookUrl\":\"https://one.example\"}",
                "not json"
            })
    void aBrokenRegistrationIsRefused(String body) throws Exception {
        Client.Answer answer = fixture.webhooks("POST", "", body);
        assertEquals(400, answer.status());
        assertTrue(answer.json().has("description"));
    }

    @Test
    void aTestEventReportsEachDeliveryAttempt() throws Exception {
        fixture.control("PATCH", "webhooks/settings", "{\"firstDelayMillis\":1}");
        try (Receiver receiver = new Receiver(number -> number == 1 ? 500 : 200)) {
            fixture.register(receiver, "test-created");
            String id = fixture.webhooks("POST", "/validationEvents", "")
                    .json()
                    .path("correlationId")
                    .asText();
            await().until(() -> validation(id).path("results").size() == 2);
            JsonNode result = validation(id);
            assertEquals("completed", result.path("status").asText());
            assertEquals(
                    "InternalServerError", result.at("/results/0/responseCode").asText());
            assertEquals("OK", result.at("/results/1/responseCode").asText());
            assertTrue(receiver.received().getFirst().text().contains("validationEvents/" + id));
        }
    }

    @Test
    void twoTestEventsAMinuteAreEnough() throws Exception {
        assertEquals(400, fixture.webhooks("POST", "/validationEvents", "").status());
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "test-created");
            assertEquals(200, fixture.webhooks("POST", "/validationEvents", "").status());
            assertEquals(200, fixture.webhooks("POST", "/validationEvents", "").status());
            Client.Answer third = fixture.webhooks("POST", "/validationEvents", "");
            assertEquals(429, third.status());
            assertEquals("60", third.header("Retry-After"));
            fixture.control("POST", "clock", "{\"advance\":\"PT61S\"}");
            assertEquals(200, fixture.webhooks("POST", "/validationEvents", "").status());
        }
    }

    @Test
    void aTestEventSaysForWhichAccountItWasSent() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "test-created");
            String id = fixture.webhooks("POST", "/validationEvents", "")
                    .json()
                    .path("correlationId")
                    .asText();
            assertEquals(
                    fixture.deal().path("organizationId").asText(),
                    validation(id).path("partnerId").asText());
            fixture.control("PATCH", "webhooks/settings", "{\"partnerId\":\"another-account\"}");
            assertEquals("another-account", validation(id).path("partnerId").asText());
        }
    }

    @Test
    void anAppOnlyTokenMayRegister() throws Exception {
        String token = fixture.client().appToken(Client.WEBHOOKS);
        Client.Answer answer = fixture.client()
                .send(
                        "GET",
                        URI.create(fixture.sandbox().address("webhooks") + "/webhooks/v1/registration/events"),
                        "",
                        "Authorization",
                        "Bearer " + token);
        assertEquals(200, answer.status());
    }

    private JsonNode validation(String id) throws Exception {
        return fixture.webhooks("GET", "/validationEvents/" + id, "").json();
    }
}
