package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who works on a deal. It is never said, but follows from whether Microsoft's sellers may see the deal and whether they
 * were asked to help.
 *
 * <p>It only ever goes up, and no step of it can be taken back. Source: "Manage co-sell opportunities".
 */
public enum DealKind {
    /** Nobody at Microsoft sees it. */
    PRIVATE("private"),
    /** Microsoft's sellers see it; the partner works on it alone. */
    PARTNER_LED("partner-led"),
    /** Microsoft's sellers were asked to help. */
    CO_SELL("co-sell");

    /** Where a referral says whether Microsoft's sellers see it. Only ever set to true. */
    public static final String VISIBILITY = "/consent/consentToShareReferralWithMicrosoftSellers";

    private final String label;

    DealKind(String label) {
        this.label = label;
    }

    /** As Partner Center's pages call it. */
    public String label() {
        return label;
    }

    /** Asking for help makes a deal visible, whatever else was said. */
    public static DealKind of(boolean visible, boolean helpAsked) {
        return helpAsked ? CO_SELL : visible ? PARTNER_LED : PRIVATE;
    }

    /**
     * The kind of a referral.
     *
     * @param withMicrosoft whether Microsoft is known to have a half of its engagement
     */
    public static DealKind of(Referral referral, boolean withMicrosoft) {
        boolean fromMicrosoft = referral.text("/inviteContext/invitedBy/organizationId")
                .filter(Referral.MICROSOFT::equalsIgnoreCase)
                .isPresent();
        boolean asked = referral.text("/inviteContext/assistanceRequestCode")
                .filter(code -> !HelpRequest.isNone(code))
                .isPresent();
        return of(isVisible(referral.document()), withMicrosoft || fromMicrosoft || asked);
    }

    /** Whether Microsoft's sellers see the referral; one that does not say so is not visible. */
    public static boolean isVisible(JsonNode referral) {
        return Members.at(referral, VISIBILITY).asBoolean(false);
    }
}
