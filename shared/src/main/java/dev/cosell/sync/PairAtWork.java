package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Understanding;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Consent;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.check.CustomerConsent;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Crossing;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A pair while one worker is at it: what both sides show, what was done so far, and the only ways to announce a write and
 * to store the pair.
 */
final class PairAtWork {
    private static final Duration CROSSINGS_COUNT_FOR = Duration.ofMinutes(10);

    final FieldMaps maps;
    final Ports ports;
    final SyncSettings settings;
    final Work work;
    final Hint hint;
    /** The pair as it was when this run began. */
    final Pair began;
    /** What the fields of both sides mean, as far as anybody asked. */
    final Understanding understanding = new Understanding();

    private final Map<Side, Snapshot> fresh = new EnumMap<>(Side.class);
    private final Map<Side, ShownNow> shown = new EnumMap<>(Side.class);
    private final List<AuditEntry> audit = new ArrayList<>();
    private final Map<String, Problem> refused = new LinkedHashMap<>();
    private final List<Command> askedMeanwhile = new ArrayList<>();
    private final Map<Claim, String> owners = new HashMap<>();
    private final String owner;

    private Optional<Referral> referralRead;
    private Map<String, JsonNode> microsofts = Map.of();
    /** As the referral shows it, or the record as long as there is none: one of them, so that it does not flicker. */
    private Label label = Label.NONE;

    private Stored<Pair> row;
    private Pair pair;
    private boolean leased;
    private boolean settledIn;
    private int steps;
    private int writes;

    PairAtWork(
            FieldMaps maps,
            Ports ports,
            SyncSettings settings,
            Work work,
            Hint hint,
            Stored<Pair> row,
            Newcomers.Arrival arrival) {
        this.maps = maps;
        this.ports = ports;
        this.settings = settings;
        this.work = work;
        this.hint = hint;
        this.row = row;
        this.began = row.value();
        this.pair = withoutOldCrossings(began, ports.clock().instant());
        this.owner = Newcomers.mark(ports);
        this.referralRead = arrival.referral();
        arrival.record().ifPresent(record -> readAs(Side.CRM, record));
    }

    /** Thrown when another worker replaced the pair: nothing of ours is lost, the work is done again from the start. */
    static final class Overtaken extends RuntimeException {
        Overtaken() {
            super("another worker was faster", null, false, false);
        }
    }

    /** The map of the table the pair's record is in; of the deals' table as long as it has none. */
    FieldMap map() {
        return maps.of(pair.record().map(RecordRef::table));
    }

    /** The pair as last stored. */
    Pair stored() {
        return row.value();
    }

    boolean leased() {
        return leased;
    }

    /** Claims something for this pair, and says whose it is now. A claim never changes hands, so one answer will do. */
    String claim(Claim claim) {
        return owners.computeIfAbsent(
                claim, name -> ports.claims().claim(name, began.id().value()));
    }

    /** How many writes were announced. */
    int writes() {
        return writes;
    }

    /** Groups whose values a side refused in this run, with its reason; in order, so that the same is told the same way. */
    Map<String, Problem> refusals() {
        return Collections.unmodifiableMap(refused);
    }

    void refuse(String group, Problem problem) {
        refused.put(group, problem);
    }

    void referralRead(Optional<Referral> read) {
        referralRead = read;
    }

    /** What Microsoft's half shows; kept beside our own referral, whose version it does not share. */
    void microsofts(Map<String, JsonNode> values) {
        microsofts = values;
    }

    /** What a side shows after a write of ours; without a version it is read again before it is written again. */
    void show(Side side, Snapshot shown) {
        if (shown.version().isPresent()) {
            fresh.put(side, shown);
        } else {
            fresh.remove(side);
        }
    }

    /** A side turned out to be no longer as it was read. */
    void unread(Side side) {
        fresh.remove(side);
    }

    Pair pair() {
        return pair;
    }

    void become(Pair next) {
        pair = next;
    }

    Optional<Referral> referralRead() {
        return referralRead;
    }

    Optional<Snapshot> freshly(Side side) {
        return Optional.ofNullable(fresh.get(side));
    }

    /** @throws dev.cosell.problem.Failure {@code RECORD_GONE} if the record lives on in another one */
    void readAs(Side side, Snapshot snapshot) {
        snapshot.mergedInto().ifPresent(survivor -> {
            throw Problem.of(ProblemCode.RECORD_GONE, "the record was merged into " + survivor)
                    .failure();
        });
        show(side, snapshot);
        if (side == Side.PARTNER_CENTER || pair.referralId().isEmpty()) {
            label = Naming.of(map(), side, snapshot.values());
        }
        pair = pair.change()
                .side(side, pair.side(side).at(snapshot.version(), snapshot.updatedAt()))
                .now();
    }

