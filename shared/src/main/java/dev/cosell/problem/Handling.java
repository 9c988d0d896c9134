package dev.cosell.problem;

/** What the connector itself does about a problem. */
public enum Handling {
    /** Goes away by itself (429, 5xx, timeout, lock): tried again with growing, jittered delays, then parked. */
    TRANSIENT,
    /** A whole system is unusable (token, consent, role, outage): work waits and no attempt is burnt. */
    SYSTEM,
    /** Somebody has to decide or to type something: held without retries until the next edit or "sync now". */
    PERSON,
    /** Our own defect or a message nobody can read: parked with everything needed to find the cause. */
    BUG
}
