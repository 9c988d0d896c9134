package dev.cosell.sync;

import dev.cosell.referral.CompanyName;
import dev.cosell.referral.Countries;
import dev.cosell.referral.MailDomain;
import dev.cosell.sync.port.Account;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides which account a customer is. Pure.
 *
 * <p>The steps are gone through in their order, from the surest to the least sure. The first at which any account matches
 * decides: one is the customer, several are for a person. If none matches but one is near, that is for a person too: an
 * account is made only where nothing is near.
 *
 * <p>A web domain may be shared by many companies (groups, franchises, schools of a city), and a name by many that have
 * nothing to do with each other. So either alone makes an account near; a domain with nearly the same name is a match.
 *
 * @param steps that are on
 * @param similarity from which on two names are nearly the same, 0 to 1, legal forms left aside
 */
public record AccountMatching(Set<Step> steps, double similarity) {
    /** By what a customer can be recognised, the surest first. */
    public enum Step {
        EXTERNAL_ID("external id"),
        DUNS("DUNS number"),
        DOMAIN("web domain"),
        NAME("name, country and postal code");

        private final String words;

        Step(String words) {
            this.words = words;
        }

        /** As people say it. */
        public String words() {
            return words;
        }
    }

    /** What the matching came to. */
    public sealed interface Verdict {
        /** This account it is. */
        record Is(Account account, Step by) implements Verdict {}

        /** Several match equally well. */
        record Several(List<Account> accounts, Step by) implements Verdict {}

        /** None matches, but these have nearly the same name or the same web domain; the most similar name first. */
        record Near(List<Account> accounts) implements Verdict {}

        /** The CRM does not have this customer. */
        record Nobody() implements Verdict {}
    }

    public AccountMatching {
        steps = Set.copyOf(steps);
    }

    /** All steps; names that share 85 of 100 letters are near. */
    public static final AccountMatching DEFAULT = new AccountMatching(Set.of(Step.values()), 0.85);

    /** Which of the candidates is the customer; candidates that match nothing do no harm. */
    public Verdict decide(Customer customer, CustomerKeys keys, List<Account> candidates) {
        for (Step step : Step.values()) {
            List<Account> matches = steps.contains(step)
                    ? candidates.stream().filter(matching(step, customer, keys)).toList()
                    : List.of();
            if (matches.size() == 1) {
                return new Verdict.Is(matches.getFirst(), step);
            }
            if (!matches.isEmpty()) {
                return new Verdict.Several(matches, step);
            }
        }
        List<Account> near = near(customer, keys, candidates);
        return near.isEmpty() ? new Verdict.Nobody() : new Verdict.Near(near);
    }

    private Predicate<Account> matching(Step step, Customer customer, CustomerKeys keys) {
        return switch (step) {
            case EXTERNAL_ID ->
                account -> keys.externalIds().stream()
                        .anyMatch(id -> id.equalsIgnoreCase(account.externalId().strip()));
            case DUNS -> account -> keys.duns().contains(CustomerKeys.digits(account.duns()));
            case DOMAIN -> account -> sharesDomain(keys, account) && isNearlyNamed(customer, account);
            case NAME -> account -> isNamed(customer, account);
        };
    }

    /** Whether the account's web address is on a domain from which the customer's contacts write. */
    static boolean sharesDomain(CustomerKeys keys, Account account) {
        return keys.domains().stream().anyMatch(domain -> MailDomain.isOn(account.website(), domain));
    }

    /** What is not known on one side excludes nothing. */
    private static boolean isNamed(Customer customer, Account account) {
        return new CompanyName(customer.name()).normal().equals(new CompanyName(account.name()).normal())
                && (customer.postalCode().isBlank()
                        || account.postalCode().isBlank()
                        || letters(customer.postalCode()).equals(letters(account.postalCode())))
                && !isAnotherCountry(customer, account);
    }

    private List<Account> near(Customer customer, CustomerKeys keys, List<Account> candidates) {
        return candidates.stream()
                .filter(account -> steps.contains(Step.NAME) && isNearlyNamed(customer, account)
                        || steps.contains(Step.DOMAIN) && sharesDomain(keys, account))
                .sorted(Comparator.comparingDouble(account -> -likeness(customer, account)))
                .toList();
    }

    private boolean isNearlyNamed(Customer customer, Account account) {
        return !isAnotherCountry(customer, account) && likeness(customer, account) >= similarity;
    }

    private static double likeness(Customer customer, Account account) {
        return new CompanyName(customer.name()).similarity(new CompanyName(account.name()));
    }

    /** The account's country is free text: it excludes an account only if it surely names another one. */
    private static boolean isAnotherCountry(Customer customer, Account account) {
        Optional<String> here = Countries.alpha2(customer.country());
        Optional<String> there = Countries.alpha2(account.country());
        return here.isPresent() && there.isPresent() && !here.equals(there);
    }

    private static String letters(String postalCode) {
        return new CompanyName(postalCode).normal().replace(" ", "");
    }
}
