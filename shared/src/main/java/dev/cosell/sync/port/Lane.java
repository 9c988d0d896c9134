package dev.cosell.sync.port;

import dev.cosell.sync.pair.Causes;

/**
 * How urgent work is: the less urgent, the sooner it stops when a system's calls for the day run low. So comparing
 * everything can never use up what a seller needs.
 */
public enum Lane {
    /** Somebody waits for it: what a person asked for, and what has a deadline. */
    PEOPLE(100),
    /** Somebody changed something. */
    CHANGES(90),
    /** Nobody would notice if it came tomorrow: comparing both systems, first loads, rules, another try at night. */
    BACKGROUND(70);

    private final int percent;

    Lane(int percent) {
        this.percent = percent;
    }

    /** Of what is allowed a day, how much may be used when work of this lane still begins. */
    public int percent() {
        return percent;
    }

    /** @param cause of a piece of work */
    public static Lane of(String cause) {
        return switch (cause) {
            case Causes.SHARE_BY_RULE, Causes.RECONCILE, Causes.BACKFILL, Causes.HELD_RETRY -> BACKGROUND;
            case Causes.ADMITTED, Causes.WAKE_UP -> PEOPLE;
            default -> Causes.readsBoth(cause) ? PEOPLE : CHANGES;
        };
    }
}
