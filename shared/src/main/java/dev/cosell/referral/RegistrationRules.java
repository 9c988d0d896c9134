package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Partner Center's rules for the registration of a deal, as far as they can be checked before it is sent. Pure.
 *
 * <p>Source: "Register your deals". Whether the customer is managed by Microsoft, and whether a solution is co-sell ready,
 * only Partner Center knows.
 */
public final class RegistrationRules {
    /** Deals below are not registered. */
    static final BigDecimal LEAST_VALUE = new BigDecimal(25_000);

    private static final Duration BEFORE_WON = Duration.ofHours(72);
    private static final int DAYS_AFTER_SIGNATURE = 60;
    private static final Period OLDEST_START = Period.ofDays(90);
    private static final String USD = "USD";

    private final DealRegistration registration;
    private final RegistrationFacts facts;
    private final LocalDate today;
    private final List<String> broken = new ArrayList<>();

    private RegistrationRules(DealRegistration registration, RegistrationFacts facts) {
        this.registration = registration;
        this.facts = facts;
        this.today = facts.now().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Every rule that is broken, as a sentence with what was expected and found; empty if none is. */
    public static List<String> broken(DealRegistration registration, RegistrationFacts facts) {
        RegistrationRules rules = new RegistrationRules(registration, facts);
        rules.deal();
        rules.contract();
        rules.dates();
        rules.solution();
        rules.marketplace();
        return List.copyOf(rules.broken);
    }

    /** What to know about a registration that is fine as far as it can be checked. */
    public static List<String> remarks(DealRegistration registration) {
        String currency = registration.contract("currency").asText("");
        return currency.equalsIgnoreCase(USD)
                ? List.of()
                : List.of("Microsoft converts " + currency + " to USD and expects at least USD " + LEAST_VALUE
                        + "; whether this is met was not checked");
    }

    private void deal() {
        facts.status()
                .filter(status -> status != Status.WON)
                .ifPresent(status -> broken.add("expected a won deal (" + Status.WON + "), found " + status));
        if (facts.kind() == DealKind.PRIVATE) {
            broken.add("expected a co-sell or partner-led deal, found a private one");
        }
        facts.microsofts()
                .filter(status -> status != Status.ACCEPTED && status != Status.WON)
                .ifPresent(status ->
                        broken.add("expected Microsoft to have accepted or won the deal, found its half " + status));
        if (facts.createdAt().isPresent() && facts.closedAt().isPresent()) {
            Duration open =
                    Duration.between(facts.createdAt().get(), facts.closedAt().get());
            if (open.compareTo(BEFORE_WON) < 0) {
                broken.add("expected at least 72 hours between creation and Won, found " + open.toHours());
            }
        }
    }

    private void contract() {
        Optional<BigDecimal> value = amount("contract.value", registration.contract("value"));
        Optional<String> currency = currency("contract.currency", registration.contract("currency"));
        boolean tooSmall = currency.filter(USD::equalsIgnoreCase).isPresent()
                && value.filter(amount -> amount.compareTo(LEAST_VALUE) < 0).isPresent();
        if (tooSmall) {
            broken.add("contract.value: expected at least USD " + LEAST_VALUE + ", found "
                    + value.get().toPlainString());
        }
        oneOf("contract.term", registration.contract("term"), Set.of("Finite", "Perpetual"));
    }

    private void dates() {
        boolean perpetual = registration.contract("term").asText().equals("Perpetual");
        Optional<LocalDate> signed = day("contract.signDateTime", registration.contract("signDateTime"), true);
        Optional<LocalDate> start = day("contract.startDateTime", registration.contract("startDateTime"), true);
        Optional<LocalDate> end = day("contract.endDateTime", registration.contract("endDateTime"), !perpetual);
        signed.filter(today::isBefore)
                .ifPresent(day -> broken.add("contract.signDateTime: expected no day in the future, found " + day));
        signed.filter(day -> day.plusDays(DAYS_AFTER_SIGNATURE).isBefore(today))
                .ifPresent(day -> broken.add("contract.signDateTime: expected a signature in the last "
                        + DAYS_AFTER_SIGNATURE + " days, found " + day));
        Optional<LocalDate> created = facts.createdAt().map(RegistrationRules::dayOf);
        signed.filter(day -> created.filter(day::isBefore).isPresent())
                .ifPresent(day -> broken.add("contract.signDateTime: expected no day before the referral was made, "
                        + created.get() + ", found " + day));
        start.filter(day -> day.isBefore(today.minus(OLDEST_START)))
                .ifPresent(day -> broken.add(
                        "contract.startDateTime: expected a start in the last 90 days or later, found " + day));
        end.filter(day -> start.filter(day::isBefore).isPresent())
                .ifPresent(day -> broken.add(
                        "contract.endDateTime: expected no day before the start, " + start.get() + ", found " + day));
    }

    private void solution() {
        JsonNode id = registration.solution("id");
        if (id.asText("").isBlank()) {
            broken.add("solution.id: expected the id of a solution, found none");
        } else if (!facts.solutions().isEmpty()
                && !facts.solutions().contains(id.asText().strip())) {
            broken.add("solution.id: expected one of the referral's solutions " + facts.solutions() + ", found "
                    + quoted(id));
        }
        Optional<BigDecimal> value = amount("solution.value", registration.solution("value"));
        JsonNode currency = registration.solution("currency");
        Optional<String> own = currency.isMissingNode() ? Optional.empty() : currency("solution.currency", currency);
        String contracts = registration.contract("currency").asText("");
        boolean comparable =
                own.filter(code -> !code.equalsIgnoreCase(contracts)).isEmpty();
        Optional<BigDecimal> whole = number(registration.contract("value"));
        if (comparable && value.isPresent() && whole.filter(value.get()::equals).isEmpty()) {
            whole.filter(most -> value.get().compareTo(most) > 0)
                    .ifPresent(most -> broken.add("solution.value: expected at most the contract's value "
                            + most.toPlainString() + ", found " + value.get().toPlainString()));
        }
        JsonNode deployed = registration.solution("isDeployedOnAzure");
        if (!deployed.isBoolean() || !deployed.booleanValue()) {
            broken.add("solution.isDeployedOnAzure: expected true, found " + quoted(deployed));
        }
        oneOf(
                "solution.primaryDeploymentOn",
                registration.solution("primaryDeploymentOn"),
                Set.of("Customer", "Partner"));
        oneOf("solution.pricingModel", registration.solution("pricingModel"), Set.of("Other", "PayAsYouGo"));
    }

    private void marketplace() {
        JsonNode transacted = registration.marketplace("isMarketplaceTransacted");
        JsonNode at = registration.marketplace("marketplaceTransactionDateTime");
        String name = "solution.marketplaceTransactionDetails.";
        if (!transacted.isMissingNode() && !transacted.isBoolean()) {
            broken.add(name + "isMarketplaceTransacted: expected true or false, found " + quoted(transacted));
        }
        if (transacted.asBoolean(false) || !at.isMissingNode()) {
            day(name + "marketplaceTransactionDateTime", at, true);
        }
    }

    private Optional<BigDecimal> amount(String name, JsonNode node) {
        Optional<BigDecimal> amount = number(node).filter(number -> number.signum() > 0);
        if (amount.isEmpty()) {
            broken.add(name + ": expected a number above 0, found " + quoted(node));
        }
        return amount;
    }

    private static Optional<BigDecimal> number(JsonNode node) {
        // A bound on the digits: 1E999999999 would exhaust the memory when written out.
        return node.isNumber()
                        && Math.abs((long) node.decimalValue().precision()
                                        - node.decimalValue().scale())
                                <= 30
                ? Optional.of(node.decimalValue())
                : Optional.empty();
    }

    private Optional<String> currency(String name, JsonNode node) {
        Optional<String> code = Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .filter(node.asText("")::equals)
                .findFirst();
        if (code.isEmpty()) {
            broken.add(name + ": expected an ISO 4217 code such as USD, found " + quoted(node));
        }
        return code;
    }

    private void oneOf(String name, JsonNode node, Set<String> allowed) {
        if (!allowed.contains(node.asText(""))) {
            broken.add(name + ": expected one of " + allowed.stream().sorted().toList() + ", found " + quoted(node));
        }
    }

    private Optional<LocalDate> day(String name, JsonNode node, boolean required) {
        Optional<LocalDate> day = Referral.parseInstant(node.asText("")).map(RegistrationRules::dayOf);
        if (day.isEmpty() && (required || !node.isMissingNode())) {
            broken.add(name + ": expected a day such as 2026-03-31, found " + quoted(node));
        }
        return day;
    }

    private static LocalDate dayOf(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** What was found, short enough to be told. */
    private static String quoted(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "none";
        }
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "\u2026" : text;
    }
}
