package dev.cosell.operate.work;

import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.Instant;
import java.time.InstantSource;

/** Queues again what was lost between storage and queues: hints that nobody settled, and reminders that never came. */
public final class LostWork {
    private final OverdueHints hints;
    private final StaleWakeUps wakeUps;
    private final Outages outages;
    private final InstantSource clock;

    /** What was queued. */
    public record Found(int hints, int reminders) {}

    /** @param clock the storage server's */
    public LostWork(OverdueHints hints, StaleWakeUps wakeUps, Outages outages, InstantSource clock) {
        this.hints = hints;
        this.wakeUps = wakeUps;
        this.outages = outages;
        this.clock = clock;
    }

    /**
     * Looks once. While a system is out, or changes wait for calls, every hint is overdue, and its message waits on the
     * queue: another would wait beside it. The net itself calls nobody, so it may be out when background work waits.
     */
    public Found queue() {
        Instant now = clock.instant();
        boolean out = outages.waitedFor(Lane.CHANGES, now).isPresent();
        return out ? new Found(0, 0) : new Found(hints.queue(), wakeUps.queue(now));
    }
}
