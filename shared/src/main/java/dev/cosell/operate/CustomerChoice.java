package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.Causes;
import dev.cosell.sync.Command;
import dev.cosell.sync.Inbox;
import dev.cosell.sync.Pair;
import dev.cosell.sync.PairStore;
import dev.cosell.sync.Stored;
import dev.cosell.sync.Subject;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Whom a deal is for, where the connector will not guess: a person names the account, or wants a new one. */
public final class CustomerChoice {
    private static final int TRIES = 10;
    private static final int LONGEST_NAME = 100;
    private static final String SOMEBODY = "an operator";
    private static final String EXPECTED =
            "expected {\"account\": \"<id of an account>\"} or {\"create\": true}, found ";

    private final Referrals referrals;
    private final PairStore pairs;
    private final Inbox inbox;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public CustomerChoice(Referrals referrals, PairStore pairs, Inbox inbox, InstantSource clock) {
        this.referrals = referrals;
        this.pairs = pairs;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Keeps the choice in the pair and queues it; a later choice takes the place of one that was not made use of yet.
     *
     * @param id of the pair or the referral
     * @param request {@code {"account": "<guid>"}} or {@code {"create": true}}; {@code by} may name who chose
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}; {@code NOT_FOUND}; {@code NOT_CHANGEABLE} if the deal
     *     has a record already
     */
    public Reply choose(String id, JsonNode request) {
        Command command = new Command(
                UUID.randomUUID().toString(), Command.Kind.CUSTOMER, details(request), by(request), clock.instant());
        Pair pair = keep(referrals.find(id), command);
        inbox.accept(Subject.referral(pair.referralId().orElseThrow()), Causes.SYNC_NOW);
        return Reply.of(
                202,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("accepted", true)
                        .put("follow", "/api/referrals/" + pair.id().value()));
    }

    private static ObjectNode details(JsonNode request) {
        boolean create = request.path("create").asBoolean(false);
        String account = request.path("account").asText("").strip();
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (create == !account.isEmpty()) {
            throw unreadable(create ? "both" : "neither");
        }
        if (!create && !account.matches("[0-9A-Za-z{}-]{1,64}")) {
            throw unreadable("an account id with other characters than letters, digits and dashes");
        }
        return create ? details.put("create", true) : details.put("account", account);
    }

    private static String by(JsonNode request) {
        String name = request.path("by")
                .asText(SOMEBODY)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected by to be a name of 1 to " + LONGEST_NAME + " characters, found " + name.length())
                    .failure();
        }
        return name;
    }

    /** Somebody else may store the pair at the same time. */
    private Pair keep(Pair found, Command command) {
        for (int i = 0; i < TRIES; i++) {
            Stored<Pair> row = pairs.read(found.id())
                    .orElseThrow(() -> Problem.of(
                                    ProblemCode.NOT_FOUND, "expected pair " + found.id() + ", found that it is gone")
                            .failure());
            check(row.value());
            Pair.Change change = row.value().change();
            row.value().commands().stream()
                    .filter(known -> known.kind() == Command.Kind.CUSTOMER)
                    .forEach(change::done);
            Pair next = change.command(command).now();
            if (pairs.replace(row, next, List.of()).isPresent()) {
                return next;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "expected to store the choice, found the pair changed " + TRIES + " times meanwhile")
                .failure();
    }

    private static void check(Pair pair) {
        if (pair.record().isPresent() || pair.referralId().isEmpty()) {
            throw Problem.of(
                            ProblemCode.NOT_CHANGEABLE,
                            "expected a deal without a record, found one that has "
                                    + pair.record().map(Object::toString).orElse("no referral")
                                    + "; its customer is set in the CRM")
                    .on("customer")
                    .failure();
        }
    }

    private static RuntimeException unreadable(String found) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, EXPECTED + found).failure();
    }
}
