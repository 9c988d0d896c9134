package dev.cosell.operate.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PairStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Keeps what a person asks of a deal in its pair, and has a worker do it: once, also after a crash. */
public final class Asking {
    private static final int TRIES = 10;

    private final PairStore pairs;
    private final Inbox inbox;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Asking(PairStore pairs, Inbox inbox, InstantSource clock) {
        this.pairs = pairs;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** A command as somebody gives it now. */
    Command command(Command.Kind kind, ObjectNode details, Asker by) {
        return command(UUID.randomUUID().toString(), kind, details, by);
    }

    /**
     * A command as somebody gives it now.
     *
     * @param id two commands of one id are one
     */
    Command command(String id, Command.Kind kind, ObjectNode details, Asker by) {
        return new Command(id, kind, details, by.name(), clock.instant());
    }

    /**
     * Keeps a wish and queues its deal. One that waits already is not kept again.
     *
     * @return the pair with the command in it
     * @throws dev.cosell.problem.Failure what the wish's check throws; {@code NOT_FOUND} if the pair is gone
     */
    Pair ask(Pair found, Wish wish) {
        Pair pair = keep(found, wish);
        inbox.accept(wish.subject(pair), wish.cause());
        return pair;
    }

    /** Somebody else may store the pair at the same time: then what is there now is looked at afresh. */
    private Pair keep(Pair found, Wish wish) {
        for (int i = 0; i < TRIES; i++) {
            Stored<Pair> row = pairs.read(found.id())
                    .orElseThrow(() -> Problem.of(
                                    ProblemCode.NOT_FOUND, "expected pair " + found.id() + ", found that it is gone")
                            .failure());
            Pair pair = row.value();
            wish.check(pair);
            if (waitsAlready(pair, wish)) {
                return pair;
            }
            Pair next = with(pair, wish);
            if (pairs.replace(row, next, audit(pair, next, wish)).isPresent()) {
                return next;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "expected to store the request, found the pair changed " + TRIES + " times meanwhile")
                .failure();
    }

    /** A wish with a note of its own is noted for everybody who has it: the timeline shows all who decided. */
    private static boolean waitsAlready(Pair pair, Wish wish) {
        return pair.commands().stream()
                .filter(known -> known.asksTheSame(wish.command()))
                .anyMatch(known -> wish.note().isEmpty()
                        || known.by().equals(wish.command().by()));
    }

    private static Pair with(Pair pair, Wish wish) {
        Pair.Change change = pair.change();
        pair.commands().stream().filter(wish::replaces).forEach(change::done);
        if (!told(pair, wish).isEmpty()) {
            change.raiseFence();
        }
        return change.command(wish.command()).now();
    }

    /** What the timeline says at once: nobody waits for the end of something that another wish has taken the place of. */
    private static List<String> told(Pair before, Wish wish) {
        if (wish.note().isPresent()) {
            return List.of(wish.note().get());
        }
        return before.commands().stream()
                .filter(wish::replaces)
                .map(gone -> word(gone) + ", asked by " + gone.by() + ", gives way to " + word(wish.command())
                        + ", asked by " + wish.command().by())
                .toList();
    }

    private static String word(Command command) {
        return command.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<AuditEntry> audit(Pair before, Pair pair, Wish wish) {
        List<AuditEntry> entries = new ArrayList<>();
        for (String did : told(before, wish)) {
            entries.add(new AuditEntry(
                    pair.fence(),
                    entries.size(),
                    wish.command().at(),
                    wish.cause(),
                    did,
                    Optional.empty(),
                    List.of(),
                    Optional.empty()));
        }
        return entries;
    }
}
