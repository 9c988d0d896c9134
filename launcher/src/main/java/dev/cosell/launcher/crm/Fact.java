package dev.cosell.launcher.crm;

/** What a seller can change of a record, and the kind of value. */
public enum Fact {
    /** A number. */
    VALUE,
    /** {@code yyyy-MM-dd}. */
    CLOSE_DATE,
    /** A text. */
    NOTES,
    /** Solution ids, separated by semicolons. */
    SOLUTIONS,
    /** {@code true}: the seller works on it, which accepts the referral. */
    IN_PROGRESS
}
