package dev.cosell.operate.doctor;

/**
 * What a month of calls costs at Azure: executions and memory time of a Flex Consumption plan, on demand, by the list
 * prices of East US in 2025 (Azure Functions pricing page). Partner Center and the CRM charge nothing for calls.
 *
 * <p>A change that crosses makes two calls and takes two executions, one that takes the event and one that works on it; each
 * is charged for a second at least, at 2 GB. That makes one execution a call. Timers come on top.
 *
 * @param executions in a month
 * @param dollars US, after what is free each month
 */
record Cost(long executions, double dollars) {
    private static final long FREE_EXECUTIONS = 250_000;
    private static final long FREE_GB_SECONDS = 100_000;
    private static final double PER_EXECUTION = 0.40 / 1_000_000;
    private static final double PER_GB_SECOND = 0.000026;
    private static final double GB = 2;

    /**
     * Three timers come every minute, two every five, one every ten, two every fifteen, two every hour, three once a day, and
     * one once a week.
     */
    private static final long TIMERS = 30 * (24 * (3 * 60 + 2 * 12 + 6 + 2 * 4 + 2) + 3) + 4;

    static Cost ofMonth(long calls) {
        long executions = calls + TIMERS;
        double gbSeconds = executions * GB;
        double dollars = Math.max(0, executions - FREE_EXECUTIONS) * PER_EXECUTION
                + Math.max(0, gbSeconds - FREE_GB_SECONDS) * PER_GB_SECOND;
        return new Cost(executions, dollars);
    }
}
