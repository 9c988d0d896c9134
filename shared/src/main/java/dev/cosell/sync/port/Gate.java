package dev.cosell.sync.port;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Port: what may be done now, by the switches that people turn. Both questions cost no call; an answer may be a few seconds
 * old.
 */
public interface Gate {
    /** Everything may be done. */
    Gate OPEN = new Gate() {
        @Override
        public Optional<Duration> waits(Subject subject) {
            return Optional.empty();
        }

        @Override
        public Optional<Problem> refusal(Intent intent) {
            return Optional.empty();
        }
    };

    /**
     * A write that is about to be made.
     *
     * @param to the system it goes to
     * @param lead whether it is for a record that is a lead, or would be one
     * @param sellers addresses of whoever has the deal, in lower case: the record's owner; without a record the referral's
     *     own team
     * @param what for people: what would be written
     */
    record Intent(Side to, boolean lead, Set<String> sellers, String what) {}

    /** How long work about this subject has to wait until it is looked at again; nothing if it may be done. */
    Optional<Duration> waits(Subject subject);

    /** Why a write may not be made now: a problem that a person has to end; nothing if it may. */
    Optional<Problem> refusal(Intent intent);
}
