package dev.cosell.benchmarks.scale;

import java.time.Duration;
import java.util.Set;

/**
 * What is played.
 *
 * @param instances that work on one queue
 * @param each how many messages an instance works on at a time
 * @param transaction how long storage takes for one when nobody else is there
 * @param call likewise, either system
 * @param limits that count; a service without one takes everything
 * @param time that is played, after as much again for warming up
 */
public record Plan(int instances, int each, Duration transaction, Duration call, Set<Limit> limits, Duration time) {
    public Plan {
        limits = Set.copyOf(limits);
        if (instances < 1 || each < 1) {
            throw new IllegalArgumentException(
                    "expected at least one instance and one message at a time, found " + instances + " and " + each);
        }
    }

    Plan with(int otherInstances, Set<Limit> otherLimits) {
        return new Plan(otherInstances, each, transaction, call, otherLimits, time);
    }
}
