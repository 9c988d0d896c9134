package dev.cosell.sandbox.partnercenter;

import java.time.Instant;

/**
 * Something happened to a referral.
 *
 * @param at the referral's {@code updatedDateTime}
 * @param byCaller whether an API write of the partner's own caused it
 */
record ReferralEvent(String name, String referralId, Instant at, boolean byCaller) {
    static final String CREATED = "referral-created";
    static final String UPDATED = "referral-updated";
    static final String RELATED = "related-";
}
