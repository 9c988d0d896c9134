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
    /**
     * An event that asks for more than bringing both sides in step.
     *
     * @param cause says for what; see {@link Causes#asksMore}
     */
    public record Request(String mark, String cause) {}
}
