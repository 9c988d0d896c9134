package dev.cosell.referral;

import static dev.cosell.JsonText.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of deal registration, broken alone and all together. */
class RegistrationRulesTest {
    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");
    private static final RegistrationFacts FACTS = new RegistrationFacts(
            Optional.of(Status.WON),
            DealKind.CO_SELL,
            Optional.of(Status.ACCEPTED),
            Optional.of(NOW.minus(Duration.ofDays(100))),
            Optional.of(NOW.minus(Duration.ofDays(10))),
            Set.of("SOL-1"),
            NOW);

    @Test
    void aRegistrationThatMeetsEveryRuleIsFine() {
        assertEquals(List.of(), broken(request -> {}));
        assertEquals(
                List.of(),
                broken(
                        request -> request.withObject("/contract")
                                .put("value", 25000)
                                .put("term", "Perpetual")
                                .remove("endDateTime"),
                        25000));
    }

    static Stream<Arguments> brokenRules() {
        return Stream.of(
                rule("/contract/value", 24999, "contract.value: expected at least USD 25000, found 24999"),
                rule("/contract/value", "a lot", "contract.value: expected a number above 0, found \"a lot\""),
                rule(
                        "/contract/currency",
                        "Dollar",
                        "contract.currency: expected an ISO 4217 code such as USD, found \"Dollar\""),
                rule(
                        "/contract/term",
                        "Forever",
                        "contract.term: expected one of [Finite, Perpetual], found \"Forever\""),
                rule(
                        "/contract/signDateTime",
                        "2026-07-01",
                        "contract.signDateTime: expected no day in the future, found 2026-07-01"),
                rule(
                        "/contract/signDateTime",
                        "2026-04-30",
                        "contract.signDateTime: expected a signature in the last 60 days, found 2026-04-30"),
                rule(
                        "/contract/signDateTime",
                        "soon",
                        "contract.signDateTime: expected a day such as 2026-03-31, found \"soon\""),
                rule(
                        "/contract/startDateTime",
                        "2026-03-31",
                        "contract.startDateTime: expected a start in the last 90 days or later, found 2026-03-31"),
                rule(
                        "/contract/endDateTime",
                        "2026-06-14",
                        "contract.endDateTime: expected no day before the start, 2026-06-15, found 2026-06-14"),
                rule(
                        "/solution/id",
                        "SOL-2",
                        "solution.id: expected one of the referral's solutions [SOL-1], found \"SOL-2\""),
                rule("/solution/id", "", "solution.id: expected the id of a solution, found none"),
                rule(
                        "/solution/value",
                        50001,
                        "solution.value: expected at most the contract's value 50000, found 50001"),
                rule("/solution/isDeployedOnAzure", false, "solution.isDeployedOnAzure: expected true, found false"),
                rule(
                        "/solution/isDeployedOnAzure",
                        "true",
                        "solution.isDeployedOnAzure: expected true, found \"true\""),
                rule(
                        "/solution/primaryDeploymentOn",
                        "Moon",
                        "solution.primaryDeploymentOn: expected one of [Customer, Partner], found \"Moon\""),
                rule(
                        "/solution/pricingModel",
                        "Free",
                        "solution.pricingModel: expected one of [Other, PayAsYouGo], found \"Free\""));
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void s75_eachRuleOfTheContractIsRefusedWithItsReason(String pointer, JsonNode value, String reason) {
        assertEquals(List.of(reason), broken(request -> {
            int last = pointer.lastIndexOf('/');
            request.withObject(pointer.substring(0, last)).set(pointer.substring(last + 1), value);
        }));
    }

    static Stream<Arguments> brokenFacts() {
        Instant created = NOW.minus(Duration.ofDays(100));
        return Stream.of(
                Arguments.of(
                        facts(Status.ACCEPTED, DealKind.CO_SELL, Status.ACCEPTED, created, NOW),
                        "expected a won deal (Closed/Won), found Active/Accepted"),
                Arguments.of(
                        facts(Status.LOST, DealKind.CO_SELL, Status.ACCEPTED, created, NOW),
                        "expected a won deal (Closed/Won), found Closed/Lost"),
                Arguments.of(
                        facts(Status.WON, DealKind.PRIVATE, Status.ACCEPTED, created, NOW),
                        "expected a co-sell or partner-led deal, found a private one"),
                Arguments.of(
                        facts(Status.WON, DealKind.CO_SELL, Status.PENDING, created, NOW),
                        "expected Microsoft to have accepted or won the deal, found its half New/Pending"),
                Arguments.of(
                        facts(Status.WON, DealKind.CO_SELL, Status.WON, created, created.plus(Duration.ofHours(71))),
                        "expected at least 72 hours between creation and Won, found 71"),
                Arguments.of(
                        facts(Status.WON, DealKind.CO_SELL, Status.WON, Instant.parse("2026-06-11T08:00:00Z"), NOW),
                        "contract.signDateTime: expected no day before the referral was made, 2026-06-11, found 2026-06-10"));
    }

    @ParameterizedTest
    @MethodSource("brokenFacts")
    void s75_eachRuleOfTheDealIsRefusedWithItsReason(RegistrationFacts facts, String reason) {
        assertEquals(List.of(reason), RegistrationRules.broken(DealRegistration.of(request()), facts));
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        List<String> all = RegistrationRules.broken(
                DealRegistration.of(new ObjectMapper().createObjectNode()),
                facts(Status.ACCEPTED, DealKind.PRIVATE, Status.PENDING, NOW, NOW));
        assertTrue(all.size() >= 12, all.toString());
    }

    @Test
    void whatIsUnknownIsNotRefused() {
        RegistrationFacts unknown = new RegistrationFacts(
                Optional.empty(),
                DealKind.PARTNER_LED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                NOW);
        assertEquals(List.of(), RegistrationRules.broken(DealRegistration.of(request()), unknown));
    }

    @Test
    void ofAnotherCurrencyItIsSaidThatMicrosoftConverts() {
        ObjectNode request = request();
        request.withObject("/contract").put("currency", "DKK").put("value", 100);
        request.withObject("/solution").put("value", 100);
        DealRegistration registration = DealRegistration.of(request);
        assertEquals(List.of(), RegistrationRules.broken(registration, FACTS));
        assertTrue(RegistrationRules.remarks(registration).getFirst().contains("converts DKK"));
    }

    @Test
    void onlyWhatDiffersIsReplaced() {
        DealRegistration registration = DealRegistration.of(request());
        assertEquals(java.util.Map.of(), registration.changes(registration.document()));
        ObjectNode shown = registration.document().deepCopy();
        shown.withObject("/contract").put("term", "Perpetual").put("value", "50000.0");
        assertEquals(java.util.Map.of("/contract/term", TextNode.valueOf("Finite")), registration.changes(shown));
    }

    private static RegistrationFacts facts(
            Status status, DealKind kind, Status microsofts, Instant created, Instant closed) {
        return new RegistrationFacts(
                Optional.of(status),
                kind,
                Optional.of(microsofts),
                Optional.of(created),
                Optional.of(closed),
                Set.of("SOL-1"),
                NOW);
    }

    private static Arguments rule(String pointer, Object value, String reason) {
        return Arguments.of(pointer, new ObjectMapper().<JsonNode>valueToTree(value), reason);
    }

    private static List<String> broken(Consumer<ObjectNode> change) {
        return broken(change, 40000);
    }

    private static List<String> broken(Consumer<ObjectNode> change, int solutionValue) {
        ObjectNode request = request();
        request.withObject("/solution").put("value", Math.min(24000, solutionValue));
        change.accept(request);
        return RegistrationRules.broken(DealRegistration.of(request), FACTS);
    }

    private static ObjectNode request() {
        return object("""
                {"contract": {"value": 50000, "currency": "USD", "signDateTime": "2026-06-10",
                              "startDateTime": "2026-06-15", "endDateTime": "2027-06-14", "term": "Finite"},
                 "solution": {"id": "SOL-1", "value": 40000, "isDeployedOnAzure": true,
                              "primaryDeploymentOn": "Customer", "pricingModel": "Other"}}
                """);
    }
}
