package dev.cosell.sync.pair;

import dev.cosell.fieldmap.Side;
import java.time.Instant;

/**
 * How often a group went back and forth lately.
 *
 * @param to where it was last written
 * @param turns how often the direction turned since {@code since}
 */
public record Crossing(Side to, int turns, Instant since) {}
