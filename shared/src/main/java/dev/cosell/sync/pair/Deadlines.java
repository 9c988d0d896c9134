package dev.cosell.sync.pair;

import java.time.Instant;
import java.util.Optional;

/**
 * What a pair has to do with the calendar.
 *
 * @param answerBy when Partner Center lets the referral expire unless somebody answers
 * @param closeAt when a closing that the seller made is sent, unless it is taken back before
 * @param wakeAt when the pair is looked at again although nothing may have happened; a message waits for that time
 */
public record Deadlines(Optional<Instant> answerBy, Optional<Instant> closeAt, Optional<Instant> wakeAt) {
    public static final Deadlines NONE = new Deadlines(Optional.empty(), Optional.empty(), Optional.empty());

    public Deadlines answerBy(Optional<Instant> instant) {
        return new Deadlines(instant, closeAt, wakeAt);
    }

    public Deadlines closeAt(Optional<Instant> instant) {
        return new Deadlines(answerBy, instant, wakeAt);
    }

    public Deadlines wakeAt(Optional<Instant> instant) {
        return new Deadlines(answerBy, closeAt, instant);
    }
}
