package dev.cosell.referral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.referral.Admission.Quality;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final Admission OPEN = new Admission(true, Set.of(), true, Optional.empty(), Set.of());

    @ParameterizedTest
    @CsvSource({
        "Independent, Direct,             msft,    New/Pending,     false, a lead that is not accepted; leads are switched off",
        "Independent, Direct,             ,        New/Received,    false, a lead that is not accepted; leads are switched off",
        "Independent, MarketingQualified, msft,    New/Pending,     false, a lead that is not accepted; leads are switched off",
        "Independent, SalesQualified,     msft,    Active/Accepted, false, ",
        "Independent, SalesQualified,     msft,    New/Pending,     true,  ",
        "Independent, SalesQualified,     partner, New/Pending,     false, ",
        "Shared,      SalesQualified,     msft,    New/Pending,     false, ",
        "Shared,      SalesQualified,     msft,    Closed/Won,      true,  closed before we knew it",
        "Shared,      SalesQualified,     msft,    Closed/Expired,  true,  closed before we knew it",
    })
    void s84_leadsComeInWhenTheyAreAcceptedOrAskedFor(
            String type, String qualification, String invitedBy, String status, boolean leads, String reason) {
        ObjectNode referral = referral(type, qualification, status);
        Optional.ofNullable(invitedBy)
                .ifPresent(by -> referral.putObject("inviteContext")
                        .putObject("invitedBy")
                        .put("organizationId", by));

        assertEquals(Optional.ofNullable(reason), reason(Admission.DEFAULT.withLeads(leads), referral));
    }

    @ParameterizedTest
    @CsvSource({
        "false, true,  Partner Center marks it as spam",
        "false, false, ",
        "true,  true,  ",
        "true,  false, ",
    })
    void s84_spamComesInOnlyIfAskedFor(boolean asked, boolean isSpam, String reason) {
        Admission admission = new Admission(true, Set.of(), asked, Optional.empty(), Set.of());

        assertEquals(Optional.ofNullable(reason), reason(admission, coSell().put("isSpam", isSpam)));
    }

    @ParameterizedTest
    @CsvSource({
        "HIGH,   Low,     'its quality is low, below high'",
        "HIGH,   Medium,  'its quality is medium, below high'",
        "HIGH,   High,    ",
        "MEDIUM, low,     'its quality is low, below medium'",
        "LOW,    Low,     ",
        "HIGH,   Unknown, ",
        "HIGH,   Splendid,",
        "HIGH,   ,        ",
    })
    void s84_whatIsOfLowerQualityStaysOutAndTheUnknownComesIn(Quality lowest, String quality, String reason) {
        Admission admission = new Admission(true, Set.of(), true, Optional.of(lowest), Set.of());

        assertEquals(Optional.ofNullable(reason), reason(admission, coSell().put("quality", quality)));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                 4711,   ",
        "'4711, 4712',       4712,   ",
        "'4711;4712',        ' 4711 ', ",
        "'4711',             4713,   location 4713 does not come in",
        "'4711',             '<b>',  location ?b? does not come in",
        "'4711',             ,       ",
    })
    void onlyTheNamedLocationsComeIn(String list, String mpnId, String reason) {
        Admission admission = new Admission(true, Set.of(), true, Optional.empty(), Admission.locations(list));

        assertEquals(Optional.ofNullable(reason), reason(admission, coSell().put("mpnId", mpnId)));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                    ",
        "co-sell-opportunity,                   ",
        "'CO_SELL_OPPORTUNITY, qualified-lead', ",
        "marketplace-lead,                      a co sell opportunity; this kind does not come in",
    })
    void onlyTheNamedKindsComeIn(String list, String reason) {
        Admission admission = new Admission(true, Admission.kinds(list), true, Optional.empty(), Set.of());

        assertEquals(Optional.ofNullable(reason), reason(admission, coSell()));
    }

    @Test
    void allReasonsAreToldAtOnceAndSomebodyMayOverruleThem() {
        Admission admission = new Admission(false, Set.of(), false, Optional.of(Quality.HIGH), Set.of("4711"));
        Admission.Refusal refusal = admission
                .refusal(new Referral(
                        coSell().put("isSpam", true).put("quality", "Low").put("mpnId", "1")))
                .orElseThrow();

        assertEquals(
                "Partner Center marks it as spam; its quality is low, below high; location 1 does not come in",
                refusal.reason());
        assertFalse(refusal.lasting());
        assertTrue(OPEN.refusal(new Referral(referral("Shared", "SalesQualified", "Closed/Lost")))
                .orElseThrow()
                .lasting());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lead", "co-sell", "qualified-lead, <x>"})
    void anUnknownKindIsRefusedWithTheKnownOnes(String list) {
        String message = assertThrows(IllegalArgumentException.class, () -> Admission.kinds(list))
                .getMessage();

        assertTrue(message.contains("[marketplace-lead, qualified-lead, co-sell-opportunity]"), message);
        assertFalse(message.contains("<"), message);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "best")
    void anUnknownQualityIsRefusedAndNoneMeansAny(String text) {
        if (text == null) {
            assertEquals(Optional.empty(), Admission.quality(" "));
        } else {
            assertEquals(
                    "expected one of [low, medium, high] or nothing, found best",
                    assertThrows(IllegalArgumentException.class, () -> Admission.quality(text))
                            .getMessage());
        }
    }

    private static Optional<String> reason(Admission admission, ObjectNode referral) {
        return admission.refusal(new Referral(referral)).map(Admission.Refusal::reason);
    }

    private static ObjectNode coSell() {
        return referral("Shared", "SalesQualified", "New/Pending");
    }

    private static ObjectNode referral(String type, String qualification, String status) {
        String[] parts = status.split("/");
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "ref-1")
                .put("type", type)
                .put("qualification", qualification)
                .put("status", parts[0])
                .put("substatus", parts[1]);
    }
}
