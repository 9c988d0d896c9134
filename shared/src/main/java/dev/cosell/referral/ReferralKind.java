package dev.cosell.referral;

import java.util.Optional;

/**
 * What a referral is, by type, qualification and inviting organisation.
 *
 * <p>Source: the Referrals API introduction. The source and call-to-action members must not be used for this.
 */
public enum ReferralKind {
    MARKETPLACE_LEAD,
    QUALIFIED_LEAD,
    CO_SELL_OPPORTUNITY;

    public boolean isLead() {
        return this != CO_SELL_OPPORTUNITY;
    }

    static ReferralKind of(Referral referral) {
        Optional<String> invitedBy = referral.text("/inviteContext/invitedBy/organizationId");
        boolean fromMicrosoft =
                invitedBy.filter(Referral.MICROSOFT::equalsIgnoreCase).isPresent();
        boolean independent = is(referral, "/type", "Independent");
        if (independent && is(referral, "/qualification", "Direct") && (fromMicrosoft || invitedBy.isEmpty())) {
            return MARKETPLACE_LEAD;
        }
        boolean qualified = is(referral, "/qualification", "SalesQualified")
                || is(referral, "/qualification", "MarketingQualified");
        return independent && qualified && fromMicrosoft ? QUALIFIED_LEAD : CO_SELL_OPPORTUNITY;
    }

    private static boolean is(Referral referral, String pointer, String value) {
        return referral.text(pointer).filter(value::equalsIgnoreCase).isPresent();
    }
}
