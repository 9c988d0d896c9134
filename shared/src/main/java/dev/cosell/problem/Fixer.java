package dev.cosell.problem;

/** Who can fix a problem. */
public enum Fixer {
    SELLER,
    CRM_ADMIN,
    PARTNER_CENTER_ADMIN,
    AZURE_ADMIN,
    OPERATOR,
    /** Nobody has to do anything: it passes. */
    NOBODY
}
