package dev.cosell.http;

import dev.cosell.problem.RemoteSystem;

/** Counts every call that leaves the connector. */
@FunctionalInterface
public interface CallMeter {
    /** @param status the HTTP status, or 0 if no answer came */
    void count(RemoteSystem system, String method, int status);
}
