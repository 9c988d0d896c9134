package dev.cosell.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One simulated system behind its own HTTPS host. The server in front of it counts calls, checks nothing else and
 * plays the transport faults (429, 5xx before or after the commit, latency); the service itself authenticates,
 * validates and keeps its state.
 *
 * <p>Calls come from many threads; a service guards its own state.
 */
public interface Service {
    /** Short name used in counters, faults and the state file, for instance {@code dynamics}. */
    String name();

    /** Answers one request. An exception becomes a bare 500 and is printed: it is a defect of the sandbox. */
    Response answer(Request request);

    /** Everything that must survive a restart, as JSON; called after each call that may have changed it. */
    JsonNode state();

    /** Takes back what {@link #state()} gave before the restart. */
    void restore(JsonNode state);

    /**
     * Answers a request to the control surface below {@code /_sandbox/<name in kebab case>/}, where tests play the
     * people and turn the service's switches.
     *
     * @throws ControlException if the request cannot be served
     */
    default Response control(Request request) {
        throw new ControlException(404, "the service " + name() + " has no control route " + request.path());
    }

    /** This service's own way to say a failure, for the transport faults: 429, 500, 503 and so on. */
    default Response failure(int status) {
        return Response.of(status);
    }

    /** Makes the access token of this request expired; for a service that issues tokens of its own. */
    default void expireToken(Request request) {}

    /** What a client must know beside the address: ids, secrets. Printed when the sandbox is ready. */
    default Map<String, String> credentials() {
        return Map.of();
    }
}
