package dev.cosell.operate.doctor;

/**
 * What a month takes of what Azure charges for, by the model of docs/cost.md: so many deals, each of which has a whole {@link
 * DealChange life} in it, and what runs whether anything happens or not. Upper bounds where the platform's own part is not
 * documented.
 *
 * @param calls to both systems, comparisons included
 * @param executions of functions
 * @param gbSeconds if no two executions share an instance's time
 * @param queueTransactions looks at empty queues included
 * @param tableTransactions of the connector
 * @param blobWrites of the host, which keeps when each timer last ran
 * @param storedGb in tables, after two years at this rate
 * @param logGb telemetry
 * @param vaultOperations reads of secrets
 */
record Month(
        long calls,
        long executions,
        double gbSeconds,
        long queueTransactions,
        long tableTransactions,
        long blobWrites,
        double storedGb,
        double logGb,
        long vaultOperations) {
    /**
     * Three timers come every minute, two every five, one every ten, two every fifteen, two every hour, three once a day, and
     * one once a week.
     */
    static final long TIMERS = 30 * (24 * (3 * 60 + 2 * 12 + 6 + 2 * 4 + 2) + 3) + 4;

    /** Of one instance. */
    private static final double GB = 2;

    /** Both systems are asked every quarter of an hour what changed; the registration is looked at every hour. */
    private static final long STANDING_CALLS = 30 * 24 * (4 * 2 + 1);

    /** The message is sent, taken and deleted. */
    private static final int OF_QUEUES_PER_EVENT = 3;

    /** The host looks at three queues every second for as long as there is an instance; here always. */
    private static final long LOOKS = 3 * 30 * 24 * 60 * 60;

    /** Switches, outages and the version of the map, twice, where nothing was read lately. */
    private static final int OF_TABLES_PER_EVENT = 4;

    private static final int OF_TABLES_PER_TIMER = 5;

    /** Closed deals are kept two years unless the settings say otherwise. */
    private static final int MONTHS_KEPT = 24;

    private static final int FULL_COMPARISONS = 4;
    private static final int OF_TABLES_PER_COMPARISON = 3;
    private static final long SWEEPS = 30 * 24 * 6;
    private static final double HINTS_PER_LOOK = 1000;
    private static final int HINTS = 2;

    /** Assumed: the pair, some thirty entries of its timeline, its lists, claims and hints. */
    private static final double STORED_KB = 40;

    /** Assumed: what the host and the connector log about one execution, spans included. */
    private static final double LOGGED_KB = 5;

    private static final double KB_PER_GB = 1_000_000;

    /** Four secrets are read anew every five minutes, by instances of both work queues, of the web and of the timers. */
    private static final long READS = 4 * 4 * 30 * 24 * 12;

    static Month ofDeals(double deals) {
        double events = deals * DealChange.inALife(DealChange::events);
        double transactions = deals * DealChange.inALife(DealChange::transactions);
        double stored = deals * MONTHS_KEPT;
        double executions = events * DealChange.EXECUTIONS_PER_EVENT + TIMERS;
        double tables = transactions
                - events * OF_QUEUES_PER_EVENT
                + events * OF_TABLES_PER_EVENT
                + TIMERS * OF_TABLES_PER_TIMER
                + stored * FULL_COMPARISONS * OF_TABLES_PER_COMPARISON
                + SWEEPS * Math.ceil(stored * HINTS / HINTS_PER_LOOK);
        return new Month(
                Math.round(deals * DealChange.inALife(DealChange::calls)) + STANDING_CALLS,
                Math.round(executions),
                GB * (deals * DealChange.inALife(DealChange::seconds) + TIMERS),
                Math.round(events * OF_QUEUES_PER_EVENT) + LOOKS,
                Math.round(tables),
                TIMERS,
                stored * STORED_KB / KB_PER_GB,
                executions * LOGGED_KB / KB_PER_GB,
                READS);
    }

    /** Of as many deals as make so many calls in their lives. */
    static Month ofCalls(long calls) {
        return ofDeals(Math.max(0, calls - STANDING_CALLS) / DealChange.inALife(DealChange::calls));
    }
}