    /** Reads a side as it is now. */
    Snapshot read(Side side) {
        return side == Side.PARTNER_CENTER ? readReferral() : readRecord();
    }

    /** Reads the partner's own referral. */
    Snapshot readReferral() {
        Referral referral = ports.partnerCenter().read(pair.referralId().orElseThrow());
        referralRead = Optional.of(referral);
        return readAsOwn(referral);
    }

    Snapshot readAsOwn(Referral referral) {
        Snapshot snapshot = snapshot(referral);
        requireNotOlder(snapshot);
        pair = pair.change().engagement(referral.engagementId()).now();
        readAs(Side.PARTNER_CENTER, versioned(Side.PARTNER_CENTER, snapshot));
        return snapshot;
    }

    /**
     * A reading may show what was true before the latest change, even before our own: taken for news, it would undo that
     * change on the other side. After a few tries what is shown counts.
     */
    private void requireNotOlder(Snapshot shown) {
        Optional<Instant> recorded = pair.partnerCenter().updatedAt();
        boolean older = recorded.isPresent()
                && shown.updatedAt().filter(recorded.get()::isAfter).isPresent();
        if (older && began.failures() < Reading.TRIES_TO_SEE_IT) {
            throw Problem.of(
                            ProblemCode.NOT_YET_VISIBLE,
                            "the referral changed at " + recorded.get() + ", it still shows "
                                    + shown.updatedAt().get())
                    .from(RemoteSystem.PARTNER_CENTER)
                    .failure();
        }
    }

    Snapshot readRecord() {
        Snapshot snapshot = ports.crm().read(pair.record().orElseThrow());
        readAs(Side.CRM, versioned(Side.CRM, snapshot));
        return snapshot;
    }

    /** Without a version nothing could be written conditionally, however often it were read. */
    private static Snapshot versioned(Side side, Snapshot snapshot) {
        if (snapshot.version().isEmpty()) {
            throw Problem.of(ProblemCode.UNEXPECTED, "expected a version from " + side.label() + ", found none")
                    .failure();
        }
        return snapshot;
    }

    Snapshot snapshot(Referral referral) {
        return ReferralSnapshot.of(maps.pointers(), referral);
    }

    Map<String, JsonNode> now(Side side) {
        Map<String, JsonNode> known = pair.side(side).seen();
        Map<String, JsonNode> beside = side == Side.PARTNER_CENTER ? microsofts : Map.of();
        ShownNow last = shown.get(side);
        if (last == null || !last.isOf(map(), known, beside, freshly(side))) {
            last = ShownNow.of(map(), side, known, beside, freshly(side));
            shown.put(side, last);
        }
        return last.values();
    }

    /** Where people find more about the pair; its record, if it has none yet, is the one that is being made. */
    Signposts signposts(RecordRef record) {
        return Signposts.of(
                settings.links(), ports.crm(), pair.change().record(record).now());
    }

    /** Where the referral stands, as far as we know. */
    Milestones milestones() {
        return Milestones.of(now(Side.PARTNER_CENTER));
    }

    /** What the seller is to read once the pair is like this. */
    Telling telling(Pair next) {
        return Telling.of(next, milestones(), clock());
    }

    Instant clock() {
        return ports.clock().instant();
    }

    /** Notes an effect; it is stored with the pair's next state. */
    void note(String did, Optional<Side> to, List<AuditEntry.FieldChange> changes, Optional<Problem> problem) {
        audit.add(new AuditEntry(
                pair.fence(), steps++, clock(), work.cause(), did, to, changes, problem.map(Problem::toString)));
    }

    /**
     * Announces a write and makes it. If it is refused for sure, nothing is pending any more; if its outcome is unknown,
     * it stays announced, and the next run looks for it.
     *
     * @throws NotNow if it may not be written now; it was not announced then
     */
    <T> T announced(Pending pending, Supplier<T> write) {
        new Permission(this).require(pending);
        announce(pending);
        try {
            return write.get();
        } catch (Failure failure) {
            if (!failure.problem().outcomeUnknown()) {
                pair = pair.change().pending(Optional.empty()).now();
            }
            throw failure;
        }
    }

    /**
     * Takes (or keeps) the lease and stores what is about to be written; only then may it be written. It is stored as untold:
     * so good news may be told on the way without another announcement.
     *
     * @throws Overtaken if another worker has the pair
     */
    private void announce(Pending pending) {
        Pair announced = leased(pair.change().pending(Optional.of(pending)));
        save(knowingOnlyWhatCrossed(announced).change().told(Teller.UNTOLD).now());
        pair = announced;
        beginToWrite();
        writes++;
    }

