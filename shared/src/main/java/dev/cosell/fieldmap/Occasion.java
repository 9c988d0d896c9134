package dev.cosell.fieldmap;

/** When a field must not be empty. */
public enum Occasion {
    /** A referral is made; nor may the field be emptied in Partner Center afterwards. */
    CREATE,
    /** Microsoft is asked for help. */
    HELP,
    /** The referral is won or lost. */
    CLOSE,
    /** A record is made; nor may the field be emptied in the CRM afterwards. */
    CRM;

    /** After which a side refuses to have the field emptied. */
    static Occasion of(Side side) {
        return side == Side.PARTNER_CENTER ? CREATE : CRM;
    }
}
