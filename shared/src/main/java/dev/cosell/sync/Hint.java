package dev.cosell.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * "This may have changed."
 *
 * @param mark names the newest event; a pair that has settled this mark has nothing left to do for it
 * @param pair the pair it belongs to, once known
 * @param markedAt by the storage server's clock
 * @param version of the stored row
 */
public record Hint(Subject subject, String mark, Optional<PairId> pair, Instant markedAt, String version) {}
