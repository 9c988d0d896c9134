package dev.cosell.operate.work;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.PairStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The net under the queues: finds hints that nobody settled and reminders that never came, and keeps parked messages.
 *
 * <p>A hint can be left without a message if the app stopped between writing the two and its sender never came back, or
 * if the host gave the message up while storage was away.
 */
public final class Sweep {
    private static final Duration OVERDUE = Duration.ofMinutes(15);
    private static final Duration LOOK_BACK = Duration.ofDays(7);
    private static final int PAGE = 500;
    private static final int MOST_PAGES = 20;
    private static final int PARKED_PAGE = 1000;
    private static final int MOST_ROWS = 10_000;

    /** What to do about a hint. */
    private enum Finding {
        DONE,
        /** Somebody is at it, or it has to wait: to be looked at again. */
        UNDER_WAY,
        LOST
    }

    private final Hints hints;
    private final PairStore pairs;
    private final Outages outages;
    private final PairDirectory directory;
    private final PoisonMessages poison;
    private final QueueNames queues;
    private final Inbox inbox;
    private final StaleWakeUps wakeUps;
    private final Gate gate;
    private final InstantSource clock;
    /** All hints before this one are done, as far as this process knows; a new one looks at all of them once. */
    private volatile Instant doneBefore = Instant.EPOCH;

    /**
     * @param gate whose work waits on the queue because it is switched off
     * @param clock the storage server's
     */
    public Sweep(
            Hints hints,
            PairStore pairs,
            Outages outages,
            PairDirectory directory,
            PoisonMessages poison,
            QueueNames queues,
            Inbox inbox,
            StaleWakeUps wakeUps,
            Gate gate,
            InstantSource clock) {
        this.hints = hints;
        this.pairs = pairs;
        this.outages = outages;
        this.directory = directory;
        this.poison = poison;
        this.queues = queues;
        this.inbox = inbox;
        this.wakeUps = wakeUps;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Queues overdue hints and lost reminders again, moves what is on the poison queues to where it does not expire, and
     * what an earlier version of the connector put on lists to where lists are now.
     *
     * @return one line for the log
     */
    public String run() {
        int moved = directory.moveEarlierRows(MOST_ROWS);
        int kept = queues.all().stream().mapToInt(poison::drain).sum();
        // While a system is out, or changes wait for calls, every hint is overdue, and its message waits on the queue:
        // another would wait beside it. The net itself calls nobody, so it may be out when background work waits.
        boolean out = anySystemIsOut();
        int overdue = out ? 0 : queueOverdue();
        int stale = out ? 0 : wakeUps.queue(clock.instant());
        return "overdueHints=" + overdue + " lostReminders=" + stale + " parkedMessagesKept=" + kept
                + (moved == 0 ? "" : " listRowsMoved=" + moved);
    }

    private boolean anySystemIsOut() {
        return Stream.of(RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM)
                .anyMatch(system -> outages.current(system, Lane.CHANGES).isPresent());
    }

    private int queueOverdue() {
        Instant now = clock.instant();
        Instant to = now.minus(OVERDUE);
        Instant from = later(doneBefore, now.minus(LOOK_BACK));
        Instant firstUnderWay = Instant.MAX;
        Optional<Set<Subject>> parked = Optional.empty();
        int queued = 0;
        boolean more = true;
        for (int page = 0; more && page < MOST_PAGES; page++) {
            List<Hint> marked = hints.markedBetween(from, to, PAGE);
            for (Hint hint : marked) {
                Finding finding = finding(hint, now);
                if (finding == Finding.UNDER_WAY) {
                    firstUnderWay = earlier(firstUnderWay, hint.markedAt());
                } else if (finding == Finding.LOST) {
                    parked = parked.or(() -> Optional.of(parked()));
                    queued += queueUnless(parked.get(), hint);
                }
            }
            more = marked.size() == PAGE;
            from = more ? after(from, marked.getLast().markedAt()) : to;
        }
        doneBefore = earlier(firstUnderWay, from);
        return queued;
    }

    private int queueUnless(Set<Subject> parked, Hint hint) {
        if (parked.contains(hint.subject())) {
            return 0;
        }
        inbox.accept(hint.subject(), open(hint).map(Hint.Request::cause).orElse("overdue"));
        return 1;
    }

    /** What was asked with the message that is lost: an ordinary event would not do it. */
    private Optional<Hint.Request> open(Hint hint) {
        return pair(hint).map(pair -> pair.open(hint)).orElse(hint.request());
    }

    private Optional<Pair> pair(Hint hint) {
        return hint.pair().flatMap(pairs::read).map(Stored::value);
    }

    private Finding finding(Hint hint, Instant now) {
        if (gate.waits(hint.subject().side()).isPresent()) {
            return Finding.UNDER_WAY;
        }
        Optional<Pair> pair = pair(hint);
        if (pair.isEmpty()) {
            return hint.notBefore().filter(now.minus(OVERDUE)::isBefore).isPresent() ? Finding.UNDER_WAY : Finding.LOST;
        }
        if (pair.get().phase() == Phase.PARKED || pair.get().hasSettled(hint)) {
            return Finding.DONE;
        }
        boolean waits = pair.get().leasedAt(now)
                || pair.get().notBefore().filter(now::isBefore).isPresent();
        return waits ? Finding.UNDER_WAY : Finding.LOST;
    }

    /**
     * What lies on the poison list with a reason: queued again it would only be parked again. What the host gave up
     * without a reason is not among them: storage may have been away, and then another try is all it needs.
     */
    private Set<Subject> parked() {
        Set<Subject> subjects = new HashSet<>();
        for (String queue : queues.all()) {
            Optional<String> token = Optional.empty();
            do {
                Page<PoisonMessage> page = poison.list(queue, token, PARKED_PAGE);
                page.items().stream()
                        .filter(message -> message.problem().isPresent())
                        .flatMap(message -> message.work().stream())
                        .forEach(work -> subjects.add(work.subject()));
                token = page.next();
            } while (token.isPresent());
        }
        return subjects;
    }

    /** A full page may end between hints of one instant, so that instant is looked at again unless it is all there is. */
    private static Instant after(Instant from, Instant last) {
        return last.isAfter(from) ? last : from.plusMillis(1);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
