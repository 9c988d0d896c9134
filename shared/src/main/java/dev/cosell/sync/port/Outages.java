package dev.cosell.sync.port;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import java.util.Optional;

/** Port: which systems are out, as all instances of the app see it. Reads may be a few seconds old. */
public interface Outages {
    Optional<Outage> current(RemoteSystem system);

    /** Begins or prolongs an outage; the earliest {@code since} is kept. */
    void begin(Outage outage);

    void end(RemoteSystem system);
}
