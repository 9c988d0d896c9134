package dev.cosell.operate.notice;

/** What no change of a pair tells, and has to be looked for. */
public final class HourlyWatch {
    private final ExpiryWatch expiry;
    private final ParkedWatch parked;
    private final DriftWatch drift;

    public HourlyWatch(ExpiryWatch expiry, ParkedWatch parked, DriftWatch drift) {
        this.expiry = expiry;
        this.parked = parked;
        this.drift = drift;
    }

    /** For a timer, once an hour. */
    public void run() {
        expiry.run();
        parked.run();
        drift.run();
    }
}
