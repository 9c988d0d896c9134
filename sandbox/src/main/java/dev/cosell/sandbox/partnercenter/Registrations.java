package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlException;
import dev.cosell.sandbox.partnercenter.StatusMachine.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Deal registration: the documented rules that can be checked from the referral alone ("Register your deals"). */
final class Registrations {
    private static final BigDecimal SMALLEST_DEAL = new BigDecimal(25_000);
    private static final Period OLDEST_START = Period.ofDays(90);
    private static final Period AFTER_SIGNATURE = Period.ofDays(60);
    private static final Duration BEFORE_WON = Duration.ofHours(72);
    private static final Set<String> STEPS =
            Set.of("ReviewPending", "ActionRequired", "Approved", "Passed", "Failed", "Closed");

    private Registrations() {}

    /**
     * Checks and completes the registrations of a patched referral.
     *
     * @param microsofts where Microsoft's half of the engagement stands, if there is one
     * @throws ApiException 400 naming the first rule that is broken
     */
    static void settle(ObjectNode referral, Optional<Place> microsofts, Instant now) {
        require(
                referral.path("substatus").asText().equals("Won"),
                "/status",
                "Only a won deal can be registered, found "
                        + referral.path("status").asText() + "/"
                        + referral.path("substatus").asText() + ".");
        deal(referral, microsofts);
        for (JsonNode registration : referral.path("registrations")) {
            check(registration, madeOn(referral), now);
            submit((ObjectNode) registration, now);
        }
        referral.put("registrationStatus", "ReviewPending");
    }

    /**
     * Microsoft goes on with the newest registration.
     *
     * @throws ControlException 409 if the step does not follow from where the registration stands
     */
    static void move(ObjectNode referral, String to, String reason, Instant now) {
        JsonNode all = referral.path("registrations");
        if (all.isEmpty() || !STEPS.contains(to)) {
            throw new ControlException(
                    409,
                    "expected a registered deal and one of " + STEPS + ", found " + all.size() + " registrations and '"
                            + to + "'");
        }
        ObjectNode registration = (ObjectNode) all.get(all.size() - 1);
        String from = registration.path("status").asText();
        boolean follows = switch (from) {
            case "ReviewPending" ->
                Set.of("Passed", "Failed", "ActionRequired", "Approved").contains(to);
            case "ActionRequired" -> to.equals("ReviewPending");
            case "Approved" -> Set.of("ReviewPending", "Closed").contains(to);
            case "Passed", "Failed" -> to.equals("Closed");
            default -> false;
        };
        if (!follows) {
            throw new ControlException(409, "cannot go from " + from + " to " + to);
        }
        registration.put("status", to).put("statusReason", reason);
        String member = Character.toLowerCase(to.charAt(0)) + to.substring(1) + "DateTime";
        if (registration.path("statusHistory").has(member)) {
            ((ObjectNode) registration.path("statusHistory")).put(member, Ticks.json(now));
        }
        referral.put("registrationStatus", to);
    }

    private static void deal(JsonNode referral, Optional<Place> microsofts) {
        require(
                referral.at("/consent/consentToShareReferralWithMicrosoftSellers")
                        .asBoolean(),
                "/consent/consentToShareReferralWithMicrosoftSellers",
                "Only a co-sell or partner-led deal can be registered, found a private one.");
        microsofts.ifPresent(place -> require(
                Set.of("Accepted", "Won").contains(place.substatus()),
                "/engagementId",
                "Microsoft has to accept or win a co-sell deal first, found " + place + "."));
        Duration open = Duration.between(
                Instant.parse(referral.path("createdDateTime").asText()),
                Instant.parse(referral.path("closedDateTime").asText()));
        require(
                open.compareTo(BEFORE_WON) >= 0,
                "/closedDateTime",
                "Expected at least 72 hours between creation and Won, found " + open.toHours() + ".");
    }

    private static Instant madeOn(JsonNode referral) {
        return Instant.parse(referral.path("createdDateTime").asText()).truncatedTo(ChronoUnit.DAYS);
    }

    private static void submit(ObjectNode registration, Instant now) {
        if (registration.path("id").isNull()) {
            registration.put("id", UUID.randomUUID().toString());
            registration.put("registrationDateTime", Ticks.json(now));
        }
        registration.put("status", "ReviewPending");
        ((ObjectNode) registration.path("statusHistory")).put("reviewPendingDateTime", Ticks.json(now));
    }

    private static void check(JsonNode registration, Instant made, Instant now) {
        require(
                registration.path("type").asText().equals("AzureIPCoSell"),
                "/registrations/type",
                "Expected the type AzureIPCoSell, found " + registration.path("type") + ".");
        JsonNode contract = registration.path("contract");
        contract(contract, made, now);
        require(
                !registration.path("solutionDetails").isEmpty(),
                "/registrations/solutionDetails",
                "Expected at least one solution, found none.");
        for (JsonNode solution : registration.path("solutionDetails")) {
            solution(solution, contract);
        }
    }

    private static void contract(JsonNode contract, Instant made, Instant now) {
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
        require(
                !signed.isBefore(made),
                place + "signDateTime",
                "Expected a sign date not before the deal was made, found " + signed + ".");
        require(
                !signed.isBefore(now.minus(AFTER_SIGNATURE)),
                place + "signDateTime",
                "Expected a signature in the last 60 days, found " + signed + ".");
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
        oneOf(solution, "primaryDeploymentOn", Set.of("Customer", "Partner"));
        oneOf(solution, "pricingModel", Set.of("PayAsYouGo", "Other"));
        require(
                amount(solution, place).compareTo(amount(contract, "/registrations/contract/")) <= 0,
                place + "value",
                "Expected at most the contract's value " + contract.path("value") + ", found " + solution.path("value")
                        + ".");
    }

    private static void oneOf(JsonNode solution, String member, Set<String> allowed) {
        JsonNode value = solution.path(member);
        require(
                value.isNull() || value.isMissingNode() || allowed.contains(value.asText()),
                "/registrations/solutionDetails/" + member,
                "Expected one of " + allowed + ", found " + value + ".");
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
