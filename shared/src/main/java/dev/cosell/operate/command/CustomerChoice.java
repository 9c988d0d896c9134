package dev.cosell.operate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.WrittenId;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.port.Customers;

/** Whom a deal is for, where the connector will not guess: a person names the account, or wants a new one. */
public final class CustomerChoice {
    /** The latest choice counts. */
    private record Choice(Command command) implements Wish {
        @Override
        public void check(Pair pair) {
            if (pair.record().isPresent() || pair.referralId().isEmpty()) {
                throw Problem.of(
                                ProblemCode.NOT_POSSIBLE,
                                "expected a deal without a record, found one that has "
                                        + pair.record().map(Object::toString).orElse("no referral")
                                        + "; its customer is set in the CRM")
                        .on("customer")
                        .failure();
            }
        }

        @Override
        public boolean replaces(Command waiting) {
            return waiting.kind() == Command.Kind.CUSTOMER;
        }

        @Override
        public String cause() {
            return Causes.SYNC_NOW;
        }
    }

    private static final String EXPECTED =
            "expected {\"account\": \"<id of an account>\"} or {\"create\": true}, found ";

    private final Referrals referrals;
    private final Asking asking;
    private final Customers customers;

    public CustomerChoice(Referrals referrals, Asking asking, Customers customers) {
        this.referrals = referrals;
        this.asking = asking;
        this.customers = customers;
    }

    /**
     * Keeps the choice in the pair and queues it; a later choice takes the place of one that was not made use of yet. An
     * account is looked for first: one call to the CRM.
     *
     * @param id of the pair or the referral
     * @param request {@code {"account": "<guid>"}} or {@code {"create": true}}; {@code by} may name who chose
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}; {@code NOT_FOUND}; {@code NOT_POSSIBLE} if the deal
     *     has a record already; {@code CUSTOMER_NOT_FOUND} if there is no such account
     */
    public Reply choose(String id, JsonNode request) {
        Choice choice = new Choice(asking.command(Command.Kind.CUSTOMER, details(request), Asker.of(request)));
        Pair found = referrals.find(id);
        choice.check(found);
        checkAccount(choice.command().details().path("account"));
        Pair pair = asking.ask(found, choice);
        return Reply.accepted(pair.id().value());
    }

    private void checkAccount(JsonNode account) {
        if (!account.isMissingNode() && customers.account(account.asText()).isEmpty()) {
            throw Problem.of(
                            ProblemCode.CUSTOMER_NOT_FOUND,
                            "expected the id of an account of the CRM, found \"" + account.asText()
                                    + "\", which is none")
                    .on("customer")
                    .failure();
        }
    }

    private static ObjectNode details(JsonNode request) {
        boolean create = request.path("create").asBoolean(false);
        String account = request.path("account").asText("").strip();
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (create == !account.isEmpty()) {
            throw unreadable(create ? "both" : "neither");
        }
        if (create) {
            return details.put("create", true);
        }
        String id = WrittenId.of(account)
                .filter(written -> written.table().stream().allMatch("account"::equalsIgnoreCase))
                .map(WrittenId::id)
                .orElseThrow(() -> unreadable("an account id with other characters than letters, digits and dashes"));
        return details.put("account", id);
    }

    private static RuntimeException unreadable(String found) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, EXPECTED + found).failure();
    }
}
