package dev.cosell.problem;

/** A system the connector calls; the unit in which work is paused and calls are metered. */
public enum RemoteSystem {
    PARTNER_CENTER,
    CRM,
    STORAGE
}
