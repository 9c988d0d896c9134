package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.util.Set;
import java.util.UUID;

/** Deal registration: the documented rules that can be checked from the referral alone ("Register your deals"). */
final class Registrations {
    private static final BigDecimal SMALLEST_DEAL = new BigDecimal(25_000);
    private static final Period OLDEST_START = Period.ofDays(90);

    private Registrations() {}

    /**
     * Checks and completes the registrations of a patched referral.
     *
     * @throws ApiException 400 naming the first rule that is broken
     */
    static void settle(ObjectNode referral, Instant now) {
        require(
                referral.path("substatus").asText().equals("Won"),
                "/status",
                "Only a won deal can be registered, found "
                        + referral.path("status").asText() + "/"
                        + referral.path("substatus").asText() + ".");
        for (JsonNode registration : referral.path("registrations")) {
            check(registration, now);
            submit((ObjectNode) registration, now);
        }
        referral.put("registrationStatus", "ReviewPending");
    }

    private static void submit(ObjectNode registration, Instant now) {
        if (registration.path("id").isNull()) {
            registration.put("id", UUID.randomUUID().toString());
            registration.put("registrationDateTime", Ticks.json(now));
        }
        registration.put("status", "ReviewPending");
        ((ObjectNode) registration.path("statusHistory")).put("reviewPendingDateTime", Ticks.json(now));
    }

    private static void check(JsonNode registration, Instant now) {
        require(
                registration.path("type").asText().equals("AzureIPCoSell"),
                "/registrations/type",
                "Expected the type AzureIPCoSell, found " + registration.path("type") + ".");
        JsonNode contract = registration.path("contract");
        contract(contract, now);
        require(
                !registration.path("solutionDetails").isEmpty(),
                "/registrations/solutionDetails",
                "Expected at least one solution, found none.");
        for (JsonNode solution : registration.path("solutionDetails")) {
            solution(solution, contract);
        }
    }

    private static void contract(JsonNode contract, Instant now) {
        String place = "/registrations/contract/";
        require(
                amount(contract, place).compareTo(SMALLEST_DEAL) >= 0,
                place + "value",
                "Expected a value of at least " + SMALLEST_DEAL + " USD, found " + contract.path("value") + ".");
        String term = contract.path("term").asText();
        require(
                Set.of("Perpetual", "Finite").contains(term),
                place + "term",
                "Expected the term Perpetual or Finite, found " + term + ".");
        Instant signed = date(contract, "signDateTime");
        require(!signed.isAfter(now), place + "signDateTime", "Expected a past sign date, found " + signed + ".");
        Instant start = date(contract, "startDateTime");
        require(
                !start.isBefore(now.minus(OLDEST_START)),
                place + "startDateTime",
                "Expected a start at most 90 days ago, found " + start + ".");
        require(
                term.equals("Perpetual") || !date(contract, "endDateTime").isBefore(start),
                place + "endDateTime",
                "Expected an end not before the start " + start + ", found " + contract.path("endDateTime") + ".");
    }

    private static void solution(JsonNode solution, JsonNode contract) {
        String place = "/registrations/solutionDetails/";
        require(!solution.path("id").asText("").isBlank(), place + "id", "Solution ID is required.");
        require(
                solution.path("isDeployedOnAzure").asBoolean(),
                place + "isDeployedOnAzure",
                "Expected a solution deployed on Azure.");
        require(
                amount(solution, place).compareTo(amount(contract, "/registrations/contract/")) <= 0,
                place + "value",
                "Expected at most the contract's value " + contract.path("value") + ", found " + solution.path("value")
                        + ".");
    }

    private static BigDecimal amount(JsonNode holder, String place) {
        return PatchValue.AMOUNT.read(place + "value", holder.path("value")).decimalValue();
    }

    private static Instant date(JsonNode contract, String member) {
        JsonNode date = PatchValue.DATE.read("/registrations/contract/" + member, contract.path(member));
        require(!date.isNull(), "/registrations/contract/" + member, "Expected a date, found none.");
        return Instant.parse(date.asText());
    }

    private static void require(boolean holds, String target, String message) {
        if (!holds) {
            throw ApiException.invalid(target, "invalidRegistration", message);
        }
    }
}
