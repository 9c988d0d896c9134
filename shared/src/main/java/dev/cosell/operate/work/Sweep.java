package dev.cosell.operate.work;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.InstantSource;
import java.util.stream.Stream;

/** The nets under the queues: finds hints that nobody settled and reminders that never came, and keeps parked messages. */
public final class Sweep {
    private static final int MOST_ROWS = 10_000;

    private final OverdueHints overdue;
    private final StaleWakeUps wakeUps;
    private final Outages outages;
    private final PairDirectory directory;
    private final PoisonMessages poison;
    private final QueueNames queues;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Sweep(
            OverdueHints overdue,
            StaleWakeUps wakeUps,
            Outages outages,
            PairDirectory directory,
            PoisonMessages poison,
            QueueNames queues,
            InstantSource clock) {
        this.overdue = overdue;
        this.wakeUps = wakeUps;
        this.outages = outages;
        this.directory = directory;
        this.poison = poison;
        this.queues = queues;
        this.clock = clock;
    }

    /**
     * Queues overdue hints and lost reminders again, moves what is on the poison queues to where it does not expire, and
     * what an earlier version of the connector put on lists to where lists are now.
     *
     * @return one line for the log
     */
    public String run() {
        int moved = directory.moveEarlierRows(MOST_ROWS);
        int kept = queues.all().stream().mapToInt(poison::drain).sum();
        // While a system is out, or changes wait for calls, every hint is overdue, and its message waits on the queue:
        // another would wait beside it. The net itself calls nobody, so it may be out when background work waits.
        boolean out = anySystemIsOut();
        int lost = out ? 0 : overdue.queue();
        int stale = out ? 0 : wakeUps.queue(clock.instant());
        return "overdueHints=" + lost + " lostReminders=" + stale + " parkedMessagesKept=" + kept
                + (moved == 0 ? "" : " listRowsMoved=" + moved);
    }

    private boolean anySystemIsOut() {
        return Stream.of(RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM)
                .anyMatch(system -> outages.current(system, Lane.CHANGES).isPresent());
    }
}
