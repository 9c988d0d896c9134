package dev.cosell.sync.pair;

import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.time.Instant;

/**
 * A whole system is unusable. Work that needs it waits without burning attempts; one piece of work after
 * {@code probeAt} tries again and ends the outage if it succeeds.
 *
 * @param since by the storage server's clock
 */
public record Outage(RemoteSystem system, Problem problem, Instant since, Instant probeAt) {
    /** Whatever waits for the system has looked again by then, and made the trial. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    /** Whether its trial has been due for so long that no work can be waiting for it: then nobody will make the trial. */
    public boolean isAbandoned(Instant now) {
        return probeAt.isBefore(now.minus(LONGEST_WAIT));
    }

    /** The same with another time of the next trial, which is ours, not the system's. */
    public Outage probedAt(Instant other) {
        return new Outage(system, problem.withoutRetryAfter(), since, other);
    }

    /**
     * This outage after the system failed once more. It began when it began, and a system's own word on when to come back is
     * not shortened by what says less.
     */
    public Outage prolonged(Outage later) {
        boolean waits = problem.retryAfter().isPresent() && probeAt.isAfter(later.probeAt);
        Outage latest = waits ? this : later;
        return new Outage(system, latest.problem, since.isBefore(later.since) ? since : later.since, latest.probeAt);
    }
}
