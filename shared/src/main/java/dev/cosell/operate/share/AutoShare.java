package dev.cosell.operate.share;

import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.sync.check.Shareable;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Shares by rule: walks the records whose switch is off, and asks the engine to share those that match. The engine decides:
 * what somebody turned off stays off.
 */
public final class AutoShare {
    private static final int PAGE = 250;
    private static final int MOST_PAGES = 8;
    /** A run queues no more than this; the next goes on where it stopped. */
    private static final int MOST_SHARED = 200;

    private static final Duration APART = Duration.ofSeconds(1);

    private final FieldMap map;
    private final Crm crm;
    private final Claims claims;
    private final Outages outages;
    private final Gate gate;
    private final Inbox inbox;
    private final Optional<String> filter;
    private final boolean validOnly;
    private final InstantSource clock;
    /** Where the next run goes on; a new process begins anew, which costs reading only. */
    private Optional<String> from = Optional.empty();

    /**
     * @param gate whose work waits because it is switched off
     * @param filter condition in the CRM's own words, which {@link RecordFilter} has checked; empty to share nothing by
     *     rule
     * @param validOnly whether records are left alone that would only be held
     * @param clock the storage server's
     */
    public AutoShare(
            FieldMap map,
            Crm crm,
            Claims claims,
            Outages outages,
            Gate gate,
            Inbox inbox,
            Optional<String> filter,
            boolean validOnly,
            InstantSource clock) {
        this.map = map;
        this.crm = crm;
        this.claims = claims;
        this.outages = outages;
        this.gate = gate;
        this.inbox = inbox;
        this.filter = filter;
        this.validOnly = validOnly;
        this.clock = clock;
    }

    /**
     * Looks at up to 2,000 records, from where the run before stopped.
     *
     * @return one line for the log
     * @throws Failure if the CRM does not answer, or cannot read the filter; the next run begins anew
     */
    public synchronized String run() {
        if (filter.isEmpty()) {
            return "autoShare=off";
        }
        // What waits has no pair yet by which the next run would know it.
        if (outages.waitedFor(Lane.BACKGROUND, clock.instant()).isPresent()
                || gate.waits(Side.CRM).isPresent()) {
            return "autoShare=waiting";
        }
        RecordQuery query = new RecordQuery(map.table(), Optional.of(false), filter, PAGE);
        Optional<String> next = from;
        from = Optional.empty();
        int looked = 0;
        int queued = 0;
        for (int page = 0; page < MOST_PAGES && queued < MOST_SHARED; page++) {
            RecordPage found = FilteredRecords.read(crm, query, next);
            looked += found.entries().size();
            for (RecordPage.Entry entry : found.entries()) {
                if (isDue(Shareable.of(map, entry))) {
                    inbox.accept(Subject.record(entry.record()), Causes.SHARE_BY_RULE, APART.multipliedBy(queued++));
                }
            }
            next = found.next();
            if (next.isEmpty()) {
                break;
            }
        }
        from = next;
        return "autoShareLooked=" + looked + " autoShareQueued=" + queued;
    }

    private boolean isDue(Shareable record) {
        return record.open()
                && !record.shared()
                && (record.problems().isEmpty() || !validOnly)
                && isUntouched(record.record());
    }

    /**
     * Whether nobody turned its switch yet, as far as is known: one that has a pair was shared before, or is on its way.
     * One that may belong to a referral, of which others may be, waits for a person.
     */
    private boolean isUntouched(RecordRef record) {
        return claims.owner(Claim.of(Subject.record(record))).isEmpty()
                && claims.owner(Claim.turnedOff(record)).isEmpty()
                && claims.owner(Claim.unclear(Subject.record(record)))
                        .flatMap(referralId -> claims.owner(Claim.unclear(Subject.referral(referralId))))
                        .isEmpty();
    }
}
