package dev.cosell.fieldmap;

/** Who wins when both sides changed a field to different values. */
public enum ConflictRule {
    PARTNER_CENTER,
    CRM,
    /** Nobody: a person decides. */
    HOLD
}
