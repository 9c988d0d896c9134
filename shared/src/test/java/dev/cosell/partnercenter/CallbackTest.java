package dev.cosell.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTest {
    private static final String ID = "0fa1c2d3-0000-4000-8000-aabbccddeeff";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.partnercenter.microsoft.com/engagements/v1/referrals/" + ID,
                "https://api.partner.microsoft.com/v1.0/engagements/referrals/" + ID,
                "https://api.partner.microsoft.com/v1.0/engagements/referrals/" + ID + "?api-version=1",
                ID
            })
    void theIdIsTheLastStepOfTheAddress(String address) {
        assertEquals(Optional.of(ID), event("referral-updated", address).referralId());
    }

    @Test
    void allMembersAreRead() {
        CallbackEvent event = parse("""
                {"EventName":"referral-created","ResourceUri":"https://x/referrals/%s","ResourceName":"referral",\
                "AuditUri":null,"ResourceChangeUtcDate":"2026-03-01T10:00:00.1234567+00:00"}""".formatted(ID));

        assertEquals(
                new CallbackEvent(
                        "referral-created",
                        Optional.of(ID),
                        Optional.of(Instant.parse("2026-03-01T10:00:00.123456700Z")),
                        true,
                        false,
                        Optional.empty()),
                event);
    }

    @Test
    void membersAreReadInAnyCase() {
        CallbackEvent event =
                parse("{\"eventname\":\"related-referral-updated\",\"resourceuri\":\"https://x/" + ID + "\"}");

        assertTrue(event.aboutReferral());
        assertTrue(event.related());
        assertEquals(Optional.of(ID), event.referralId());
    }

    @Test
    void anUnknownEventIsAnEventAboutSomethingElse() {
        CallbackEvent event = parse("{\"EventName\":\"usagerecords-thresholdExceeded\",\"ResourceUri\":null}");

        assertFalse(event.aboutReferral());
        assertFalse(event.related());
        assertEquals(Optional.empty(), event.referralId());
    }

    @Test
    void theResourceOfAnotherEventIsNotLookedAt() {
        assertEquals(
                Optional.empty(),
                event("test-created", "http://localhost:16722/v1/webhooks/registration/test")
                        .referralId());
    }

    @Test
    void aTestEventNamesTheTestThatWasAskedFor() {
        assertEquals(
                Optional.of(ID),
                event(
                                "test-created",
                                "http://api.partnercenter.microsoft.com/webhooks/v1/registration/validationEvents/"
                                        + ID)
                        .testId());
        assertEquals(Optional.empty(), event("test-created", "").testId());
        assertEquals(Optional.empty(), event("invoice-ready", "https://x/" + ID).testId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://x/referrals/",
                "https://x/referrals/..",
                "https://x/referrals/a%2fb",
                "https://x/referrals/a'b",
                "https://x/referrals/{{ReferralID}}",
                "mailto:someone"
            })
    void anAddressWithoutUsableIdIsUnreadable(String address) {
        assertUnreadable(("{\"EventName\":\"referral-updated\",\"ResourceUri\":\"" + address + "\"}").getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "not json",
                "{}",
                "{\"EventName\":null}",
                "{\"EventName\":{}}",
                "{\"EventName\":\"two words\"}",
                "{\"EventName\":\"test-created\",\"EventName\":\"referral-created\"}",
                "{\"EventName\":\"test-created\"} {}"
            })
    void whatIsNoEventIsUnreadable(String body) {
        assertUnreadable(body.getBytes(UTF_8));
    }

    @Test
    void deepNestingIsUnreadable() {
        assertUnreadable(("{\"EventName\":\"test-created\",\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}")
                .getBytes(UTF_8));
    }

    @Test
    void anOversizedBodyIsNotEvenParsed() {
        assertEquals(ProblemCode.TOO_LARGE, failure(new byte[Callback.LARGEST_BODY + 1]));
    }

    private static CallbackEvent event(String name, String address) {
        return parse("{\"EventName\":\"" + name + "\",\"ResourceUri\":\"" + address + "\"}");
    }

    private static CallbackEvent parse(String body) {
        return Callback.parse(body.getBytes(UTF_8));
    }

    private static void assertUnreadable(byte[] body) {
        assertEquals(ProblemCode.REQUEST_UNREADABLE, failure(body));
    }

    private static ProblemCode failure(byte[] body) {
        return assertThrows(Failure.class, () -> Callback.parse(body)).problem().code();
    }
}
