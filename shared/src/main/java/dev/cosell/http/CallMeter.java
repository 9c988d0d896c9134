package dev.cosell.http;

import dev.cosell.problem.RemoteSystem;

/** Counts every call that leaves the connector. */
@FunctionalInterface
public interface CallMeter {
    /** @param status the HTTP status, or 0 if no answer came */
    void count(RemoteSystem system, String method, int status);

    /**
     * What a system itself says of the calls of the last 24 hours, whoever made them; not all do.
     *
     * @param used so far
     * @param allowed in all
     */
    default void told(RemoteSystem system, long used, long allowed) {}
}
