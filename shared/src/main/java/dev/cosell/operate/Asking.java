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
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Keeps what a person asks of a deal in its pair, and has a worker do it: once, also after a crash. */
public final class Asking {
    private static final int TRIES = 10;
    private static final int LONGEST_NAME = 100;
    private static final String SOMEBODY = "an operator";

    private final PairStore pairs;
    private final Inbox inbox;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Asking(PairStore pairs, Inbox inbox, InstantSource clock) {
        this.pairs = pairs;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * A command as somebody gives it.
     *
     * @param request may name who asks in {@code by}, 1 to 100 characters
     */
    Command command(Command.Kind kind, ObjectNode details, JsonNode request) {
        return new Command(UUID.randomUUID().toString(), kind, details, by(request), clock.instant());
    }

    /**
     * Keeps a command and queues its deal. A waiting command of the same content is not asked again.
     *
     * @param check throws if the deal, as it is stored now, does not allow it
     * @param instead waiting commands that this one takes the place of
     */
    Reply ask(Pair found, Command command, Consumer<Pair> check, Predicate<Command> instead) {
        Pair pair = keep(found, command, check, instead);
        inbox.accept(subject(pair), Causes.ASKED);
        return Reply.of(
                202,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("accepted", true)
                        .put("follow", "/api/referrals/" + pair.id().value()));
    }

    private Pair keep(Pair found, Command command, Consumer<Pair> check, Predicate<Command> instead) {
        for (int i = 0; i < TRIES; i++) {
            Stored<Pair> row = pairs.read(found.id())
                    .orElseThrow(() -> Problem.of(
                                    ProblemCode.NOT_FOUND, "expected pair " + found.id() + ", found that it is gone")
                            .failure());
            Pair pair = row.value();
            if (pair.commands().stream().anyMatch(known -> isSame(known, command))) {
                return pair;
            }
            check.accept(pair);
            Pair.Change change = pair.change();
            pair.commands().stream().filter(instead).forEach(change::done);
            Pair next = change.command(command).now();
            if (pairs.replace(row, next, List.of()).isPresent()) {
                return next;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "expected to store the request, found the pair changed " + TRIES + " times meanwhile")
                .failure();
    }

    private static boolean isSame(Command known, Command asked) {
        return known.kind() == asked.kind() && known.details().equals(asked.details());
    }

    /** The record if there is one: a deal that lost its referral must not be looked for there. */
    private static Subject subject(Pair pair) {
        return pair.record()
                .map(Subject::record)
                .or(() -> pair.referralId().map(Subject::referral))
                .orElseThrow(() -> Problem.of(ProblemCode.UNEXPECTED, "pair " + pair.id() + " has no half")
                        .failure());
    }

    private static String by(JsonNode request) {
        JsonNode given = request.path("by");
        if (given.isMissingNode()) {
            return SOMEBODY;
        }
        String name = given.asText("").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (!given.isTextual() || name.isEmpty() || name.length() > LONGEST_NAME) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected by to be a name of 1 to " + LONGEST_NAME + " characters, found "
                                    + (given.isTextual() ? name.length() + " characters" : "no text"))
                    .failure();
        }
        return name;
    }
}
