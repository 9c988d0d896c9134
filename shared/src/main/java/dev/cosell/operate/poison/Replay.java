package dev.cosell.operate.poison;

import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Inbox;

/**
 * Gives parked work back to the queue. It carries no evidence of its own: both sides are read and merged anew, so it is
 * safe however often it is done, in whatever order.
 */
public final class Replay {
    private final Inbox inbox;

    public Replay(Inbox inbox) {
        this.inbox = inbox;
    }

    /** @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}; nothing was queued then, or it is queued twice later */
    public void again(Work work) {
        inbox.accept(work.subject(), isKept(work.cause()) ? work.cause() : Causes.SYNC_NOW);
    }

    /** What asks for more than bringing both sides in step, which nothing but its own cause tells. */
    private static boolean isKept(String cause) {
        return Causes.asksMore(cause) || cause.equals(Causes.DELETED);
    }
}
