package dev.cosell.operate.work;

import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PairStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The net under the messages: finds hints that nobody settled.
 *
 * <p>A hint can be left without a message if the app stopped between writing the two and its sender never came back, or
 * if the host gave the message up while storage was away.
 */
public final class OverdueHints {
    private static final Duration OVERDUE = Duration.ofMinutes(15);
    private static final Duration LOOK_BACK = Duration.ofDays(7);
    private static final int PAGE = 500;
    private static final int MOST_PAGES = 20;

    /** What to do about a hint. */
    private enum Finding {
        DONE,
        /** Somebody is at it, or it has to wait: to be looked at again. */
        UNDER_WAY,
        LOST
    }

    private final Hints hints;
    private final PairStore pairs;
    private final Inbox inbox;
    private final Supplier<Set<Subject>> parked;
    private final Gate gate;
    private final InstantSource clock;
    /** All hints before this one are done, as far as this process knows; a new one looks at all of them once. */
    private volatile Instant doneBefore = Instant.EPOCH;

    /**
     * @param parked what was put aside with a reason: queued again it would only be put aside again
     * @param gate whose work waits on the queue because it is switched off
     * @param clock the storage server's
     */
    public OverdueHints(
            Hints hints, PairStore pairs, Inbox inbox, Supplier<Set<Subject>> parked, Gate gate, InstantSource clock) {
        this.hints = hints;
        this.pairs = pairs;
        this.inbox = inbox;
        this.parked = parked;
        this.gate = gate;
        this.clock = clock;
    }

    /** @return how many were queued */
    int queue() {
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
                    parked = parked.or(() -> Optional.of(this.parked.get()));
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
