package dev.cosell.sync;

import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Admission;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.check.WrittenReferralId;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Ports;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What happens with a referral or a record that no pair owns yet: claims come before anything is made. */
final class Newcomers {
    private static final String BEGAN_IN_CRM = "c-";
    private static final String BEGAN_AS_LEAD = "l-";
    private static final String BEGAN_IN_PARTNER_CENTER = "r-";
    static final String FORGOTTEN = "closed so long ago that its deal was forgotten";

    private final FieldMaps maps;
    private final Ports ports;
    private final SyncSettings settings;

    Newcomers(FieldMaps maps, Ports ports, SyncSettings settings) {
        this.maps = maps;
        this.ports = ports;
        this.settings = settings;
    }

    /**
     * The pair a newcomer belongs to from now on.
     *
     * @param pair absent if it does not concern us; {@code why} says so
     * @param referral what was read on the way, so that it is not read twice
     * @param record likewise
     */
    record Arrival(Optional<PairId> pair, String why, Optional<Referral> referral, Optional<Snapshot> record) {
        static Arrival of(PairId pair) {
            return new Arrival(Optional.of(pair), "", Optional.empty(), Optional.empty());
        }

        static Arrival none(String why) {
            return new Arrival(Optional.empty(), why, Optional.empty(), Optional.empty());
        }

        /** The same, but the record has to be read again. */
        Arrival withoutRecord() {
            return new Arrival(pair, why, referral, Optional.empty());
        }

        /** Whether the pair begins with this subject, which was unknown a moment ago: so nobody has made its row. */
        boolean isFirstOf(PairId id, FieldMaps maps, Subject subject) {
            boolean introduced = referral.isPresent() || record.isPresent();
            return introduced && id.equals(began(maps, subject));
        }
    }

    Arrival introduce(Work work) {
        return work.subject().side() == Side.PARTNER_CENTER ? referral(work) : record(work);
    }

    private Arrival referral(Work work) {
        Referral referral = ports.partnerCenter().read(work.subject().id());
        if (referral.isMicrosofts()) {
            return microsofts(referral);
        }
        PairId owner = owner(referral);
        Optional<String> ignored = ignored(referral, owner);
        if (ignored.isPresent()) {
            return Arrival.none(ignored.get());
        }
        PairId pair = new PairId(ports.claims().claim(Claim.of(work.subject()), owner.value()));
        referral.engagementId().ifPresent(id -> claimEngagement(id, pair));
        return new Arrival(Optional.of(pair), "", Optional.of(referral), Optional.empty());
    }

    /** Whose referral this is: the pair of the record it names, if that pair still looks for its referral. */
    private PairId owner(Referral referral) {
        PairId own = began(Subject.referral(referral.id()));
        return referral.externalReferenceId()
                .flatMap(id -> maps.all().stream()
                        .flatMap(map -> ports.crm().ref(map.table(), id).stream())
                        .flatMap(record -> ports.claims().owner(Claim.of(Subject.record(record))).stream())
                        .findFirst())
                .map(PairId::new)
                .filter(pair -> ports.pairs()
                        .read(pair)
                        .flatMap(row -> row.value().referralId())
                        .map(referral.id()::equals)
                        .orElse(true))
                .orElse(own);
    }

    /**
     * Microsoft's half belongs to the pair of its engagement; on its own it never makes a record. Its id is left behind
     * before the engagement's owner is looked up, and the owner looks for it after claiming the engagement: whoever
     * comes second sees the first.
     */
    private Arrival microsofts(Referral referral) {
        Optional<String> engagement = referral.engagementId();
        if (engagement.isEmpty()) {
            return Arrival.none("Microsoft's half without an engagement");
        }
        ports.claims().claim(new Claim("msft|" + engagement.get()), referral.id());
        Optional<String> owner = ports.claims().owner(Claim.engagement(engagement.get()));
        if (owner.isEmpty()) {
            return Arrival.none("an engagement of which we have no referral yet");
        }
        ports.claims().claim(Claim.of(Subject.referral(referral.id())), owner.get());
        return new Arrival(owner.map(PairId::new), "", Optional.of(referral), Optional.empty());
    }

