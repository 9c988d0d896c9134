package dev.cosell.sync;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.AccountMatching.Verdict;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Account;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the account a new record is for, or makes it; what is not clear is for a person, who says it by a command. */
final class FindingCustomer {
    private static final int NAMED = 5;

    private final PairAtWork at;

    FindingCustomer(PairAtWork at) {
        this.at = at;
    }

    /**
     * The account of a customer.
     *
     * @throws dev.cosell.problem.Failure {@code CUSTOMER_AMBIGUOUS} or {@code CUSTOMER_SIMILAR} with the candidates, if a
     *     person has to decide and has not yet
     */
    RecordRef account(Customer customer) {
        CustomerKeys keys = at.referralRead().map(CustomerKeys::of).orElse(CustomerKeys.NONE);
        Optional<Command> choice = choice(at.pair());
        if (choice.isPresent()) {
            return chosen(choice.get(), customer, keys);
        }
        List<Account> candidates = at.ports.crm().customers().candidates(customer, keys);
        return switch (at.settings.customers().matching().decide(customer, keys, candidates)) {
            case Verdict.Is(Account account, AccountMatching.Step by) -> account.ref();
            case Verdict.Several(List<Account> accounts, AccountMatching.Step by) ->
                throw toDecide(
                        ProblemCode.CUSTOMER_AMBIGUOUS,
                        accounts.size() + " accounts match " + shown(customer) + " by " + by.words(),
                        accounts,
                        keys);
            case Verdict.Near(List<Account> accounts) ->
                throw toDecide(
                        ProblemCode.CUSTOMER_SIMILAR,
                        "no account is surely " + shown(customer) + ", but " + accounts.size() + " may be",
                        accounts,
                        keys);
            case Verdict.Nobody() -> create(sharedId(customer), customer, keys);
        };
    }

    /**
     * The account that a person chose for a referral that names no customer.
     *
     * @throws dev.cosell.problem.Failure {@code CUSTOMER_MISSING} if a new one is wanted, which would have no name
     */
    Optional<RecordRef> chosen() {
        return choice(at.pair()).map(choice -> {
            if (choice.details().path("create").asBoolean(false)) {
                at.become(at.pair().change().done(choice).now());
                throw Problem.of(
                                ProblemCode.CUSTOMER_MISSING,
                                "expected the id of an account: the referral has no name for a new one")
                        .failure();
            }
            return existing(choice);
        });
    }

    /** A choice has been made use of once the deal has its record. */
    void forgetChoice() {
        choice(at.pair()).filter(command -> at.pair().record().isPresent()).ifPresent(command -> {
            at.note("customer chosen by " + command.by(), Optional.empty(), List.of(), Optional.empty());
            at.become(at.pair().change().done(command).now());
        });
    }

    private RecordRef chosen(Command choice, Customer customer, CustomerKeys keys) {
        if (choice.details().path("create").asBoolean(false)) {
            return create(ownId(customer), customer, keys);
        }
        return existing(choice);
    }

    private RecordRef create(String id, Customer customer, CustomerKeys keys) {
        new Permission(at).require("make an account in the CRM");
        return at.ports.crm().customers().createAccount(id, customer, keys);
    }

    private RecordRef existing(Command choice) {
        String id = choice.details().path("account").asText("");
        Optional<Account> account = at.ports.crm().customers().account(id);
        if (account.isEmpty()) {
            at.become(at.pair().change().done(choice).now());
            throw Problem.of(
                            ProblemCode.CUSTOMER_NOT_FOUND,
                            "expected the id of an account of the CRM, found \"" + id + "\", which is none")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return account.get().ref();
    }

    /** The latest counts: who asks again has changed their mind. */
    private static Optional<Command> choice(Pair pair) {
        return pair.commands().stream()
                .filter(command -> command.kind() == Command.Kind.CUSTOMER)
                .reduce((earlier, later) -> later);
    }

    /** Two deals for one new customer make one account: the first claims its id, and the id follows from the claim. */
    private String sharedId(Customer customer) {
        String key = Linking.stableId("customer|" + customer.matchKey());
        return at.ports.claims().claim(Claim.customer(key), key);
    }

    /** Somebody wants an account of its own, though others are alike: it is this deal's. */
    private String ownId(Customer customer) {
        return Linking.stableId(
                "customer|" + customer.matchKey() + "|" + at.pair().id());
    }

    private static RuntimeException toDecide(ProblemCode code, String what, List<Account> accounts, CustomerKeys keys) {
        String shown = accounts.stream()
                .limit(NAMED)
                .map(account -> "\"" + account.name() + "\" (" + account.ref().id() + ", " + account.link()
                        + (AccountMatching.sharesDomain(keys, account) ? ", same web domain" : "") + ")")
                .collect(Collectors.joining("; "));
        int more = accounts.size() - NAMED;
        return Problem.of(code, what + ": " + shown + (more > 0 ? "; and " + more + " more" : ""))
                .failure();
    }

    private static String shown(Customer customer) {
        return ("\"" + customer.name() + "\" " + customer.postalCode() + " " + customer.country()).strip();
    }
}
