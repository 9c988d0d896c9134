package dev.cosell.operate.doctor;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * What happens to a deal in the life that docs/cost.md takes as a measure: a referral comes in and becomes a record, is
 * accepted in Partner Center, is edited ten times, five on each side, and is won in the CRM.
 *
 * <p>Events, calls and transactions are counted by {@code benchmarks/run syncs}, echoes included; a test compares them.
 */
public enum DealChange {
    LINKED("a referral becomes a record", 1, 3, 6, 36),
    ACCEPTED("the referral is accepted", 1, 2, 2, 15),
    EDITED("an edit in the CRM", 10, 2, 2, 15),
    WON("the deal is won in the CRM", 1, 3, 4, 24);

    /** An event is taken by one execution and worked on by another. */
    static final int EXECUTIONS_PER_EVENT = 2;

    /** Assumed, in seconds: neither system publishes how long its answers take. */
    private static final double CALL = 0.5;

    /** In seconds: no execution is charged for less. */
    private static final double SHORTEST = 1;

    private final String measuredAs;
    private final int times;
    private final int events;
    private final int calls;
    private final int transactions;

    DealChange(String measuredAs, int times, int events, int calls, int transactions) {
        this.measuredAs = measuredAs;
        this.times = times;
        this.events = events;
        this.calls = calls;
        this.transactions = transactions;
    }

    /** How the benchmark calls it. */
    public String measuredAs() {
        return measuredAs;
    }

    /** How often in a life. */
    public int times() {
        return times;
    }

    /** That a change makes, the echoes of our own writes included. */
    public int events() {
        return events;
    }

    /** To both systems. */
    public int calls() {
        return calls;
    }

    /** Of storage, from the events' acceptance to their messages' deletion. */
    public int transactions() {
        return transactions;
    }

    /** That executions are charged for if no two of them run at the same time: only the change itself makes calls. */
    double seconds() {
        return Math.max(SHORTEST, calls * CALL) + SHORTEST * (events * EXECUTIONS_PER_EVENT - 1);
    }

    /** Over a deal's life. */
    public static double inALife(ToDoubleFunction<DealChange> each) {
        return Arrays.stream(values())
                .mapToDouble(change -> change.times * each.applyAsDouble(change))
                .sum();
    }
}