    /** Claims an engagement for a pair and picks up Microsoft's half if its event came first. */
    void claimEngagement(String engagementId, PairId pair) {
        ports.claims().claim(Claim.engagement(engagementId), pair.value());
        ports.claims()
                .owner(new Claim("msft|" + engagementId))
                .ifPresent(referralId -> new Inbox(ports.hints(), ports.queue(), () -> mark(ports))
                        .accept(Subject.referral(referralId), "related-referral-found"));
    }

    /**
     * Why a referral stays out. A short record of it is kept, and its next event is judged anew. A referral that names a
     * record of ours was made by us: policy is about what comes in.
     */
    private Optional<String> ignored(Referral referral, PairId owner) {
        boolean ours = !owner.equals(began(Subject.referral(referral.id())));
        if (referral.status().filter(Status::isClosed).isPresent() && isOver(Subject.referral(referral.id()))) {
            return Optional.of(FORGOTTEN);
        }
        Optional<Admission.Refusal> refusal = settings.admission()
                .refusal(referral)
                .filter(why -> why.lasting() || !ours && !ports.ignored().isAdmitted(referral.id()));
        refusal.ifPresent(why -> ports.ignored()
                .keep(IgnoredReferral.of(referral, why, ports.clock().instant())));
        return refusal.map(why -> "ignored: " + why.reason());
    }

    /** Whether it is half of a deal whose pair was taken out of storage, long after it was closed. */
    private boolean isOver(Subject subject) {
        return ports.claims().owner(Claim.over(subject)).isPresent();
    }

    /**
     * Whether a pair without a row is one that was taken out of storage: it had given a half up, or no longer owns one that is
     * over. One that was claimed a moment ago, and whose row is still to be made, owns its halves.
     *
     * @param subject of whose event it was known
     */
    boolean isForgotten(PairId pair, Subject subject) {
        boolean former = subject.side() == Side.PARTNER_CENTER && owns(pair, Claim.former(subject.id()));
        return former
                || Stream.of(subject, namesake(pair)).anyMatch(half -> isOver(half) && !owns(pair, Claim.of(half)));
    }

    private boolean owns(PairId pair, Claim claim) {
        return ports.claims().owner(claim).filter(pair.value()::equals).isPresent();
    }

    /** The half that a pair has its name from. */
    private Subject namesake(PairId pair) {
        Pair fresh = fresh(pair, maps, Instant.EPOCH);
        return fresh.record()
                .map(Subject::record)
                .or(() -> fresh.referralId().map(Subject::referral))
                .orElseThrow();
    }

    private Arrival record(Work work) {
        if (work.cause().equals(Causes.DELETED)) {
            return Arrival.none("a record that was never shared was deleted");
        }
        RecordRef record = RecordRef.parse(work.subject().id());
        if (maps.ofTable(record.table()).isEmpty()) {
            return Arrival.none("records of table " + record.table() + " are not synchronised");
        }
        FieldMap map = maps.of(Optional.of(record.table()));
        Snapshot snapshot = ports.crm().read(record);
        if (snapshot.mergedInto().isPresent()) {
            return Arrival.none("merged into " + snapshot.mergedInto().get() + ", which speaks for itself");
        }
        boolean shared = snapshot.values().containsKey(map.columns().sync())
                && snapshot.values().get(map.columns().sync()).asBoolean();
        if (!shared && !sharesNow(work, map, record)) {
            return Arrival.none("not shared");
        }
        boolean sharedAgain = work.cause().equals(Causes.SHARE)
                || work.cause().equals(Causes.UPDATED) && Switch.isTurnedOn(work, map);
        if (!sharedAgain && isOver(work.subject())) {
            return Arrival.none(FORGOTTEN);
        }
        Optional<Naming> naming = work.cause().equals(Causes.SHARE) ? Optional.empty() : naming(work.subject());
        if (naming.filter(found -> isUnclear(found.referralId())).isPresent()) {
            return Arrival.none("may belong to referral " + naming.get().referralId() + ": a person decides");
        }
        Optional<PairId> former = ofLead(map, record, snapshot).or(() -> ofMerged(map, record, snapshot));
        if (former.isPresent()) {
            String owner =
                    ports.claims().claim(Claim.of(work.subject()), former.get().value());
            return Arrival.of(new PairId(owner));
        }
        Joined joined = naming.flatMap(Naming::referral)
                .filter(referral -> names(referral, record))
                .map(this::joined)
                .orElseGet(() -> joinable(map, record, snapshot));
        PairId owner = new PairId(
                ports.claims().claim(Claim.of(work.subject()), joined.pair().value()));
        return new Arrival(Optional.of(owner), "", joined.referral(), Optional.of(snapshot));
    }

