package dev.cosell.operate.notice;

import dev.cosell.referral.Milestones;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/** Says 7, 3 and 1 days before that a referral expires unless somebody answers it. */
public final class ExpiryWatch {
    private static final int PAGE = 500;

    private final PairDirectory directory;
    private final Notices notices;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public ExpiryWatch(PairDirectory directory, Notices notices, InstantSource clock) {
        this.directory = directory;
        this.notices = notices;
        this.clock = clock;
    }

    /** For a timer, once an hour: what was told already is told once all the same. */
    public void run() {
        Instant now = clock.instant();
        Instant horizon = now.plus(Milestones.ALARMS.getFirst());
        Optional<String> token = Optional.empty();
        do {
            Page<PairSummary> page = directory.unanswered(horizon, token, PAGE);
            page.items().forEach(pair -> tell(pair, now));
            token = page.next();
        } while (token.isPresent());
    }

    private void tell(PairSummary pair, Instant now) {
        pair.answerBy()
                .filter(now::isBefore)
                .ifPresent(end -> alarm(Duration.between(now, end))
                        .ifPresent(alarm -> notices.tell(new Notice(
                                Notice.Kind.REFERRAL_EXPIRES,
                                pair.id().value(),
                                "Referral " + pair.referralId().orElse(pair.id().value()) + " expires at " + end
                                        + " unless somebody accepts or declines it: "
                                        + (alarm.toDays() == 1 ? "1 day" : alarm.toDays() + " days") + " or less.",
                                now))));
    }

    /** The latest alarm that is due: of those missed while the app was away only the last one is worth a word. */
    static Optional<Duration> alarm(Duration left) {
        return Milestones.ALARMS.stream()
                .filter(alarm -> left.compareTo(alarm) <= 0)
                .min(Comparator.naturalOrder());
    }
}
