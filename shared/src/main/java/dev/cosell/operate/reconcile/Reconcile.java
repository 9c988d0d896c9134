package dev.cosell.operate.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Reply;
import dev.cosell.operate.reconcile.ReconcileState.Counts;
import dev.cosell.operate.reconcile.ReconcileState.Report;
import dev.cosell.operate.reconcile.ReconcileState.Stage;
import dev.cosell.operate.reconcile.ReconcileState.Walk;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.KeptState;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.RecordChanges;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.ReferralPage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The net under the events: walks what changed on both sides, compares it with what the pairs have seen, and queues what
 * differs. It writes nothing itself: a queued pair takes the way of any event.
 *
 * <p>A walk goes page by page. Where it stands is stored after each page, under a condition, once all of the page is
 * queued; so a walk survives a restart, and two instances never walk at once. The watermark moves only at a walk's end,
 * to its beginning, and the next walk begins a quarter of an hour before it: a gap of any length, however it came about,
 * is closed by the first walk after it.
 */
public final class Reconcile {
    private static final Duration OVERLAP = Duration.ofMinutes(15);
    private static final int RECORDS = 500;
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);
    /** Nothing is tried again before somebody does something. */
    private static final Set<Phase> LETS_NOTHING_CROSS = Set.of(Phase.HELD, Phase.ORPHAN, Phase.UNSHARED);

    private static final Set<Phase> NEEDS_SOMEBODY = Set.of(Phase.HELD, Phase.ORPHAN, Phase.PARKED);

    /** Thrown when another instance moved the walk on. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super("another instance walks", null, false, false);
        }
    }

    private final FieldMaps maps;
    private final KeptState row;
    private final PartnerCenter partnerCenter;
    private final Crm crm;
    private final Claims claims;
    private final PairStore pairs;
    private final Hints hints;
    private final Inbox inbox;
    private final InstantSource clock;

    /**
     * @param maps every table among them is walked, that of the leads too if they cross
     * @param row where the state is kept
     * @param clock the storage server's
     */
    public Reconcile(
            FieldMaps maps,
            KeptState row,
            PartnerCenter partnerCenter,
            Crm crm,
            Claims claims,
            PairStore pairs,
            Hints hints,
            Inbox inbox,
            InstantSource clock) {
        this.maps = maps;
        this.row = row;
        this.partnerCenter = partnerCenter;
        this.crm = crm;
        this.claims = claims;
        this.pairs = pairs;
        this.hints = hints;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Goes on with the walk that is under way, or begins one.
     *
     * @param full whether a new walk compares everything; a walk that is under way and is not full gives way to it
     * @param most how long to work before the rest is left to the next call; a page that has begun is finished
     * @return one line for the log
     */
    public String walk(boolean full, Duration most) {
        Instant until = clock.instant().plus(most);
        Optional<Stored<JsonNode>> stored = row.read();
        ReconcileState state =
                followed(stored.map(found -> ReconcileState.of(found.value())).orElse(ReconcileState.NEW));
        state = begun(state, full);
        try {
            do {
                state = step(state);
                stored = Optional.of(row.write(stored, state.json()).orElseThrow(Overtaken::new));
            } while (state.walk().isPresent() && clock.instant().isBefore(until));
            return line(state);
        } catch (Overtaken other) {
            return "reconcile=overtaken";
        } catch (Failure failure) {
            row.write(
                    stored,
                    state.walking(state.walk()
                                    .orElseThrow()
                                    .stuck(clock.instant(), failure.problem().toString()))
                            .json());
            return "reconcile=stuck problem=" + failure.problem().code().code();
        }
    }

    /** With a walk under way: a new one if there is none, if the other is not full enough, or if it got nowhere for long. */
    private ReconcileState begun(ReconcileState state, boolean full) {
        Instant now = clock.instant();
        Optional<Walk> under = state.walk();
        boolean goesOn = under.filter(walk -> walk.full() || !full)
                .filter(walk -> !walk.isStuckSince(now.minus(GIVEN_UP_AFTER)))
                .isPresent();
        return goesOn
                ? state
                : state.walking(Walk.from(now, full || under.filter(Walk::full).isPresent()));
    }

    /** Where it stands and what the last walks came to. */
    public Reply report() {
        ReconcileState state = followed(
                row.read().map(found -> ReconcileState.of(found.value())).orElse(ReconcileState.NEW));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        state.watermark().ifPresent(instant -> body.put("comparedUpTo", instant.toString()));
        state.walk().ifPresent(walk -> body.set("underWay", shown(ReconcileState.json(walk))));
        ArrayNode finished = body.putArray("finished");
        state.reports().forEach(report -> finished.add(shown(ReconcileState.json(report))));
        return Reply.of(200, body);
    }

    /** How many deals the latest finished walk found different, unknown or without their other half. */
    public Optional<Integer> drift() {
        return row.read().map(found -> ReconcileState.of(found.value())).stream()
                .flatMap(state -> state.reports().stream())
                .map(ReconcileState.Report::counts)
                .map(counts -> counts.different() + counts.unknown() + counts.deleted())
                .findFirst();
    }

    /** Begins a walk, works on it for a while, and says where it stands; the timer does the rest. */
    public Reply request(boolean full) {
        walk(full, Duration.ofSeconds(20));
        Reply report = report();
        boolean underWay = report.body().orElseThrow().has("underWay");
        return Reply.of(underWay ? 202 : 200, report.body().orElseThrow());
    }

    private static JsonNode shown(ObjectNode walk) {
        walk.remove("next");
        return walk;
    }

    // --- Steps ---

    private ReconcileState step(ReconcileState state) {
        Walk walk = state.walk().orElseThrow();
        boolean unmapped = !walk.table().isEmpty() && maps.ofTable(walk.table()).isEmpty();
        if (unmapped) {
            // Leads were switched off while it was their turn: the deals are compared once more.
            return nextTable(state, walk.at(Optional.empty(), walk.counts()));
        }
        try {
            return stage(state, walk);
        } catch (Failure failure) {
            if (isOfAnOldPage(walk, failure)) {
                return stage(state, walk.at(Optional.empty(), walk.counts()));
            }
            if (!isUntracked(walk, failure)) {
                throw failure;
            }
            return walk.stage() == Stage.FIRST_POSITION
                    ? nextTable(state, walk)
                    : state.walking(walk.turnTo(Stage.RECORDS, walk.table()));
        }
    }

    /** Whether a page is refused that an earlier call named: such links expire, and the stage has to begin anew. */
    private static boolean isOfAnOldPage(Walk walk, Failure failure) {
        return walk.next().isPresent()
                && switch (failure.problem().handling()) {
                    case PERSON, BUG -> true;
                    case TRANSIENT, SYSTEM -> false;
                };
    }

    /**
     * Whether leads cannot be followed, because their table does not track its changes: the deals must not wait for that,
     * and comparing everything still finds what drifted. Of the deals' own table it is told.
     */
    private boolean isUntracked(Walk walk, Failure failure) {
        boolean follows = switch (walk.stage()) {
            case CHANGES, FIRST_POSITION, POSITION_BEFORE_RECORDS -> true;
            case REFERRALS, RECORDS -> false;
        };
        return follows
                && !walk.table().equals(maps.deals().table())
                && failure.problem().code() == ProblemCode.SCHEMA_MISMATCH;
    }

    private ReconcileState stage(ReconcileState state, Walk walk) {
        return switch (walk.stage()) {
            case REFERRALS -> referrals(state, walk);
            case CHANGES -> changes(state, walk);
            case FIRST_POSITION, POSITION_BEFORE_RECORDS -> position(state, walk);
            case RECORDS -> records(state, walk);
        };
    }

    private ReconcileState referrals(ReconcileState state, Walk walk) {
        Instant since = walk.full()
                ? Instant.MIN
                : state.watermark().orElse(walk.startedAt()).minus(OVERLAP);
        ReferralPage page = partnerCenter.lastChanged(walk.next());
        Counts counts = walk.counts();
        for (Referral referral : page.referrals()) {
            if (referral.updatedAt().filter(since::isAfter).isPresent()) {
                return nextTable(state, walk.at(Optional.empty(), counts));
            }
            counts = compared(referral, counts);
        }
        Walk on = walk.at(page.next(), counts);
        return page.next().isPresent() ? state.walking(on) : nextTable(state, on);
    }

    private ReconcileState changes(ReconcileState state, Walk walk) {
        Optional<String> from =
                walk.next().or(() -> Optional.ofNullable(state.positions().get(walk.table())));
        Optional<RecordChanges> found = crm.changes(walk.table(), from);
        if (found.isEmpty()) {
            return state.walking(walk.turnTo(Stage.POSITION_BEFORE_RECORDS, walk.table()));
        }
        Counts counts = walk.counts();
        for (RecordChanges.Change change : found.get().changes()) {
            counts = compared(change, counts);
        }
        if (found.get().more()) {
            return state.walking(walk.at(Optional.of(found.get().position()), counts));
        }
        return nextTable(state.position(walk.table(), found.get().position()), walk.at(Optional.empty(), counts));
    }

    private ReconcileState position(ReconcileState state, Walk walk) {
        Optional<RecordChanges> found = crm.changes(walk.table(), walk.next());
        if (found.isEmpty()) {
            return state.walking(walk.at(Optional.empty(), walk.counts()));
        }
        if (found.get().more()) {
            return state.walking(walk.at(Optional.of(found.get().position()), walk.counts()));
        }
        ReconcileState known = state.position(walk.table(), found.get().position());
        return walk.stage() == Stage.POSITION_BEFORE_RECORDS
                ? known.walking(walk.turnTo(Stage.RECORDS, walk.table()))
                : nextTable(known, walk);
    }

    private ReconcileState records(ReconcileState state, Walk walk) {
        RecordPage page =
                crm.records(new RecordQuery(walk.table(), Optional.of(true), Optional.empty(), RECORDS), walk.next());
        Counts counts = walk.counts();
        for (RecordPage.Entry entry : page.entries()) {
            counts = compared(entry, counts);
        }
        Walk on = walk.at(page.next(), counts);
        return page.next().isPresent() ? state.walking(on) : nextTable(state, on);
    }

    private ReconcileState nextTable(ReconcileState state, Walk walk) {
        List<String> tables = maps.all().stream().map(FieldMap::table).toList();
        int next = tables.indexOf(walk.table()) + 1;
        if (next == tables.size()) {
            return state.walking(walk).finished(clock.instant());
        }
        String table = tables.get(next);
        if (walk.full()) {
            return state.walking(walk.turnTo(Stage.POSITION_BEFORE_RECORDS, table));
        }
        return state.walking(
                walk.turnTo(state.positions().containsKey(table) ? Stage.CHANGES : Stage.FIRST_POSITION, table));
    }

    // --- Comparing ---

    private Counts compared(Referral referral, Counts counts) {
        if (referral.isMicrosofts()) {
            return counts;
        }
        Subject subject = Subject.referral(referral.id());
        Optional<Pair> pair = pair(subject);
        if (pair.isEmpty()) {
            // One that was closed before we knew it never enters; all others are for the engine to judge.
            boolean over = referral.status().filter(Status::isClosed).isPresent();
            return over ? counts : queue(subject, counts.found(subject.key()));
        }
        FieldMap map = maps.of(pair.get().record().map(record -> record.table()));
        Snapshot shown = ReferralSnapshot.of(map.paths(Side.PARTNER_CENTER), referral);
        return hasSeen(pair.get(), Side.PARTNER_CENTER, map, shown)
                ? counts.same()
                : queue(subject, counts.moved(subject.key()));
    }

    private Counts compared(RecordChanges.Change change, Counts counts) {
        Subject subject = Subject.record(change.record());
        Optional<Pair> pair = pair(subject);
        if (isFormer(pair, change.record())) {
            return counts;
        }
        if (change.deleted()) {
            if (pair.isEmpty() || pair.get().phase() == Phase.ORPHAN) {
                return counts;
            }
            inbox.accept(subject, Causes.DELETED);
            return counts.gone(subject.key());
        }
        if (pair.isEmpty()) {
            return change.shared() ? queue(subject, counts.found(subject.key())) : counts;
        }
        boolean stillOff = pair.get().phase() == Phase.UNSHARED && !change.shared();
        return stillOff || change.version().equals(pair.get().crm().version())
                ? counts.same()
                : queue(subject, counts.moved(subject.key()));
    }

    private Counts compared(RecordPage.Entry entry, Counts counts) {
        Subject subject = Subject.record(entry.record());
        Optional<Pair> pair = pair(subject);
        if (isFormer(pair, entry.record())) {
            return counts;
        }
        if (pair.isEmpty()) {
            return queue(subject, counts.found(subject.key()));
        }
        // A record that is shared is news to a pair that is not.
        boolean sharedAgain = pair.get().phase() == Phase.UNSHARED;
        return !sharedAgain
                        && hasSeen(
                                pair.get(),
                                Side.CRM,
                                maps.of(Optional.of(entry.record().table())),
                                entry.snapshot())
                ? counts.same()
                : queue(subject, counts.moved(subject.key()));
    }

    /** A lead that became a deal, or a record that was merged away, keeps its claim and has nothing more to say. */
    private static boolean isFormer(Optional<Pair> pair, RecordRef record) {
        return pair.flatMap(Pair::record).filter(own -> !own.equals(record)).isPresent();
    }

    /**
     * Whether a pair knows what a side shows: the same version, or the same meaning of everything that crosses. A pair that
     * looked at the side and let nothing cross has given the version up, but knows the time of what it saw; so does a closed
     * one from which a person was erased, who must not be read and stored again for that.
     */
    private static boolean hasSeen(Pair pair, Side side, FieldMap map, Snapshot shown) {
        SideState known = pair.side(side);
        boolean sameVersion = shown.version().isPresent() && shown.version().equals(known.version());
        boolean sameTime = shown.updatedAt().isPresent() && shown.updatedAt().equals(known.updatedAt());
        boolean forgotten = pair.phase() == Phase.CLOSED && known.version().isEmpty();
        return sameVersion
                || sameTime && (forgotten || LETS_NOTHING_CROSS.contains(pair.phase()))
                || pair.phase() != Phase.UNSHARED && showsTheSame(known, side, map, shown);
    }

    private static boolean showsTheSame(SideState known, Side side, FieldMap map, Snapshot shown) {
        return map.groups().values().stream()
                .flatMap(List::stream)
                .allMatch(field -> field.on(side, shown.values()).isEmpty()
                        || field.on(side, shown.values()).equals(field.on(side, known.seen())));
    }

    /** Without a time stamp: what differs is no echo, whatever the times say. */
    private Counts queue(Subject subject, Counts counts) {
        inbox.accept(subject, Causes.RECONCILE);
        return counts;
    }

    private Optional<Pair> pair(Subject subject) {
        return claims.owner(Claim.of(subject))
                .map(PairId::new)
                .flatMap(pairs::read)
                .map(Stored::value);
    }

    // --- What became of it ---

    /** The same, with the latest report saying what has become of what it queued. */
    private ReconcileState followed(ReconcileState state) {
        if (state.reports().isEmpty() || !state.reports().getFirst().open()) {
            return state;
        }
        Report last = state.reports().getFirst();
        int settled = 0;
        int held = 0;
        for (String key : last.counts().queued()) {
            Subject subject = Subject.parse(key);
            Optional<Pair> pair = pair(subject);
            boolean waits =
                    pair.map(Pair::phase).filter(NEEDS_SOMEBODY::contains).isPresent();
            if (waits) {
                held++;
            } else if (isSettled(subject, pair)) {
                settled++;
            }
        }
        Report now = new Report(last.full(), last.startedAt(), last.finishedAt(), last.counts(), settled, held);
        List<Report> reports = new ArrayList<>(state.reports());
        reports.set(0, now);
        return state.withReports(List.copyOf(reports));
    }

    /** Nothing is outstanding: the newest mark is settled, or the hint was dropped because it concerned nobody. */
    private boolean isSettled(Subject subject, Optional<Pair> pair) {
        return hints.read(subject)
                .map(hint -> pair.filter(found -> found.hasSettled(subject, hint.mark()))
                        .isPresent())
                .orElse(true);
    }

    private static String line(ReconcileState state) {
        if (state.walk().isPresent()) {
            Walk walk = state.walk().get();
            return "reconcile=underWay stage=" + walk.stage() + " compared="
                    + walk.counts().compared();
        }
        Counts counts = state.reports().getFirst().counts();
        return "reconcile=finished compared=" + counts.compared() + " different=" + counts.different() + " unknown="
                + counts.unknown() + " deleted=" + counts.deleted();
    }
}
