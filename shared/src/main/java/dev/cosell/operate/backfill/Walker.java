package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Defect;
import dev.cosell.operate.backfill.Job.Mode;
import dev.cosell.operate.backfill.Job.Place;
import dev.cosell.operate.backfill.Job.Stage;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
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
import java.util.function.Function;
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
    /** Slices, a minute apart, that try to judge an entry. */
    private static final int TRIES = 5;
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
    Walker(
            FieldMaps maps,
            CrmProduct product,
            Ports ports,
            Judge judge,
            FindingRows rows,
            Inbox inbox,
            Supplier<Duration> lag) {
        this.maps = maps;
        this.product = product;
        this.partnerCenter = ports.partnerCenter();
        this.crm = ports.crm();
        this.claims = ports.claims();
        this.judge = judge;
        this.rows = rows;
        this.inbox = inbox;
        this.lag = lag;
        this.clock = ports.clock();
    }

    /** Goes on. @param most referrals and records to look at, or queue */
    Step step(Job job, int most) {
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

    // --- Pages ---

    /** @param place at this page, or at the first one in its stead */
    private record Opened<P>(P page, Place place) {}

    /** Links to pages expire; the stage then begins anew, and passes over what it judged. */
    private static <P> Opened<P> open(Place place, Function<Optional<String>, P> read) {
        try {
            return new Opened<>(read.apply(place.next()), place);
        } catch (Failure failure) {
            Handling handling = failure.problem().handling();
            if (place.next().isEmpty() || handling != Handling.PERSON && handling != Handling.BUG) {
                throw failure;
            }
            Place first = place.page(Optional.empty());
            return new Opened<>(read.apply(first.next()), first);
        }
    }

    /** At the place of the page that was opened; one that is another than the job's begins anew. */
    private static Job at(Job job, Place opened) {
        return opened.equals(job.place()) ? job : to(job, opened);
    }

    // --- Finding out ---

    /**
     * What a page lists.
     *
     * @param judging gives nothing for what is none of ours
     * @param unreadable the finding if it cannot be judged
     */
    private record Entry(Subject subject, Supplier<Optional<Finding>> judging, Function<Problem, Finding> unreadable) {}

    private Step referrals(Job job, int most) {
        Opened<ReferralPage> opened = open(job.place(), partnerCenter::lastChanged);
        List<Entry> entries = opened.page().referrals().stream()
                .filter(referral -> !referral.isMicrosofts())
                .map(referral -> new Entry(
                        Subject.referral(referral.id()),
                        () -> Optional.of(judge.referral(referral)),
                        why -> Judge.unreadable(referral, why)))
                .toList();
        Optional<String> next = opened.page().next();
        Place after = next.isPresent() ? opened.place().page(next) : firstTable();
        return judged(at(job, opened.place()), entries, most, after);
    }

    private Step records(Job job, int most) {
        Optional<FieldMap> found = maps.ofTable(job.place().about());
        if (found.isEmpty()) {
            // Leads were switched off while it was their turn.
            return free(to(job, Place.at(Stage.COUNTING)));
        }
        FieldMap map = found.get();
        RecordQuery query =
                new RecordQuery(map.table(), Optional.empty(), Optional.of(Carrying.filter(product, map)), RECORDS);
        Opened<RecordPage> opened = open(job.place(), next -> crm.records(query, next));
        List<Entry> entries = opened.page().entries().stream()
                .map(entry -> new Entry(
                        Subject.record(entry.record()),
                        () -> judge.record(entry, met(job, map, entry)).map(finding -> once(job, entry, finding)),
                        why -> judge.unreadable(entry, why)))
                .toList();
        Optional<String> next = opened.page().next();
        Place after = next.isPresent() ? opened.place().page(next) : tableAfter(map.table());
        return judged(at(job, opened.place()), entries, most, after);
    }

    /** Judges a part of a page; an entry that cannot be judged is tried again by later slices, and told of at last. */
    private Step judged(Job job, List<Entry> page, int most, Place after) {
        int from = Math.min(job.place().offset(), page.size());
        int to = Math.min(page.size(), from + most);
        Tally tally = job.judged();
        int cost = 1;
        for (int i = from; i < to; i++) {
            Entry entry = page.get(i);
            if (rows.find(job.walk(), entry.subject().key()).isEmpty()) {
                Optional<Finding> found;
                try {
                    found = entry.judging().get();
                } catch (RuntimeException thrown) {
                    Problem why = ofThisEntry(thrown);
                    Job here = i == from ? job : job.moved(job.place().after(i), tally, job.queued());
                    if (here.tries() + 1 < TRIES) {
                        return new Step(here.stuck(why), cost, true);
                    }
                    found = Optional.of(entry.unreadable().apply(why));
                }
                if (found.isPresent()) {
                    tally = keep(job, tally, found.get());
                    cost += found.get().verdict().takesCalls() ? 1 : 0;
                }
            }
        }
        return new Step(job.moved(to < page.size() ? job.place().after(to) : after, tally, job.queued()), cost, false);
    }

    /** What may be about one entry alone. A system that is down, or asks to wait, is so for all of them. */
    private static Problem ofThisEntry(RuntimeException thrown) {
        if (!(thrown instanceof Failure failure)) {
            return Defect.problem(thrown);
        }
        Problem problem = failure.problem();
        if (problem.handling() == Handling.SYSTEM || problem.retryAfter().isPresent()) {
            throw failure;
        }
        return problem;
    }

    /** A referral that was found already, by way of another record, is not found anew: a person may have decided. */
    private Finding once(Job job, RecordPage.Entry entry, Finding finding) {
        Subject record = Subject.record(entry.record());
        boolean known = !finding.subject().equals(record)
                && rows.find(job.walk(), finding.subject().key()).isPresent();
        return known ? named(record, finding) : finding;
    }

    private static Finding named(Subject record, Finding by) {
        return Finding.of(
                record,
                Verdict.NAMED,
                by.name(),
                List.of(),
                List.of(by.subject().key()));
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
            Subject subject = Subject.record(record);
            if (!subject.equals(finding.subject())
                    && rows.find(job.walk(), subject.key()).isEmpty()) {
                put(job.walk(), named(subject, finding));
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
        Opened<Page<JsonNode>> opened =
                open(job.place(), next -> rows.list(job.walk(), Optional.empty(), next, COUNTED));
        Page<JsonNode> page = opened.page();
        Tally tally = opened.place().next().isPresent() ? job.judged() : Tally.NONE;
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
            return new Step(to(job, job.place()), 0, true);
        }
        Verdict verdict = Verdict.valueOf(job.place().about());
        Page<JsonNode> page = open(job.place(), next -> rows.list(job.walk(), Optional.of(verdict.name()), next, most))
                .page();
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
}
