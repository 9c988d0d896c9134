package dev.cosell.sync.port;

import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: the newest mark of every subject. One row per subject, keyed by {@link Subject#key()}. */
public interface Hints {
    /**
     * Writes the mark unconditionally, keeping the pair if one is bound.
     *
     * @throws dev.cosell.problem.Failure with {@code STORAGE_UNAVAILABLE}; nothing was accepted then
     */
    void mark(Subject subject, String mark);

    /**
     * As {@link #mark}, for a cause that asks for more than looking: remembered until there is a newer one, so that it is
     * not lost with its message.
     */
    void request(Subject subject, String mark, String cause);

    /** Forgets what is asked for beyond looking; the mark stays. */
    void waive(Subject subject);

    /** Remembers when a message of a subject without a pair tries again; a pair knows its own time. */
    void postpone(Subject subject, Instant until);

    /** The hint of a subject; absent if it was never marked, even if it was bound. */
    Optional<Hint> read(Subject subject);

    /** Remembers the pair of a subject, keeping the mark; saves the lookup of the claim next time. */
    void bind(Subject subject, PairId pair);

    /**
     * Removes a hint that needs no pair, unless it was marked again or bound since it was read; whatever else was noted on
     * it goes with it.
     *
     * @return false if it was bound to a pair meanwhile, which then decides
     */
    boolean drop(Hint hint);

    /** The oldest hints marked at or after {@code from} and before {@code to}, for the sweep that finds unsettled ones. */
    List<Hint> markedBetween(Instant from, Instant to, int limit);
}
