package dev.cosell.sync;

/** Causes with a meaning to the engine; all others are names of events, for people. */
public final class Causes {
    /** Somebody asked for it: both sides are read, waiting times are skipped. */
    public static final String SYNC_NOW = "sync-now";

    /** Like {@link #SYNC_NOW}, and a mass clear is let through. */
    public static final String SYNC_NOW_FORCED = "sync-now-forced";

    /** Share this record although its sync switch may be off. */
    public static final String SHARE = "share";

    /** The CRM says the record was deleted. */
    public static final String DELETED = "Delete";

    /** A pair asked to be looked at at this time. */
    public static final String WAKE_UP = "wake-up";

    /** Somebody asked for a move; which one is in the pair. */
    public static final String ASKED = "asked";

    private Causes() {}

    static boolean readsBoth(String cause) {
        return cause.equals(SYNC_NOW) || cause.equals(SYNC_NOW_FORCED) || cause.equals(SHARE);
    }
}