    /**
     * Stores what is about to be told, before anybody can read it: whoever puts it right at once has to find it. The lease
     * keeps others from telling something else meanwhile. It is stored as untold and with the wake-up that was waited for
     * before, so that after a crash the same message, also one that woke the pair, comes back to tell it.
     *
     * @return the pair as it was given, to be stored once it was told
     * @throws Overtaken if another worker has the pair
     */
    Pair savedUntold(Pair next) {
        if (isAnnouncedUntold(next)) {
            return next;
        }
        Deadlines waiting = next.deadlines().wakeAt(pair.deadlines().wakeAt());
        Pair untold = leased(next.change().told(Teller.UNTOLD).deadlines(waiting));
        save(untold);
        beginToWrite();
        return untold.change()
                .release()
                .told(next.told())
                .deadlines(next.deadlines())
                .now();
    }

    /**
     * Whether storage says already, by the announcement of a write of this run, that the seller is to be told. That will do
     * for news that nobody has to put right, if the lease lasts long enough.
     */
    private boolean isAnnouncedUntold(Pair next) {
        return leased
                && next.problem().isEmpty()
                && stored().told().equals(Teller.UNTOLD)
                && stored().lease()
                        .filter(lease ->
                                clock().plus(settings.timing().longestCall()).isBefore(lease.until()))
                        .isPresent();
    }

    private Pair leased(Pair.Change change) {
        Lease lease = new Lease(owner, clock().plus(settings.timing().lease()));
        return (leased ? change.prolong(lease) : change.lease(lease)).now();
    }

    /** @throws Overtaken if storing the lease took so long that a call might outlast it */
    private void beginToWrite() {
        leased = true;
        Instant until = pair.lease().orElseThrow().until();
        if (clock().plus(settings.timing().longestCall()).isAfter(until)) {
            throw new Overtaken();
        }
    }

    /**
     * What was read but not carried over yet is not stored as known: the version is given up, so that the next run reads
     * before it writes, and the update time stays behind, so that the event which brought us here is not mistaken for an
     * echo after a crash.
     */
    private Pair knowingOnlyWhatCrossed(Pair next) {
        Pair.Change change = next.change();
        for (Side side : Side.values()) {
            if (fresh.containsKey(side)) {
                change.side(
                        side,
                        next.side(side).at(Optional.empty(), began.side(side).updatedAt()));
            }
        }
        return change.now();
    }

    /** Stores the pair with everything noted so far; the entries carry the fence they happened under. */
    void save(Pair wanted) {
        Pair next = leased || audit.isEmpty() || wanted.lease().isPresent()
                ? wanted
                : wanted.change().raiseFence().now();
        Optional<Stored<Pair>> stored = replace(next);
        if (stored.isEmpty() && somebodyOnlyAsked()) {
            stored = replace(next);
        }
        if (stored.isEmpty()) {
            // The answer to our own earlier try may have been lost: then what is stored is what we wanted to store.
            stored = ports.pairs().read(next.id()).filter(found -> isOurs(found.value(), next));
        }
        row = stored.orElseThrow(Overtaken::new);
        pair = next;
        audit.clear();
    }

    private Optional<Stored<Pair>> replace(Pair next) {
        List<AuditEntry> entries = AuditEntry.atMost(PairStore.MOST_ENTRIES, audit).stream()
                .map(entry -> entry.under(next.fence()))
                .toList();
        Pair.Change change = next.change();
        askedMeanwhile.forEach(change::command);
        change.label(label);
        return ports.pairs().replace(row, change.now(), entries);
    }

    /** Whether all that happened to the row is that somebody asked for something: that is kept for the next run. */
    private boolean somebodyOnlyAsked() {
        Pair was = row.value();
        Optional<Stored<Pair>> found = ports.pairs()
                .read(was.id())
                .filter(other -> other.value()
                        .change()
                        .commands(was.commands())
                        .deadlines(
                                other.value().deadlines().wakeAt(was.deadlines().wakeAt()))
                        .now()
                        .equals(was));
        found.ifPresent(other -> {
            other.value().commands().stream()
                    .filter(command -> !was.commands().contains(command))
                    .forEach(askedMeanwhile::add);
            row = other;
        });
        return found.isPresent();
    }

    private static boolean isOurs(Pair found, Pair wanted) {
        return found.fence() == wanted.fence()
                && found.lease().equals(wanted.lease())
                && found.settled().equals(wanted.settled())
                && found.pending()
                        .map(Pending::startedAt)
                        .equals(wanted.pending().map(Pending::startedAt));
    }

    /** Whether the seller's switch was ever seen, in this run or before. */
    boolean switchIsKnown() {
        return now(Side.CRM).containsKey(map().columns().sync());
    }

    /** Whether the seller has the sync switched on, as far as we know. */
    boolean shared() {
        JsonNode flag = now(Side.CRM).get(map().columns().sync());
        return flag == null || flag.isNull() || flag.asBoolean() || turnsOn() || itsDealIsShared();
    }

