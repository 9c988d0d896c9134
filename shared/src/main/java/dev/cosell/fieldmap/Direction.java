package dev.cosell.fieldmap;

/** Which way a field crosses. */
public enum Direction {
    BOTH,
    TO_CRM,
    TO_PARTNER_CENTER,
    /** Only when one side is made from the other; later changes stay where they are. */
    ON_CREATE;

    public boolean flowsTo(Side side) {
        return switch (this) {
            case BOTH -> true;
            case TO_CRM -> side == Side.CRM;
            case TO_PARTNER_CENTER -> side == Side.PARTNER_CENTER;
            case ON_CREATE -> false;
        };
    }
}
