package dev.cosell.sync.port;

import dev.cosell.problem.Problem;
import dev.cosell.sync.pair.Work;
import java.time.Duration;

/**
 * Port: the two work queues and their poison queues. Hints from Partner Center go to {@code crm-updates}, hints from
 * the CRM to {@code partner-center-updates}.
 */
public interface WorkQueue {
    /**
     * Queues work, without expiry.
     *
     * @param delay before it becomes visible; at most seven days
     */
    void send(Work work, Duration delay);

    /** Puts work aside for a person, with the reason, on the poison queue of its queue; without expiry. */
    void park(Work work, Problem problem);
}
