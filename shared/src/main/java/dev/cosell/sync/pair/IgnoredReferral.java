package dev.cosell.sync.pair;

import dev.cosell.referral.Admission;
import dev.cosell.referral.Referral;
import dev.cosell.referral.ReferralKind;
import java.time.Instant;

/**
 * A short record of a referral that stays out of the CRM.
 *
 * @param name of the deal, at most 200 characters; empty if it has none
 * @param reason for people, without the word "ignored"
 * @param lasting whether nobody can let it in
 */
public record IgnoredReferral(
        String referralId, String name, ReferralKind kind, String reason, boolean lasting, Instant at) {
    private static final int LONGEST_NAME = 200;

    public static IgnoredReferral of(Referral referral, Admission.Refusal refusal, Instant now) {
        String name = referral.name().orElse("");
        return new IgnoredReferral(
                referral.id(),
                name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME),
                referral.kind(),
                refusal.reason(),
                refusal.lasting(),
                now);
    }
}
