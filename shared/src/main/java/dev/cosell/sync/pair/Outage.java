package dev.cosell.sync.pair;

import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import java.time.Instant;

/**
 * A whole system is unusable. Work that needs it waits without burning attempts; one piece of work after
 * {@code probeAt} tries again and ends the outage if it succeeds.
 *
 * @param since by the storage server's clock
 */
public record Outage(RemoteSystem system, Problem problem, Instant since, Instant probeAt) {
    /** The same with another time of the next trial. */
    public Outage probedAt(Instant other) {
        return new Outage(system, problem, since, other);
    }
}
