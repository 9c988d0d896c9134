package dev.cosell.sync;

import dev.cosell.problem.Problem;
import dev.cosell.sync.pair.PairId;
import java.time.Duration;
import java.util.Optional;

/** How a piece of work ended, for logs, metrics and tests. */
public sealed interface Outcome {
    /**
     * Both sides agree as far as they can.
     *
     * @param writes remote writes that were made
     * @param after how long ago the newest event about it was accepted
     */
    record Synced(PairId pair, int writes, Duration after) implements Outcome {}

    /** Nothing to do, and no remote call was made to find out; {@code why} for people. */
    record Skipped(String why) implements Outcome {}

    /** Somebody has to do something. */
    record Held(Optional<PairId> pair, Problem problem) implements Outcome {}

    /** A copy of the message was queued. */
    record Later(Duration delay, String why) implements Outcome {}

    /** On the poison queue. */
    record Parked(Problem problem) implements Outcome {}
}
