package dev.cosell.sync.port;

import dev.cosell.problem.RemoteSystem;
import java.time.LocalDate;
import java.util.NavigableMap;

/** Port: how many calls all instances together have set aside for each system on each day. Days are those of UTC. */
public interface CallLedger {
    /** No limit. */
    long ANY_NUMBER = Long.MAX_VALUE;

    /**
     * What was set aside.
     *
     * @param granted 0 to what was wanted
     * @param sum of the day, with it
     */
    record Taken(long granted, long sum) {}

    /**
     * Sets calls aside, as many as are left. What is never made stays set aside: the sum is never below the truth.
     *
     * @param wanted at least 1
     * @param most that the day's sum may come to
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    Taken take(RemoteSystem system, LocalDate day, long wanted, long most);

    /**
     * The sums of days on which there were any.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    NavigableMap<LocalDate, Long> days(RemoteSystem system, LocalDate from, LocalDate to);
}
