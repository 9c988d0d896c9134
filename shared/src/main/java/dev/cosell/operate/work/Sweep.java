package dev.cosell.operate.work;

import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;

/** The net under the queues: finds what was lost on the way to them, and keeps what was given up. */
public final class Sweep {
    private static final int MOST_ROWS = 10_000;

    private final LostWork lost;
    private final PairDirectory directory;
    private final PoisonMessages poison;
    private final QueueNames queues;

    public Sweep(LostWork lost, PairDirectory directory, PoisonMessages poison, QueueNames queues) {
        this.lost = lost;
        this.directory = directory;
        this.poison = poison;
        this.queues = queues;
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
        LostWork.Found found = lost.queue();
        return "overdueHints=" + found.hints() + " lostReminders=" + found.reminders() + " parkedMessagesKept=" + kept
                + (moved == 0 ? "" : " listRowsMoved=" + moved);
    }
}
