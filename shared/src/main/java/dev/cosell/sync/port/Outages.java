package dev.cosell.sync.port;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Port: which systems are out, as all instances of the app see it. Reads may be a few seconds old. */
public interface Outages {
    /** @param lane of the work that is about to begin, or be queued: it may have to wait when more urgent work does not */
    Optional<Outage> current(RemoteSystem system, Lane lane);

    /** Begins an outage, or prolongs it as {@link Outage#prolonged} says. */
    void begin(Outage outage);

    /**
     * Moves the time of the next trial, unless somebody did since the caller looked. Of all who find that the time has come,
     * exactly one moves it on: that one tries. One who did not need to may move it back.
     *
     * @param seen what the caller saw
     * @return whether it was the caller who moved it
     */
    boolean moveProbe(Outage seen, Instant probeAt);

    /**
     * Ends an outage, unless it changed since the caller looked: one that began or was prolonged meanwhile is not over because
     * of an answer from before.
     *
     * @param seen what the caller saw, or moved the trial of
     */
    void end(Outage seen);

    /** The outage that work of a lane waits for, if any; one whose trial nobody is left to make holds nothing up. */
    default Optional<Outage> waitedFor(Lane lane, Instant now) {
        return Stream.of(RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM)
                .flatMap(system -> current(system, lane).stream())
                .filter(outage -> !outage.isAbandoned(now))
                .findFirst();
    }
}
