package dev.cosell.http;

/**
 * The only way out of the connector. Sends each call once: retries are decided by the engine, which knows what a
 * repeated write would do.
 */
public interface Transport {
    /**
     * Sends a call and gives the answer, whatever its status.
     *
     * @throws dev.cosell.problem.Failure with {@code UNAVAILABLE} if no connection was made, {@code TIMED_OUT} if no
     *     answer came in time; the problem says whether the call may have taken effect
     */
    Answer send(Call call);
}
