package dev.cosell.operate.work;

import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PairStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The net under the reminders: finds pairs that were to be looked at again and were not, because the message that waited
 * for the time is gone. A hint cannot tell: it is marked only when the message comes.
 *
 * <p>What comes of it is what the message would have led to, and its pair then says its next time. A message that comes
 * late after all finds that time and is dropped without a call.
 */
public final class StaleWakeUps {
    private static final Duration OVERDUE = Duration.ofMinutes(15);
    private static final int DAYS_BACK = 30;
    private static final int MOST_OF_A_DAY = 1000;

    private final Calendar calendar;
    private final PairStore pairs;
    private final Hints hints;
    private final Inbox inbox;
    /** Nothing of earlier days is open, as far as this process knows; a new one looks back a month. */
    private volatile Optional<LocalDate> from = Optional.empty();

    /** Which pairs are to be looked at again when, as {@link dev.cosell.store.PairDirectory#toWake} tells. */
    public interface Calendar {
        List<PairId> toWake(LocalDate day, Instant before, int most);
    }

    public StaleWakeUps(Calendar calendar, PairStore pairs, Hints hints, Inbox inbox) {
        this.calendar = calendar;
        this.pairs = pairs;
        this.hints = hints;
        this.inbox = inbox;
    }

    /**
     * Queues what is overdue.
     *
     * @return how many
     */
    int queue(Instant now) {
        Instant before = now.minus(OVERDUE);
        LocalDate last = LocalDate.ofInstant(before, ZoneOffset.UTC);
        LocalDate open = last;
        int queued = 0;
        for (LocalDate day = from.orElse(last.minusDays(DAYS_BACK)); !day.isAfter(last); day = day.plusDays(1)) {
            for (PairId id : calendar.toWake(day, before, MOST_OF_A_DAY)) {
                Optional<Pair> pair = pairs.read(id).map(Stored::value).filter(found -> isStale(found, before));
                queued += pair.map(this::queueUnlessQueued).orElse(0);
                open = pair.isPresent() && day.isBefore(open) ? day : open;
            }
        }
        from = Optional.of(open);
        return queued;
    }

    /** What is parked is left to the poison list. */
    private static boolean isStale(Pair pair, Instant before) {
        return pair.phase() != Phase.PARKED
                && pair.deadlines().wakeAt().filter(before::isAfter).isPresent();
    }

    /** An event that nobody has worked off yet will do the same. */
    private int queueUnlessQueued(Pair pair) {
        Optional<Subject> subject =
                pair.referralId().map(Subject::referral).or(() -> pair.record().map(Subject::record));
        Optional<Hint> newest = subject.flatMap(hints::read);
        boolean underWay = newest.filter(hint -> !pair.hasSettled(hint.subject(), hint.mark()))
                .isPresent();
        if (underWay || subject.isEmpty()) {
            return 0;
        }
        inbox.accept(subject.get(), Causes.WAKE_UP);
        return 1;
    }
}
