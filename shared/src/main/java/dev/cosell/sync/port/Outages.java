package dev.cosell.sync.port;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import java.time.Instant;
import java.util.Optional;

/** Port: which systems are out, as all instances of the app see it. Reads may be a few seconds old. */
public interface Outages {
    Optional<Outage> current(RemoteSystem system);

    /** The same for work of a lane, which may have to wait when more urgent work does not. */
    default Optional<Outage> current(RemoteSystem system, Lane lane) {
        return current(system);
    }

    /** Begins or prolongs an outage; the earliest {@code since} is kept. */
    void begin(Outage outage);

    /**
     * Moves the time of the next trial, unless somebody did since the caller looked. Of all who find that the time has come,
     * exactly one moves it on: that one tries. One who did not need to may move it back.
     *
     * @param seen what the caller saw
     * @return whether it was the caller who moved it
     */
    boolean moveProbe(Outage seen, Instant probeAt);

    void end(RemoteSystem system);
}
