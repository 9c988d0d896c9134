package dev.cosell.benchmarks.scale;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a plan.
 *
 * @param changesPerMinute that crossed, echoes worked off
 * @param used of each limit, whether it counted or not: 1 is all of it
 */
public record Result(double changesPerMinute, Map<Limit, Double> used) {
    /** From here on a limit is what holds the work up. */
    private static final double FULL = 0.99;

    public Result {
        used = Map.copyOf(used);
    }

    /** The fullest of these that holds the work up. */
    Optional<Limit> bottleneck(Set<Limit> limits) {
        return limits.stream().filter(limit -> used.get(limit) >= FULL).max(Comparator.comparing(used::get));
    }
}
