package dev.cosell.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRegistrationsTest {
    private static final String BASE = "https://api.partnercenter.microsoft.com/webhooks/v1/registration";
    private static final String HERE = "https://us.example/api/partner-center-events";
    private static final List<String> EVENTS = List.of("referral-created", "referral-updated");

    private static final Registration OURS = new Registration(HERE, EVENTS, true);

    private final FakeTransport transport = new FakeTransport();
    private final FakeTokens tokens = new FakeTokens();
    private final WebhookRegistrations webhooks =
            new WebhookRegistrations(transport, tokens, WebhookRegistrations.DEFAULT_BASE, () -> Instant.EPOCH);

    @Test
    void allEventsAreListed() {
        transport.answers(200, "[\"referral-created\",\"test-created\"]");

        assertEquals(List.of("referral-created", "test-created"), webhooks.events());
        assertEquals(List.of("GET " + BASE + "/events"), transport.sent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"SubscriberId\":\"x\",\"WebhookUrl\":\"%s\",\"WebhookEvents\":[\"referral-created\",\"referral-updated\"],"
                        + "\"SignatureTokenToMsSignatureHeader\":true,\"LastModifiedTimestamp\":\"2026-03-01T10:00:00Z\"}",
                "{\"webhookUrl\":\"%s\",\"webhookEvents\":[\"referral-created\",\"referral-updated\"],"
                        + "\"signatureTokenToMsSignatureHeader\":\"true\",\"lastModifiedTimestamp\":\"2026-03-01T10:00:00\"}"
            })
    void aRegistrationIsReadInBothSpellings(String body) {
        transport.answers(200, body.formatted(HERE));

        assertEquals(Optional.of(OURS), webhooks.current());
    }

    @Test
    void noRegistrationIsNoFailure() {
        transport.answers(404, "");

        assertEquals(Optional.empty(), webhooks.current());
    }

    @Test
    void creatingPostsAddressEventsAndWhereTheSignatureGoes() {
        transport.answers(200, "{\"WebhookUrl\":\"" + HERE + "\",\"WebhookEvents\":[]}");

        assertEquals(new Registration(HERE, List.of(), false), webhooks.create(OURS));
        assertEquals(List.of("POST " + BASE), transport.sent());
        assertEquals(
                "{\"WebhookUrl\":\"" + HERE + "\",\"WebhookEvents\":[\"referral-created\",\"referral-updated\"],"
                        + "\"SignatureTokenToMsSignatureHeader\":true}",
                transport.body(0));
    }

    @Test
    void aSecondRegistrationIsRefused() {
        transport.answers(409, "{\"code\":1,\"description\":\"already registered\"}");

        assertEquals(ProblemCode.MOVED_ON, problem(() -> webhooks.create(OURS)).code());
    }

    @Test
    void updatingReplacesAndNeedsSomethingToReplace() {
        transport
                .answers(200, "{\"WebhookUrl\":\"" + HERE + "\",\"WebhookEvents\":[]}")
                .answers(404, "");

        webhooks.update(OURS);
        assertEquals(List.of("PUT " + BASE), transport.sent());
        assertEquals(ProblemCode.NOT_FOUND, problem(() -> webhooks.update(OURS)).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"correlationId\":\"c-1\"}", "{\"CorrelationId\":\"c-1\"}", "\"c-1\""})
    void aValidationEventGivesItsCorrelationId(String body) {
        transport.answers(200, body);

        assertEquals("c-1", webhooks.createValidationEvent());
        assertEquals(List.of("POST " + BASE + "/validationEvents"), transport.sent());
        assertEquals("", transport.body(0));
    }

    @Test
    void aValidationTellsEachAttempt() {
        transport.answers(200, """
                {"correlationId":"c-1","partnerId":"p-1","status":"completed","results":[{"responseCode":"OK","responseMessage":"",
                "systemError":false,"dateTimeUtc":"2026-03-01T10:00:00.1234567"}]}""");

        ValidationResult result = webhooks.validation("c-1").orElseThrow();

        assertEquals(Optional.of("p-1"), result.partnerId());
        assertEquals("completed", result.status());
        assertTrue(result.delivered());
        assertEquals(
                List.of(new ValidationResult.Attempt(
                        "OK", "", Optional.of(Instant.parse("2026-03-01T10:00:00.123456700Z")))),
                result.attempts());
        assertEquals(List.of("GET " + BASE + "/validationEvents/c-1"), transport.sent());
    }

    @Test
    void anUnknownValidationIsNoFailure() {
        transport.answers(404, "");

        assertEquals(Optional.empty(), webhooks.validation("c-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "<html>", "{\"WebhookUrl\":7,\"WebhookEvents\":\"x\"}"})
    void aHostileRegistrationIsAFailureWithAName(String body) {
        transport.answers(200, body);

        assertEquals(ProblemCode.UNAVAILABLE, problem(webhooks::current).code());
    }

    @Test
    void aMissingRightIsNamed() {
        transport.answers(403, "{\"code\":\"900308\",\"description\":\"insufficient privileges\"}");

        Problem problem = problem(webhooks::events);

        assertEquals(ProblemCode.ACCESS_DENIED, problem.code());
        assertTrue(problem.detail().contains("900308: insufficient privileges"));
    }

    @Test
    void aRefusedTokenIsReplacedOnce() {
        transport.answers(401, "").answers(200, "[]");

        assertEquals(List.of(), webhooks.events());
        assertEquals(1, tokens.refusals);
        assertFalse(transport.header(1, "Authorization").equals(transport.header(0, "Authorization")));
    }

    private static Problem problem(Runnable call) {
        return assertThrows(Failure.class, call::run).problem();
    }
}