    /**
     * What a first load found of a record: the referral that names it, or may be its own.
     *
     * @param referral as it is now; absent if it is not to be seen
     */
    private record Naming(String referralId, Optional<Referral> referral) {
        private boolean closed() {
            return referral.flatMap(Referral::status).filter(Status::isClosed).isPresent();
        }
    }

    /**
     * The referral that may be a record's, as long as it has no other one and is not closed: no other referral is made for
     * the record meanwhile. One call if there is such a referral.
     */
    private Optional<Naming> naming(Subject record) {
        return ports.claims()
                .owner(Claim.unclear(record))
                .filter(referralId -> ports.claims()
                        .owner(Claim.of(Subject.referral(referralId)))
                        .map(PairId::new)
                        .flatMap(ports.pairs()::read)
                        .flatMap(row -> row.value().record())
                        .isEmpty())
                .map(referralId -> new Naming(referralId, visible(referralId)))
                .filter(found -> !found.closed());
    }

    private Optional<Referral> visible(String referralId) {
        return Failure.absentIf(
                Set.of(ProblemCode.REFERRAL_GONE), () -> ports.partnerCenter().read(referralId));
    }

    /** Whether it may be another record's as well. */
    private boolean isUnclear(String referralId) {
        return ports.claims().owner(Claim.unclear(Subject.referral(referralId))).isPresent();
    }

    /** Whether a referral still names a record, and no other one: since a first load found so, people may have corrected it. */
    private boolean names(Referral referral, RecordRef record) {
        return new Belonging(maps, ports.crm(), ports.claims())
                .byId(referral)
                .keySet()
                .equals(Set.of(record));
    }

    /**
     * The pair that a record becomes part of.
     *
     * @param referral that was read on the way
     */
    private record Joined(PairId pair, Optional<Referral> referral) {}

    /** The pair of a referral that names the record, whoever made it or is still to. */
    private Joined joined(Referral referral) {
        Subject subject = Subject.referral(referral.id());
        String owner = ports.claims().claim(Claim.of(subject), began(subject).value());
        return new Joined(new PairId(owner), Optional.of(referral));
    }

    /** Whether a record is shared although its switch is off. What a person turned off, no rule turns on. */
    private boolean sharesNow(Work work, FieldMap map, RecordRef record) {
        if (Switch.wasTurnedOff(work, map)) {
            ports.claims().claim(Claim.turnedOff(record), "a person");
        }
        return switch (work.cause()) {
            case Causes.SHARE -> true;
            case Causes.SHARE_BY_RULE ->
                ports.claims().owner(Claim.turnedOff(record)).isEmpty();
            default -> false;
        };
    }

    /** The pair of the lead a deal was made from, if that pair's way goes on with this deal. */
    private Optional<PairId> ofLead(FieldMap map, RecordRef deal, Snapshot snapshot) {
        return maps.leads()
                .filter(leads -> map == maps.deals())
                .flatMap(leads -> Lineage.shown(map, leads.table(), snapshot.values())
                        .or(() -> ports.crm().leadOf(deal))
                        .flatMap(lead -> goingOn(leads, lead, deal)));
    }

