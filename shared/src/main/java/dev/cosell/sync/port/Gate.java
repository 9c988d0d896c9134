package dev.cosell.sync.port;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
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
        public Optional<Duration> waits(Side side) {
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
     * @param lead whether it is for a record that is a lead, or would be one
     * @param sellers addresses of whoever has the deal, in lower case: the record's owner; without a record the referral's
     *     own team
     */
    record Intent(boolean lead, Set<String> sellers) {}

    /** How long work about what this side tells has to wait until it is looked at again; nothing if it may be done. */
    Optional<Duration> waits(Side side);

    /** Why a write may not be made now: a problem that a person has to end; nothing if it may. */
    Optional<Problem> refusal(Intent intent);
}
