package dev.cosell.sync.port;

import dev.cosell.sync.pair.IgnoredReferral;

/** Port: referrals that policy keeps out of the CRM. One row per referral. */
public interface Ignored {
    /** Keeps a short record in place of the one before; whether somebody let the referral in stays as it is. */
    void keep(IgnoredReferral ignored);

    /** Whether somebody let this referral in, whatever policy says. */
    boolean isAdmitted(String referralId);
}