    /**
     * Whether this run turns the switch on: a request does, as does tying an orphan to a record, or a lead's becoming a
     * deal; a rule only for a switch that this pair never saw.
     */
    boolean turnsOn() {
        boolean tied = asked(Command.Kind.LINK).isPresent()
                || asked(Command.Kind.CREATE).isPresent();
        return tied
                || settlingIn()
                || switch (work.cause()) {
                    case Causes.SHARE -> true;
                    case Causes.SHARE_BY_RULE ->
                        !began.crm().seen().containsKey(map().columns().sync());
                    default -> false;
                };
    }

    /** What of a kind was asked for and is not done yet; the latest, if there are several. */
    Optional<Command> asked(Command.Kind kind) {
        return pair.commands().stream()
                .filter(command -> command.kind() == kind)
                .reduce((earlier, later) -> later);
    }

    /** Whether the pair's record is a lead, which may still become a deal. */
    boolean isLead() {
        return pair.record()
                .filter(record -> maps.leads()
                        .filter(leads -> leads.table().equals(record.table()))
                        .isPresent())
                .isPresent();
    }

    /** Whether the seller shared the deal that the pair's lead became; only such an event of a deal comes to a lead. */
    boolean itsDealIsShared() {
        return isLead()
                && work.subject().side() == Side.CRM
                && RecordRef.parse(work.subject().id())
                        .table()
                        .equals(maps.deals().table());
    }

    /**
     * Whether the record was made from a lead, and has not been given yet what the CRM left behind there. The pair says so
     * by never having seen the seller's switch on it: so until then the switch is neither turned on nor remembered.
     */
    boolean settlingIn() {
        return pair.lead().isPresent()
                && !pair.crm().seen().containsKey(map().columns().sync());
    }

    /** The record has now all that the lead had to give. */
    void settledIn() {
        settledIn = true;
    }

    /** Whether something is left behind on the lead still, so that what the record lacks was emptied by nobody. */
    boolean leftSomethingBehind() {
        return settlingIn() && !settledIn;
    }

    /** What the customer's people agreed to, as both sides show it now. */
    Consent consent() {
        return CustomerConsent.of(map(), now(Side.PARTNER_CENTER), now(Side.CRM));
    }

    /** Where a side stands, as far as we know. */
    Optional<Status> status(Side side) {
        return map().statusField()
                .flatMap(field -> understanding.of(field, side, now(side)))
                .flatMap(value -> value instanceof Value.Stage(Status status) ? Optional.of(status) : Optional.empty());
    }

    /** Whether the referral is closed, as far as we know. */
    boolean closed() {
        return status(Side.PARTNER_CENTER).filter(Status::isClosed).isPresent();
    }

    /** The phase and problem a pair has once nothing is left to be written. */
    Pair.Change finished(Pair.Change change) {
        Optional<Problem> first = pair.held().values().stream()
                .filter(problem -> problem.code() != ProblemCode.CLOSING_WAITS)
                .findFirst();
        if (first.isEmpty() && !pair.held().isEmpty()) {
            return change.problem(pair.held().values().stream().findFirst()).phase(Phase.WAITING);
        }
        return change.problem(first).phase(first.isPresent() ? Phase.HELD : closed() ? Phase.CLOSED : Phase.IN_STEP);
    }

    /** What this run got done before it failed. What is still pending stays so, until somebody finds out. */
    Pair.Change progress() {
        return knowingOnlyWhatCrossed(pair).change().release();
    }

    /**
     * The same, with the times of what was read: the event is done, though nothing crossed. The versions stay given up, so
     * both sides are read before anything is written.
     */
    Pair.Change lookedAt(Pair.Change change) {
        for (Side side : Side.values()) {
            Optional<Instant> updatedAt = freshly(side)
                    .map(Snapshot::updatedAt)
                    .orElse(change.side(side).updatedAt());
            change.side(side, change.side(side).at(Optional.empty(), updatedAt));
        }
        return change;
    }

    /** The event was not worked off, so whatever it was about may be unread: the next run reads both sides. */
    Pair.Change unseen(Pair.Change change) {
        for (Side side : Side.values()) {
            SideState state = change.side(side);
            change.side(side, state.at(Optional.empty(), state.updatedAt()));
        }
        return change;
    }

    /** Forgets what was noted and not stored yet: it was told before. */
    void noteNothing() {
        audit.clear();
    }

    private static Pair withoutOldCrossings(Pair pair, Instant now) {
        Map<String, Crossing> young = new LinkedHashMap<>(pair.crossings());
        young.values()
                .removeIf(crossing -> crossing.since().plus(CROSSINGS_COUNT_FOR).isBefore(now));
        return pair.change().crossings(young).now();
    }
}