    /**
     * The pair of a lead, if what the lead became is this deal. Of a lead that is no pair's own it is the pair that has just
     * made it, or that of the one that was merged into it, before that pair noticed. Several deals may be made from one lead;
     * the one it names is the one it became. A deleted lead names none.
     */
    private Optional<PairId> goingOn(FieldMap leads, RecordRef lead, RecordRef deal) {
        Optional<PairId> owner =
                ports.claims().owner(Claim.of(Subject.record(lead))).map(PairId::new);
        if (owner.filter(pair -> !isStillAt(pair, lead)).isPresent()) {
            return Optional.empty();
        }
        Optional<Snapshot> shown = shown(lead);
        boolean another = shown.flatMap(
                        found -> Lineage.shown(leads, maps.deals().table(), found.values()))
                .filter(named -> !named.equals(deal))
                .isPresent();
        return another
                ? Optional.empty()
                : owner.or(() -> shown.flatMap(
                        found -> ofReferral(leads, found, pair -> hasMade(pair, lead) || wasMergedInto(pair, lead))));
    }

    /** @return nothing if it is gone, or closed to the connector: many a deal comes of a lead that concerns nobody here */
    private Optional<Snapshot> shown(RecordRef record) {
        return Failure.absentIf(
                Set.of(ProblemCode.RECORD_GONE, ProblemCode.RECORD_FORBIDDEN),
                () -> ports.crm().read(record));
    }

    /** The pair of a record that was merged into this one, and whose referral this one names since. */
    private Optional<PairId> ofMerged(FieldMap map, RecordRef survivor, Snapshot snapshot) {
        return ofReferral(map, snapshot, pair -> wasMergedInto(pair, survivor));
    }

    private Optional<PairId> ofReferral(FieldMap map, Snapshot naming, Predicate<Pair> condition) {
        String referralId = WrittenReferralId.in(map, naming.values());
        return referralId.isBlank()
                ? Optional.empty()
                : ports.claims()
                        .owner(Claim.of(Subject.referral(referralId)))
                        .map(PairId::new)
                        .filter(pair -> ports.pairs()
                                .read(pair)
                                .map(Stored::value)
                                .filter(condition)
                                .isPresent());
    }

    private boolean wasMergedInto(Pair pair, RecordRef survivor) {
        return recordOf(pair)
                .filter(own -> !own.equals(survivor))
                .flatMap(ports.crm()::survivor)
                .filter(survivor::equals)
                .isPresent();
    }

    /** Whether a record is the one that a pair made, which its maker could not note. One call if a pair is at that. */
    private boolean hasMade(Pair pair, RecordRef record) {
        return isMaking(pair)
                && recordOf(pair)
                        .flatMap(name -> shown(name).map(made -> ports.crm().itself(name, made)))
                        .filter(record::equals)
                        .isPresent();
    }

    private static boolean isMaking(Pair pair) {
        return pair.record().isEmpty()
                && pair.pending()
                        .filter(pending -> pending.kind() == Pending.Kind.CREATE_RECORD)
                        .isPresent();
    }

    /** A pair's record; also the one that is being made for it, which others may see before its maker has noted it. */
    private Optional<RecordRef> recordOf(Pair pair) {
        return pair.record()
                .or(() -> pair.pending()
                        .filter(pending -> pending.kind() == Pending.Kind.CREATE_RECORD)
                        .map(pending -> Linking.recordToMake(maps, pending)));
    }

    /** Whether a lead that a pair has claimed is its record, also if it is about to note that. */
    private boolean isStillAt(PairId owner, RecordRef lead) {
        return ports.pairs()
                .read(owner)
                .map(Stored::value)
                .filter(pair -> isMaking(pair) || pair.record().equals(Optional.of(lead)))
                .isPresent();
    }

    /**
     * The pair of the referral the record names, if that pair has no other record. The referral is claimed before the
     * record, as it is where its own event comes first: so each half of a deal does not wait for the other one's pair. What
     * is no referral of ours is not claimed: the seller may correct it.
     */
    private Joined joinable(FieldMap map, RecordRef record, Snapshot snapshot) {
        PairId own = began(Subject.record(record));
        String referralId = WrittenReferralId.in(map, snapshot.values());
        if (referralId.isBlank()) {
            return new Joined(own, Optional.empty());
        }
        Claim claim = Claim.of(Subject.referral(referralId));
        Optional<String> owner = ports.claims().owner(claim);
        Optional<Referral> read = owner.isPresent() ? Optional.empty() : visible(referralId);
        Optional<PairId> pair = owner.or(() -> read.filter(referral -> !referral.isMicrosofts())
                        .map(referral -> ports.claims().claim(claim, own.value())))
                .map(PairId::new)
                .filter(joined -> isFreeFor(record, joined));
        return new Joined(pair.orElse(own), read);
    }

