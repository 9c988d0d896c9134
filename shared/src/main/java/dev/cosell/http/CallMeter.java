package dev.cosell.http;

import dev.cosell.problem.RemoteSystem;
import java.time.Duration;

/** Counts every call that leaves the connector, and may refuse it. */
@FunctionalInterface
public interface CallMeter {
    /**
     * Asked before each call.
     *
     * @throws dev.cosell.problem.Failure if the call may not be made; it is not counted then
     */
    default void admit(RemoteSystem system) {}

    /** @param status the HTTP status, or 0 if no answer came */
    void count(RemoteSystem system, String method, int status);

    /**
     * The system asked not to be called for a while (Retry-After); told before the answer is counted.
     *
     * @param time from now on
     */
    default void askedToWait(RemoteSystem system, Duration time) {}

    /**
     * What a system itself says of the calls of the last 24 hours, whoever made them; not all do.
     *
     * @param used so far
     * @param allowed in all
     */
    default void told(RemoteSystem system, long used, long allowed) {}
}
