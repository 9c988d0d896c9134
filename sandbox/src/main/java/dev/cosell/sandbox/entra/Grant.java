package dev.cosell.sandbox.entra;

import java.time.Instant;

/**
 * What a refresh token stands for.
 *
 * @param user user principal name of who signed in
 * @param multiFactor whether the sign-in used a second factor
 * @param until when it expires if it is not used
 * @param revoked whether an administrator revoked it
 */
record Grant(String user, boolean multiFactor, Instant until, boolean revoked) {
    Grant revoke() {
        return new Grant(user, multiFactor, until, true);
    }

    Grant prolong(Instant later) {
        return new Grant(user, multiFactor, later, revoked);
    }
}
