package dev.cosell.operate.privacy;

import dev.cosell.store.ClosedPairs;
import dev.cosell.store.PoisonMessages;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Forgets what was kept long enough, a part each night: deals that are over, with their timelines, and parked messages. A
 * deal that is open is kept whole, however old it is.
 */
public final class Retention {
    /** Each costs about twenty transactions: well within the five minutes that a function may run. */
    private static final int MOST_DEALS = 500;

    private static final int MOST_MESSAGES = 500;

    /**
     * How long things are kept.
     *
     * @param closedDeals after they were last written
     * @param parkedMessages after they were parked
     */
    public record Terms(Duration closedDeals, Duration parkedMessages) {}

    private final ClosedPairs closed;
    private final PoisonMessages parked;
    private final Terms terms;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Retention(ClosedPairs closed, PoisonMessages parked, Terms terms, InstantSource clock) {
        this.closed = closed;
        this.parked = parked;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * Forgets what is due, at most 500 deals and 500 messages of each queue; the rest is left to the next night.
     *
     * @return one line for the log
     */
    public String run() {
        Instant now = clock.instant();
        int deals = 0;
        for (Stored<Pair> pair : closed.before(now.minus(terms.closedDeals()), MOST_DEALS)) {
            deals += closed.remove(pair) ? 1 : 0;
        }
        int messages = parked.forget(now.minus(terms.parkedMessages()), MOST_MESSAGES);
        return "closedDealsForgotten=" + deals + " parkedMessagesForgotten=" + messages;
    }
}
