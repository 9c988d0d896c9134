package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.backfill.Job.Mode;
import dev.cosell.operate.backfill.Job.Place;
import dev.cosell.operate.backfill.Job.Stage;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.referral.Referral;
import dev.cosell.store.FindingRows;
import dev.cosell.store.Page;
import dev.cosell.sync.check.WrittenReferralId;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.ReferralPage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The steps of a backfill: each does a part of a page and says where to go on. A step that is done again, because the app
 * stopped before that was stored, finds what it did: a subject that was judged in this walk is not judged twice, and what
 * is queued twice is worked off once.
 */
final class Walker {
    private static final int REFERRALS = 25;
    private static final int RECORDS = 50;
    private static final int QUEUED = 20;
    private static final int CLEARED = 200;
    private static final int COUNTED = 1000;
    /** Work that is due for longer means that workers are behind: then nothing is put on top. */
    private static final Duration BEHIND = Duration.ofSeconds(10);

    /** Links come first: nothing can take a record from a deal that has it. */
    private static final List<Verdict> ORDER = List.of(Verdict.LINK, Verdict.CREATE, Verdict.ORPHANED);

    /**
     * A step.
     *
     * @param cost how many referrals and records it looked at, or queued
     * @param waits whether there is nothing to do just now, so that the next step is for another time
     */
    record Step(Job job, int cost, boolean waits) {}

    private final FieldMaps maps;
    private final CrmProduct product;
    private final PartnerCenter partnerCenter;
    private final Crm crm;
    private final Claims claims;
    private final Judge judge;
    private final FindingRows rows;
    private final Inbox inbox;
    private final Supplier<Duration> lag;
    private final InstantSource clock;

    /** @param lag for how long the oldest message that is due has waited for a worker */
    Walker(FieldMaps maps, CrmProduct product, Ports ports, Judge judge, FindingRows rows, Supplier<Duration> lag) {
        this.maps = maps;
        this.product = product;
        this.partnerCenter = ports.partnerCenter();
        this.crm = ports.crm();
        this.claims = ports.claims();
        this.judge = judge;
        this.rows = rows;
        this.inbox = new Inbox(ports.hints(), ports.queue());
        this.lag = lag;
        this.clock = ports.clock();
    }

    /** Goes on. @param most referrals and records to look at, or queue */
    Step step(Job job, int most) {
        try {
            return stage(job, most);
        } catch (Failure failure) {
            if (!isOfAnOldPage(job, failure)) {
                throw failure;
            }
            return stage(job.moved(job.place().page(Optional.empty()), job.judged(), job.queued()), most);
        }
    }

    /** Links to pages expire; the stage then begins anew, and passes over what it judged. */
    private static boolean isOfAnOldPage(Job job, Failure failure) {
        Handling handling = failure.problem().handling();
        return job.place().next().isPresent() && (handling == Handling.PERSON || handling == Handling.BUG);
    }

    private Step stage(Job job, int most) {
        return switch (job.place().stage()) {
            case CLEARING -> clear(job);
            case REFERRALS -> referrals(job, Math.min(most, REFERRALS));
            case RECORDS -> records(job, most);
            case COUNTING -> count(job);
            case QUEUEING -> queue(job, Math.min(most, QUEUED));
        };
    }

    private Step clear(Job job) {
        boolean more = rows.forget(job.place().about(), CLEARED) == CLEARED;
        return free(more ? job : to(job, Place.at(Stage.REFERRALS)));
    }

    // --- Finding out ---

    private Step referrals(Job job, int most) {
        Place place = job.place();
        ReferralPage page = partnerCenter.lastChanged(place.next());
        List<Referral> here = part(page.referrals(), place.offset(), most);
        Tally tally = job.judged();
        int cost = 1;
        for (Referral referral : here) {
            Subject subject = Subject.referral(referral.id());
            if (!referral.isMicrosofts() && rows.find(job.walk(), subject.key()).isEmpty()) {
                Finding found = judge.referral(referral);
                tally = keep(job, tally, found);
                cost += found.verdict().takesCalls() ? 1 : 0;
            }
        }
        int done = place.offset() + here.size();
        Place next = done < page.referrals().size()
                ? place.after(done)
                : page.next().isPresent() ? place.page(page.next()) : firstTable();
        return new Step(job.moved(next, tally, job.queued()), cost, false);
    }

