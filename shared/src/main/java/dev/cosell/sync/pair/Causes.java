package dev.cosell.sync.pair;

/** Causes with a meaning to the engine; all others are names of events, for people. */
public final class Causes {
    /** Somebody asked for it: both sides are read, waiting times are skipped. */
    public static final String SYNC_NOW = "sync-now";

    /** Like {@link #SYNC_NOW}, and a mass clear is let through. */
    public static final String SYNC_NOW_FORCED = "sync-now-forced";

    /** Share this record although its sync switch may be off. */
    public static final String SHARE = "share";

    /** Like {@link #SHARE}, by a rule: not if somebody turned the switch off before. */
    public static final String SHARE_BY_RULE = "share-by-rule";

    /** Somebody decided about a share that waits for approval. */
    public static final String DECIDED = "approval-decided";

    /** Somebody let a referral in that policy keeps out. */
    public static final String ADMITTED = "admitted";

    /** The CRM says some columns were written. */
    public static final String UPDATED = "Update";

    /** A person asked for something that is kept in the pair: both sides are read, waiting times are skipped. */
    public static final String ASKED = "asked";

    /** Another try, once a night, for what waits for a person. */
    public static final String HELD_RETRY = "held-retry";

    /** A comparison of both systems found a difference. */
    public static final String RECONCILE = "reconcile";

    /** The CRM says the record was deleted. */
    public static final String DELETED = "Delete";

    /** A first load, or a migration, takes the deal over. */
    public static final String BACKFILL = "backfill";

    /** A pair asked to be looked at at this time. */
    public static final String WAKE_UP = "wake-up";

    private Causes() {}

    public static boolean readsBoth(String cause) {
        return cause.equals(SYNC_NOW)
                || cause.equals(SYNC_NOW_FORCED)
                || cause.equals(DECIDED)
                || cause.equals(ASKED)
                || shares(cause);
    }

    /**
     * Whether it asks for more than bringing both sides in step. An event that came later and was worked off before does
     * not do that: only its own message settles it.
     */
    public static boolean asksMore(String cause) {
        return cause.equals(SYNC_NOW_FORCED) || shares(cause);
    }

    /** Whether a record is to be shared although its sync switch may be off. */
    public static boolean shares(String cause) {
        return cause.equals(SHARE) || cause.equals(SHARE_BY_RULE);
    }
}
