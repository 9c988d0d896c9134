package dev.cosell.sync.pair;

import java.time.Instant;
import java.util.Optional;

/**
 * "This may have changed."
 *
 * @param mark names the newest event; a pair that has settled this mark has nothing left to do for it
 * @param pair the pair it belongs to, once known
 * @param request what somebody asked for last beyond looking at it; it is done when the pair settled it, by its own mark
 * @param notBefore when a message that found no pair yet tries again
 * @param markedAt by the storage server's clock
 * @param version of the stored row
 */
public record Hint(
        Subject subject,
        String mark,
        Optional<PairId> pair,
        Optional<Request> request,
        Optional<Instant> notBefore,
        Instant markedAt,
        String version) {
    /** Whether no event and no pair came since it was read as another; when to try again is no news. */
    public boolean saysNoMoreThan(Hint before) {
        return mark.equals(before.mark) && !isBoundSince(before);
    }

    /** Whether it was bound to a pair since it was read as another. */
    public boolean isBoundSince(Hint before) {
        return pair.isPresent() && !pair.equals(before.pair);
    }

    /**
     * An event that asks for more than bringing both sides in step.
     *
     * @param cause says for what; see {@link Causes#asksMore}
     */
    public record Request(String mark, String cause) {}
}