    private Step records(Job job, int most) {
        Place place = job.place();
        Optional<FieldMap> map = maps.ofTable(place.about());
        if (map.isEmpty()) {
            // Leads were switched off while it was their turn.
            return free(to(job, Place.at(Stage.COUNTING)));
        }
        RecordPage page = crm.records(
                new RecordQuery(
                        place.about(), Optional.empty(), Optional.of(Carrying.filter(product, map.get())), RECORDS),
                place.next());
        List<RecordPage.Entry> here = part(page.entries(), place.offset(), most);
        Tally tally = job.judged();
        int cost = 1;
        for (RecordPage.Entry entry : here) {
            Subject subject = Subject.record(entry.record());
            if (rows.find(job.walk(), subject.key()).isEmpty()) {
                Optional<Finding> found = judge.record(entry, met(job, map.get(), entry));
                if (found.isPresent()) {
                    tally = keep(job, tally, found.get());
                    cost += found.get().verdict().takesCalls() ? 1 : 0;
                }
            }
        }
        int done = place.offset() + here.size();
        Place next = done < page.entries().size()
                ? place.after(done)
                : page.next().isPresent() ? place.page(page.next()) : tableAfter(place.about());
        return new Step(job.moved(next, tally, job.queued()), cost, false);
    }

    /** What this walk found of the referral that a record names. */
    private Optional<Finding> met(Job job, FieldMap map, RecordPage.Entry entry) {
        String referralId = WrittenReferralId.in(map, entry.snapshot().values());
        return referralId.isEmpty()
                ? Optional.empty()
                : rows.find(job.walk(), Subject.referral(referralId).key()).map(Finding::of);
    }

    /** The finding itself comes last: as long as it is not there, its records are named once more. */
    private Tally keep(Job job, Tally tally, Finding finding) {
        if (finding.verdict() == Verdict.AMBIGUOUS && finding.subject().side() == Side.PARTNER_CENTER) {
            contest(finding);
        }
        for (RecordRef record : finding.records()) {
            Subject named = Subject.record(record);
            if (!named.equals(finding.subject())
                    && rows.find(job.walk(), named.key()).isEmpty()) {
                put(
                        job.walk(),
                        Finding.of(
                                named,
                                Verdict.NAMED,
                                finding.name(),
                                List.of(),
                                List.of(finding.subject().key())));
            }
        }
        put(job.walk(), finding);
        return tally.and(finding);
    }

    /** From now on no event makes a record for the referral, or a referral for one of the records, before a person decides. */
    private void contest(Finding finding) {
        String referralId = finding.subject().id();
        claims.claim(Claim.unclear(finding.subject()), referralId);
        finding.records().forEach(record -> claims.claim(Claim.unclear(Subject.record(record)), referralId));
    }

    private Place firstTable() {
        return Place.at(Stage.RECORDS, maps.deals().table());
    }

    private Place tableAfter(String table) {
        List<String> tables = maps.all().stream().map(FieldMap::table).toList();
        int next = tables.indexOf(table) + 1;
        return next == tables.size() ? Place.at(Stage.COUNTING) : Place.at(Stage.RECORDS, tables.get(next));
    }

    /** A page of findings; the first one begins the count anew. */
    private Step count(Job job) {
        Tally tally = job.place().next().isPresent() ? job.judged() : Tally.NONE;
        Page<JsonNode> page =
                rows.list(job.walk(), Optional.empty(), job.place().next(), COUNTED);
        for (JsonNode row : page.items()) {
            tally = tally.and(Finding.of(row));
        }
        Job counted = job.moved(job.place().page(page.next()), tally, job.queued());
        if (page.next().isPresent()) {
            return free(counted);
        }
        return free(job.mode() == Mode.DRY_RUN ? counted.done(clock.instant()) : to(counted, firstToQueue()));
    }

    // --- Queueing ---

    private Step queue(Job job, int most) {
        if (lag.get().compareTo(BEHIND) > 0) {
            return new Step(job, 0, true);
        }
        Verdict verdict = Verdict.valueOf(job.place().about());
        Page<JsonNode> page =
                rows.list(job.walk(), Optional.of(verdict.name()), job.place().next(), most);
        int queued = 0;
        for (JsonNode row : page.items()) {
            Finding finding = Finding.of(row);
            if (!finding.queued()) {
                inbox.accept(finding.subject(), Causes.BACKFILL);
                put(job.walk(), finding.asQueued());
                queued++;
            }
        }
        Job on = job.moved(job.place().page(page.next()), job.judged(), job.queued() + queued);
        return new Step(page.next().isPresent() ? on : afterVerdict(on, verdict), queued, false);
    }

    private Job afterVerdict(Job job, Verdict verdict) {
        int next = ORDER.indexOf(verdict) + 1;
        return next == ORDER.size()
                ? job.done(clock.instant())
                : to(job, Place.at(Stage.QUEUEING, ORDER.get(next).name()));
    }

    static Place firstToQueue() {
        return Place.at(Stage.QUEUEING, ORDER.getFirst().name());
    }

    private void put(String walk, Finding finding) {
        rows.put(walk, finding.subject().key(), finding.verdict().name(), finding.json());
    }

    private static Job to(Job job, Place place) {
        return job.moved(place, job.judged(), job.queued());
    }

    private static Step free(Job job) {
        return new Step(job, 0, false);
    }

    private static <T> List<T> part(List<T> page, int from, int most) {
        int begin = Math.min(from, page.size());
        return page.subList(begin, Math.min(page.size(), begin + most));
    }
}
