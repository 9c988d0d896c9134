package dev.cosell.sync.pair;

/**
 * A name of which exactly one pair may be the owner.
 *
 * @param key kind and id, for instance {@code pc|<referral>} or {@code eng|<engagement>}
 */
public record Claim(String key) {
    public static Claim of(Subject subject) {
        return new Claim(subject.key());
    }

    public static Claim engagement(String engagementId) {
        return new Claim("eng|" + engagementId);
    }

    /** A referral that its pair gave up for another one. */
    public static Claim former(String referralId) {
        return new Claim("former|" + referralId);
    }

    /** Half of a deal that was closed so long ago that its pair was forgotten: its events mean nothing any more. */
    public static Claim over(Subject subject) {
        return new Claim("over|" + subject.key());
    }

    /** Somebody turned the switch of a record off that had no pair yet. */
    public static Claim turnedOff(RecordRef record) {
        return new Claim("off|" + record);
    }

    /**
     * What a first load found before any event told of it. Of a record: the referral that names it, or may be its own. Of a
     * referral: several records may be meant, and a person decides. Owned by the referral.
     */
    public static Claim unclear(Subject subject) {
        return new Claim("unclear|" + subject.key());
    }

    /** The account to be made for a customer that the CRM does not know. */
    public static Claim customer(String matchKey) {
        return new Claim("cust|" + matchKey);
    }
}