    /** A pair whose row is still to be made has the record it has its name from, if any. */
    private boolean isFreeFor(RecordRef record, PairId id) {
        Pair pair = ports.pairs()
                .read(id)
                .map(Stored::value)
                .orElseGet(() -> fresh(id, maps, ports.clock().instant()));
        return pair.record().map(record::equals).orElse(true);
    }

    /**
     * A new row for a claimed pair, knowing the half it began with. The pair's name says which: whoever comes first, be
     * it Microsoft's half or the counterpart, makes the same row.
     */
    static Pair fresh(PairId id, FieldMaps maps, Instant now) {
        Pair.Change change = Pair.fresh(id, now).change();
        String half = id.value().substring(2);
        return switch (id.value().substring(0, 2)) {
            case BEGAN_IN_CRM ->
                change.record(new RecordRef(maps.deals().table(), half)).now();
            case BEGAN_AS_LEAD ->
                change.record(new RecordRef(maps.leads().orElse(maps.deals()).table(), half))
                        .now();
            default -> change.referral(half).now();
        };
    }

    private PairId began(Subject subject) {
        return began(maps, subject);
    }

    /** The name of the pair that begins with a subject. */
    static PairId began(FieldMaps maps, Subject subject) {
        if (subject.side() == Side.PARTNER_CENTER) {
            return new PairId(BEGAN_IN_PARTNER_CENTER + subject.id());
        }
        RecordRef record = RecordRef.parse(subject.id());
        boolean deal = record.table().equals(maps.deals().table());
        return new PairId((deal ? BEGAN_IN_CRM : BEGAN_AS_LEAD) + record.id());
    }

    /**
     * An id that nobody can read: kept where people see it, never ignored.
     *
     * @return nothing if a pair was made for it meanwhile, which then decides
     */
    Optional<Outcome> orphan(Work work, Hint hint, Problem problem) {
        if (work.subject().side() == Side.CRM
                && problem.code() == ProblemCode.RECORD_GONE
                && work.cause().equals(Causes.DELETED)) {
            return dropped(hint, "deleted before it was shared");
        }
        if (work.subject().side() == Side.CRM && problem.code() == ProblemCode.RECORD_FORBIDDEN && isHearsay(work)) {
            return dropped(hint, "a record that is closed to the connector, and nobody shares");
        }
        PairId id = began(work.subject());
        if (!ports.claims().claim(Claim.of(work.subject()), id.value()).equals(id.value())) {
            return Optional.empty();
        }
        ports.hints().bind(work.subject(), id);
        Stored<Pair> row = ports.pairs().create(fresh(id, maps, ports.clock().instant()));
        if (row.value().fence() > 0) {
            // Another worker was here meanwhile, and knows more than this one, which looked before.
            return Optional.empty();
        }
        Pair orphan = row.value()
                .change()
                .raiseFence()
                .phase(Phase.ORPHAN)
                .problem(Optional.of(problem))
                .settle(work, hint)
                .now();
        AuditEntry entry = new AuditEntry(
                orphan.fence(),
                0,
                ports.clock().instant(),
                work.cause(),
                "orphan",
                Optional.empty(),
                List.of(),
                Optional.of(problem.toString()));
        return ports.pairs()
                .replace(row, orphan, List.of(entry))
                .map(stored -> new Outcome.Held(Optional.of(id), problem));
    }

    private Optional<Outcome> dropped(Hint hint, String why) {
        return ports.hints().drop(hint) ? Optional.of(new Outcome.Skipped(why)) : Optional.empty();
    }

    /** Events come from every record of a table; only one that turns the switch on asks for anything. */
    private boolean isHearsay(Work work) {
        FieldMap map = maps.of(Optional.of(RecordRef.parse(work.subject().id()).table()));
        return !work.fingerprints().isEmpty() && !Switch.isTurnedOn(work, map);
    }

    static String mark(Ports ports) {
        return Long.toHexString(ports.random().nextLong())
                + Long.toHexString(ports.random().nextLong());
    }
}
