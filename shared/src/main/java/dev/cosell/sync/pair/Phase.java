package dev.cosell.sync.pair;

/** Where a pair stands, for lists and people. */
public enum Phase {
    /** One half exists; the other is being made. */
    LINKING,
    IN_STEP,
    /** Something transient failed and is tried again by itself, or a closing waits for its grace time. */
    WAITING,
    /** A person has to do something; the problem says what. */
    HELD,
    /** The counterpart that the deal names does not exist. */
    ORPHAN,
    /** On the poison queue. */
    PARKED,
    /** The seller switched the sync off; nothing crosses until it is switched on again. */
    UNSHARED,
    /** Final in Partner Center. */
    CLOSED;

    /** Whether it stays as it is until somebody does something, be it only another edit. */
    public boolean needsSomebody() {
        return this == HELD || this == ORPHAN || this == PARKED;
    }
}
