package dev.cosell.referral;

import java.util.Optional;

/**
 * What the customer's people agreed to, as far as somebody said so. What nobody said is neither a yes nor a no.
 *
 * <p>Source: Partner Center, referral resources, Consent. Once a referral is made, Partner Center changes neither.
 *
 * @param toContact whether they may be contacted
 * @param toShare whether personal data of theirs may be given to others
 */
public record Consent(Optional<Boolean> toContact, Optional<Boolean> toShare) {
    public static final String TO_CONTACT = "/consent/consentToContact";

    /** With two "To", as the service spells it. */
    public static final String TO_SHARE = "/consent/consentToToShareInfoWithOthers";

    /** Nobody said anything. */
    public static final Consent UNKNOWN = new Consent(Optional.empty(), Optional.empty());

    public boolean refusesContact() {
        return toContact.equals(Optional.of(false));
    }

    public boolean refusesSharing() {
        return toShare.equals(Optional.of(false));
    }

    /** This, and the other word where this says nothing. */
    public Consent or(Consent other) {
        return new Consent(toContact.or(other::toContact), toShare.or(other::toShare));
    }
}
