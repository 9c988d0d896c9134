package dev.cosell.sync.pair;

import dev.cosell.problem.RemoteSystem;

/**
 * A remote call that was not answered by a success: what the system's support has to be told to find it.
 *
 * @param operation method and address without ids, for instance {@code PATCH /v1.0/engagements/referrals/{id}}
 * @param status of HTTP; 0 if no answer came
 * @param requestId under which the system knows the call; empty if it gave none
 */
public record RefusedCall(RemoteSystem system, String operation, int status, String requestId) {}
