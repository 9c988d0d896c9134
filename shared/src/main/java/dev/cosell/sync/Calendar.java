package dev.cosell.sync;

import dev.cosell.fieldmap.Side;
import dev.cosell.referral.Milestones;
import dev.cosell.sync.pair.Pair;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What dates mean for a pair: what people read about them, and when the pair has to be looked at again. */
final class Calendar {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PairAtWork at;

    Calendar(PairAtWork at) {
        this.at = at;
    }

    /**
     * The pair with its dates kept: until when it has to be answered, and a wake-up ordered for the next date, if it is not
     * the one that was ordered before.
     */
    Pair kept(Pair next) {
        Optional<Instant> answerBy = at.milestones().answerBy();
        Instant now = at.clock();
        Optional<Instant> wakeAt = Stream.concat(
                        dates(answerBy, next.deadlines().closeAt()), new BackLink(at).due().stream())
                .filter(now::isBefore)
                .min(Comparator.naturalOrder());
        if (!wakeAt.equals(next.deadlines().wakeAt())) {
            wakeAt.ifPresent(instant -> new WakeUps(at.ports).order(next, instant, at.work.trace()));
        }
        return next.change()
                .deadlines(next.deadlines().answerBy(answerBy).wakeAt(wakeAt))
                .side(Side.PARTNER_CENTER, next.partnerCenter().seeing(Milestones.within(at.now(Side.PARTNER_CENTER))))
                .now();
    }

    /** Each reminder, the end of the answer time, and the end of the grace time. */
    private static Stream<Instant> dates(Optional<Instant> answerBy, Optional<Instant> closeAt) {
        List<Instant> dates = new ArrayList<>();
        answerBy.ifPresent(end -> {
            Milestones.ALARMS.forEach(before -> dates.add(end.minus(before)));
            dates.add(end);
        });
        closeAt.ifPresent(dates::add);
        return dates.stream();
    }

    /** What people read about dates, a line each; the same until the next reminder is due. */
    static List<String> lines(Milestones milestones, Instant now) {
        List<String> lines = new ArrayList<>();
        milestones.answerBy().ifPresent(end -> lines.add(answer(end, now)));
        if (milestones.wonTooSoon()) {
            lines.add(Milestones.TOO_SOON + ".");
        }
        milestones.microsoftsEnding().ifPresent(how -> lines.add("Microsoft's half was closed: " + how + "."));
        return lines;
    }

    private static String answer(Instant end, Instant now) {
        Optional<Duration> reminder = Milestones.ALARMS.stream()
                .filter(before -> !now.isBefore(end.minus(before)))
                .min(Comparator.naturalOrder());
        String left = reminder.map(
                        before -> before.toDays() == 1 ? " Last day." : " Last " + before.toDays() + " days.")
                .orElse("");
        return "Answer by " + minute(end) + ": accept or decline, or the referral expires." + left;
    }

    static String minute(Instant instant) {
        return MINUTE.format(instant);
    }

    /** As a CRM takes an instant. */
    static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
