package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One attempt to bring a pair in step, from the first reading to the completed row.
 *
 * <p>The pair is written before each remote write (with what is about to be written) and after the last; a crash in
 * between is found by the next run, which looks at the target before it does anything else.
 */
final class SyncRun {
    private static final int STALE_ROUNDS = 3;
    private static final int MOST_WRITES = 8;
    private static final int TRIES_TO_SEE_IT = 4;
    /** Nobody knows what the seller reads now; an event is no echo before that is put right. */
    static final String UNTOLD = "";

    private static final Duration CROSSINGS_COUNT_FOR = Duration.ofMinutes(10);

    final FieldMap map;
    final Ports ports;
    final SyncSettings settings;
    final Work work;
    private final Hint hint;
    private final Map<Side, Snapshot> fresh = new EnumMap<>(Side.class);
    private final List<AuditEntry> audit = new ArrayList<>();
    private final Map<String, Problem> refused = new LinkedHashMap<>();
    private final String owner;

    private final Pair began;

    private Optional<Referral> referralRead;
    private Map<String, JsonNode> microsofts = Map.of();
    private Stored<Pair> row;
    private Pair pair;
    private boolean leased;
    private int steps;
    private int writes;
    private boolean wrotePartnerCenter;
    private boolean sellerAsked;
    private boolean switchedOn;
    private boolean untold;

    SyncRun(
            FieldMap map,
            Ports ports,
            SyncSettings settings,
            Work work,
            Hint hint,
            Stored<Pair> row,
            Newcomers.Arrival arrival) {
        this.map = map;
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

    Outcome run() {
        try {
            return attempt().map(this::failed).orElseGet(this::done);
        } catch (Overtaken overtaken) {
            Duration soon = Duration.ofMillis(300 + ports.random().nextLong(700));
            ports.queue().send(work, soon);
            return new Outcome.Later(soon, "another worker was faster");
        }
    }

    /** Does the work; gives what stopped it, if anything did. */
    private Optional<Problem> attempt() {
        try {
            bringInStep();
            return Optional.empty();
        } catch (Overtaken overtaken) {
            throw overtaken;
        } catch (Failure failure) {
            if (failure.problem().code() == ProblemCode.STORAGE_UNAVAILABLE) {
                throw failure;
            }
            return Optional.of(failure.problem());
        } catch (RuntimeException defect) {
            return Optional.of(unexpected(defect));
        }
    }

    /** An exception that nobody meant to throw, with the place it comes from. */
    static Problem unexpected(RuntimeException defect) {
        String at = Arrays.stream(defect.getStackTrace())
                .limit(3)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(", "));
        return Problem.of(ProblemCode.UNEXPECTED, defect.getClass().getSimpleName() + " at " + at);
    }

    private void bringInStep() {
        new Recovery(this).lookBack();
        readSource();
        new Linking(this).linkUp();
        if (shared()) {
            converge();
        }
        complete();
    }

    // --- What the helpers of this run see and do ---

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

    void readAs(Side side, Snapshot snapshot) {
        fresh.put(side, snapshot);
        pair = pair.change()
                .side(side, pair.side(side).at(snapshot.version(), snapshot.updatedAt()))
                .now();
    }

    /** Reads the partner's own referral. */
    Snapshot readReferral() {
        Referral referral = ports.partnerCenter().read(pair.referralId().orElseThrow());
        referralRead = Optional.of(referral);
        return readAsOwn(referral);
    }

    private Snapshot readAsOwn(Referral referral) {
        Snapshot snapshot = snapshot(referral);
        pair = pair.change().engagement(referral.engagementId()).now();
        readAs(Side.PARTNER_CENTER, versioned(Side.PARTNER_CENTER, snapshot));
        return snapshot;
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
        return ReferralSnapshot.of(map, referral);
    }

    Map<String, JsonNode> now(Side side) {
        Map<String, JsonNode> values = new LinkedHashMap<>(pair.side(side).seen());
        if (side == Side.PARTNER_CENTER) {
            values.putAll(microsofts);
        }
        freshly(side).ifPresent(snapshot -> values.putAll(snapshot.values()));
        return values;
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
     */
    <T> T announced(Pending pending, Supplier<T> write) {
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
     * Takes (or keeps) the lease and stores what is about to be written; only then may it be written.
     *
     * @throws Overtaken if another worker has the pair
     */
    private void announce(Pending pending) {
        Lease lease = new Lease(owner, clock().plus(settings.lease()));
        Pair.Change change = pair.change().pending(Optional.of(pending));
        if (leased) {
            change.prolong(lease);
        } else {
            change.lease(lease);
        }
        Pair announced = change.now();
        save(knowingOnlyWhatCrossed(announced));
        pair = announced;
        leased = true;
        if (clock().plus(settings.callTimeout()).plus(settings.margin()).isAfter(lease.until())) {
            throw new Overtaken();
        }
        writes++;
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
    private void save(Pair wanted) {
        Pair next = leased || audit.isEmpty() || wanted.lease().isPresent()
                ? wanted
                : wanted.change().raiseFence().now();
        List<AuditEntry> entries =
                audit.stream().map(entry -> entry.under(next.fence())).toList();
        Optional<Stored<Pair>> stored = ports.pairs().replace(row, next, entries);
        if (stored.isEmpty()) {
            // The answer to our own earlier try may have been lost: then what is stored is what we wanted to store.
            stored = ports.pairs().read(next.id()).filter(found -> isOurs(found.value(), next));
        }
        row = stored.orElseThrow(Overtaken::new);
        pair = next;
        audit.clear();
    }

    private static boolean isOurs(Pair found, Pair wanted) {
        return found.fence() == wanted.fence()
                && found.lease().equals(wanted.lease())
                && found.settled().equals(wanted.settled())
                && found.pending()
                        .map(Pending::startedAt)
                        .equals(wanted.pending().map(Pending::startedAt));
    }

    // --- Microsoft's half ---

    /** Asks Microsoft in if the seller wants help and nobody was asked yet. A refusal holds only the request. */
    void askMicrosoftIfDue(Linking linking, boolean justMade) {
        Optional<Snapshot> record = freshly(Side.CRM);
        if (record.isEmpty()
                || pair.microsoftReferralId().isPresent()
                || pair.engagementId().isEmpty()
                || closed()) {
            return;
        }
        NewReferral draft =
                NewReferral.of(map, pair.record().orElseThrow(), record.get().values());
        if (draft.help().isEmpty()) {
            return;
        }
        if (draft.summary().isPresent()) {
            refused.put("help", draft.summary().get());
        } else if (justMade || !linking.foundMicrosofts()) {
            linking.askMicrosoft(draft);
        }
    }

    // --- Reading ---

    private void readSource() {
        if (work.subject().side() == Side.CRM) {
            readRecordIfKnown();
        } else if (pair.referralId().isEmpty()
                || pair.referralId().get().equals(work.subject().id())) {
            readOwnReferral();
        } else {
            readOtherHalf();
        }
        // What is held was compared with both sides; with one of them unread it would look settled. And while the deal
        // was not shared, events were settled without carrying anything over.
        boolean sharedAgain = began.phase() == Phase.UNSHARED && shared();
        readRest(Causes.readsBoth(work.cause())
                || sellerAsked
                || sharedAgain
                || !pair.held().isEmpty());
    }

    private void readRecordIfKnown() {
        if (pair.record().isPresent() && freshly(Side.CRM).isEmpty()) {
            readRecord();
        }
        sellerAsked = map.columns()
                .syncNow()
                .flatMap(column ->
                        freshly(Side.CRM).map(snapshot -> snapshot.values().get(column)))
                .filter(JsonNode::asBoolean)
                .isPresent();
    }

    private void readOwnReferral() {
        if (pair.referralId().isEmpty()) {
            firstReading();
        } else if (referralRead.isPresent()
                && referralRead.get().id().equals(work.subject().id())) {
            readAsOwn(referralRead.get());
        } else if (freshly(Side.PARTNER_CENTER).isEmpty()) {
            readReferral();
        }
        Optional<Instant> shown = fresh.get(Side.PARTNER_CENTER).updatedAt();
        boolean older = work.stamp().isPresent()
                && shown.filter(work.stamp().get()::isAfter).isPresent();
        // An event may well be stamped a moment after the change it is about: after a few tries what is shown counts.
        if (older && began.failures() < TRIES_TO_SEE_IT) {
            throw Problem.of(
                            ProblemCode.NOT_YET_VISIBLE,
                            "the event says " + work.stamp().get() + ", the referral still shows " + shown.get())
                    .from(RemoteSystem.PARTNER_CENTER)
                    .failure();
        }
    }

    /** The referral that a pair without one was found by. Microsoft's half never takes the place of our own. */
    private void firstReading() {
        Referral first = referralRead
                .filter(read -> read.id().equals(work.subject().id()))
                .orElseGet(() -> ports.partnerCenter().read(work.subject().id()));
        if (first.isMicrosofts()) {
            throw Problem.of(
                            ProblemCode.NOT_YET_VISIBLE,
                            "Microsoft's half " + first.id() + " is known before our own referral of its engagement")
                    .from(RemoteSystem.PARTNER_CENTER)
                    .failure();
        }
        referralRead = Optional.of(first);
        pair = pair.change().referral(first.id()).now();
        readAsOwn(first);
    }

    /** Microsoft's half shows only a part: it tells no version of our own referral. */
    private void readOtherHalf() {
        Referral half = referralRead
                .filter(read -> read.id().equals(work.subject().id()))
                .orElseGet(() -> ports.partnerCenter().read(work.subject().id()));
        if (!half.isMicrosofts()) {
            throw Problem.of(
                            ProblemCode.CLAIMED_TWICE,
                            "referral " + half.id() + " names the record of referral "
                                    + pair.referralId().orElse("?"))
                    .failure();
        }
        referralRead = Optional.empty();
        pair = pair.change().microsoftReferral(half.id()).now();
        microsofts = snapshot(half).values();
    }

    /** A side without a version may show what an earlier run saw but did not carry over. */
    private void readRest(boolean both) {
        if (pair.referralId().isPresent()
                && freshly(Side.PARTNER_CENTER).isEmpty()
                && (both || pair.partnerCenter().version().isEmpty())) {
            readReferral();
        }
        if (pair.record().isPresent()
                && freshly(Side.CRM).isEmpty()
                && (both || pair.crm().version().isEmpty())) {
            readRecord();
        }
    }

    /** Whether the seller has the sync switched on, as far as we know. */
    boolean shared() {
        JsonNode flag = now(Side.CRM).get(map.columns().sync());
        return flag == null || flag.isNull() || flag.asBoolean() || work.cause().equals(Causes.SHARE);
    }

    // --- Converging ---

    private void converge() {
        int stale = 0;
        while (true) {
            Merge.Result merged = Merge.of(
                    map,
                    pair,
                    now(Side.PARTNER_CENTER),
                    now(Side.CRM),
                    work.cause().equals(Causes.SYNC_NOW_FORCED));
            if (readAfresh(merged)) {
                continue;
            }
            remember(merged);
            Optional<Side> target = target(merged);
            if (target.isEmpty()) {
                return;
            }
            if (writes >= MOST_WRITES) {
                throw Problem.of(ProblemCode.PING_PONG, "more than " + MOST_WRITES + " writes in one run")
                        .failure();
            }
            if (!write(target.get(), moves(merged, target.get())) && ++stale >= STALE_ROUNDS) {
                throw Problem.of(ProblemCode.MOVED_ON, target.get().label() + " changed " + stale + " times")
                        .failure();
            }
        }
    }

    /** Reads a target that must not be written unseen: lists, closes, held groups, or an unknown version. */
    private boolean readAfresh(Merge.Result merged) {
        for (Side side : Side.values()) {
            boolean needed = merged.movesTo(side).stream()
                    .anyMatch(move -> move.list()
                            || move.closes()
                            || pair.held().containsKey(move.group())
                            || pair.side(side).version().isEmpty());
            if (needed && freshly(side).isEmpty()) {
                if (side == Side.PARTNER_CENTER) {
                    readReferral();
                } else {
                    readRecord();
                }
                return true;
            }
        }
        return false;
    }

    /** Takes over what both sides show already; notes what is new to be told. */
    private void remember(Merge.Result merged) {
        Pair.Change change = pair.change();
        for (Side side : Side.values()) {
            change.side(side, pair.side(side).seeing(merged.settled().get(side)));
        }
        Map<String, Problem> held = new LinkedHashMap<>(merged.held());
        held.putAll(refused);
        noteNew("held", pair.held(), held);
        noteNew("kept apart", pair.divergences(), merged.divergences());
        pair = change.held(held).divergences(merged.divergences()).now();
    }

    private void noteNew(String did, Map<String, Problem> before, Map<String, Problem> after) {
        after.forEach((group, problem) -> {
            if (!problem.equals(before.get(group))) {
                note(did, Optional.empty(), List.of(), Optional.of(problem));
            }
        });
    }

    private List<Merge.Move> moves(Merge.Result merged, Side side) {
        return merged.movesTo(side).stream()
                .filter(move -> !refused.containsKey(move.group()))
                .toList();
    }

    private Optional<Side> target(Merge.Result merged) {
        for (Side side : Side.values()) {
            if (!moves(merged, side).isEmpty()) {
                return Optional.of(side);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes the moves to a side.
     *
     * @return false if the side was no longer as assumed; it has been read again
     */
    private boolean write(Side to, List<Merge.Move> moves) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Map<String, JsonNode> sources = new LinkedHashMap<>();
        moves.forEach(move -> {
            values.putAll(move.values());
            sources.putAll(move.sources());
        });
        Instant now = clock();
        noteConflicts(to, moves);
        Pending pending = new Pending(Pending.Kind.UPDATE, to, values, sources, "", now, 0, now);
        Written written;
        try {
            written =
                    announced(pending, () -> to == Side.PARTNER_CENTER ? patchReferral(values) : updateRecord(values));
        } catch (Failure failure) {
            Problem problem = failure.problem();
            if (!isAboutAValue(problem)) {
                throw failure;
            }
            return problem.outcomeUnknown() ? refusedInPart(to, moves, problem) : isolate(to, moves, problem);
        }
        if (written instanceof Written.Done(Snapshot shown)) {
            wrote(to, moves, shown);
            return true;
        }
        pair = pair.change().pending(Optional.empty()).now();
        fresh.remove(to);
        if (to == Side.PARTNER_CENTER) {
            readReferral();
        } else {
            readRecord();
        }
        return false;
    }

    /** Both values go on record before one of them is overwritten: afterwards a crash could keep the loser's from it. */
    private void noteConflicts(Side to, List<Merge.Move> moves) {
        List<AuditEntry.FieldChange> lost = moves.stream()
                .flatMap(move -> move.changes().stream())
                .filter(change -> change.lost().isPresent())
                .toList();
        if (!lost.isEmpty()) {
            note("conflict", Optional.of(to), lost, Optional.empty());
        }
    }

    private Written patchReferral(Map<String, JsonNode> values) {
        return ports.partnerCenter()
                .patch(
                        pair.referralId().orElseThrow(),
                        pair.partnerCenter().version().orElseThrow(),
                        values);
    }

    /** What the seller reads travels with the write when it will have changed. */
    private Written updateRecord(Map<String, JsonNode> values) {
        Map<String, JsonNode> columns = new LinkedHashMap<>(values);
        Telling telling = Telling.of(finished(pair.change()).now());
        if (isDue(telling, pair)) {
            columns.putAll(toTell(telling));
        }
        Written written = ports.crm()
                .update(pair.record().orElseThrow(), pair.crm().version().orElseThrow(), columns);
        if (written instanceof Written.Done) {
            pair = pair.change().told(telling.key()).now();
            sellerAsked = false;
            switchedOn |= columns.containsKey(map.columns().sync());
        }
        return written;
    }

    private boolean isDue(Telling telling, Pair told) {
        return !telling.key().equals(told.told()) || sellerAsked || mustSwitchOn();
    }

    private Map<String, JsonNode> toTell(Telling telling) {
        Map<String, JsonNode> columns = new LinkedHashMap<>(telling.columns(map));
        if (mustSwitchOn()) {
            columns.put(map.columns().sync(), BooleanNode.TRUE);
        }
        return columns;
    }

    /** Sharing by request turns the seller's switch on: the next event would otherwise find the deal not shared. */
    private boolean mustSwitchOn() {
        JsonNode flag = now(Side.CRM).get(map.columns().sync());
        boolean on = flag != null && flag.asBoolean();
        return work.cause().equals(Causes.SHARE) && !on && !switchedOn;
    }

    /** Whether a refusal is about what was written, so that other fields can go on without it. */
    private static boolean isAboutAValue(Problem problem) {
        return problem.handling() == Handling.PERSON
                && switch (problem.code()) {
                    case RECORD_GONE, REFERRAL_GONE, ORPHAN, CLAIMED_TWICE -> false;
                    default -> true;
                };
    }

    /**
     * A write in two steps (columns, then the closing action) was refused half-way: what landed is adopted, and of a
     * single group what did not is held. Leaving it pending would make every event of ours look like news.
     */
    private boolean refusedInPart(Side to, List<Merge.Move> moves, Problem problem) {
        new Recovery(this).lookBack();
        String group = moves.getFirst().group();
        boolean stillDue = Merge.of(map, pair, now(Side.PARTNER_CENTER), now(Side.CRM), true).movesTo(to).stream()
                .anyMatch(move -> move.group().equals(group));
        if (moves.size() == 1 && stillDue) {
            refused.put(group, problem.on(group));
        }
        return true;
    }

    /** A refused write of one group holds that group; of several, each is tried on its own. */
    private boolean isolate(Side to, List<Merge.Move> moves, Problem problem) {
        if (moves.size() == 1) {
            refused.put(moves.getFirst().group(), problem.on(moves.getFirst().group()));
            return true;
        }
        for (Merge.Move move : moves) {
            if (!write(to, List.of(move))) {
                return false;
            }
        }
        return true;
    }

    private void wrote(Side to, List<Merge.Move> moves, Snapshot shown) {
        Pair.Change change = pair.change().pending(Optional.empty());
        Map<String, JsonNode> target = new LinkedHashMap<>();
        Map<String, JsonNode> source = new LinkedHashMap<>();
        Map<String, Problem> divergences = new LinkedHashMap<>(pair.divergences());
        Map<String, Crossing> crossings = new LinkedHashMap<>(pair.crossings());
        for (Merge.Move move : moves) {
            if (!Merge.stillToTell(map.groups().get(move.group()), to, shown.values(), move.sources())) {
                move.values()
                        .forEach(
                                (path, value) -> target.put(path, shown.values().getOrDefault(path, value)));
            }
            source.putAll(move.sources());
            crossings.put(move.group(), crossed(crossings.get(move.group()), to));
            divergences.remove(move.group());
            notKept(move, to, shown).ifPresent(problem -> divergences.put(move.group(), problem));
        }
        List<AuditEntry.FieldChange> changes =
                moves.stream().flatMap(move -> move.changes().stream()).toList();
        note("wrote", Optional.of(to), changes, Optional.empty());
        fresh.put(to, shown);
        wrotePartnerCenter |= to == Side.PARTNER_CENTER;
        pair = change.side(to, pair.side(to).seeing(target).at(shown.version(), shown.updatedAt()))
                .side(to.other(), pair.side(to.other()).seeing(source))
                .divergences(divergences)
                .crossings(crossings)
                .now();
    }

    /** A side that answers "done" but still shows what it showed before has not kept the write. */
    private Optional<Problem> notKept(Merge.Move move, Side to, Snapshot shown) {
        for (Field field : map.groups().get(move.group())) {
            Optional<Value> wanted = field.on(to, move.values());
            Optional<Value> got = field.on(to, shown.values());
            Optional<Value> before = field.on(to, now(to));
            if (got.isPresent() && wanted.isPresent() && !got.equals(wanted) && got.equals(before)) {
                return Optional.of(Problem.of(
                                ProblemCode.WRITE_NOT_KEPT,
                                field.name() + ": wrote \"" + wanted.get() + "\", " + to.label() + " still shows \""
                                        + got.get() + "\"")
                        .on(field.name()));
            }
        }
        return Optional.empty();
    }

    private Crossing crossed(Crossing before, Side to) {
        if (before == null) {
            return new Crossing(to, 0, clock());
        }
        return before.to() == to ? before : new Crossing(to, before.turns() + 1, before.since());
    }

    private static Pair withoutOldCrossings(Pair pair, Instant now) {
        Map<String, Crossing> young = new LinkedHashMap<>(pair.crossings());
        young.values()
                .removeIf(crossing -> crossing.since().plus(CROSSINGS_COUNT_FOR).isBefore(now));
        return pair.change().crossings(young).now();
    }

    // --- Completing ---

    private void complete() {
        boolean sharedNow = shared();
        Pair.Change change = finished(pair.change());
        if (!sharedNow) {
            change.phase(Phase.UNSHARED);
        }
        change.pending(Optional.empty())
                .release()
                .failures(0)
                .notBefore(wrotePartnerCenter ? Optional.of(clock().plus(settings.quiet())) : notBeforeKept());
        freshly(Side.CRM)
                .map(snapshot -> snapshot.values().get(map.columns().sync()))
                .ifPresent(flag -> change.side(
                        Side.CRM,
                        change.side(Side.CRM).seeing(Map.of(map.columns().sync(), flag))));
        Pair next = told(change.now());
        if (switchedOn) {
            Map<String, JsonNode> on = Map.of(map.columns().sync(), BooleanNode.TRUE);
            next = next.change().side(Side.CRM, next.crm().seeing(on)).now();
        }
        save(settled(next));
        tellAgainLater();
    }

    /** Settles the mark, unless the seller still has to be told. */
    private Pair settled(Pair next) {
        return untold ? next : next.change().settle(work.subject(), hint.mark()).now();
    }

    private void tellAgainLater() {
        if (untold) {
            Duration delay = RetryPolicy.delay(work.attempt() + 1, Optional.empty(), ports.random());
            ports.queue().send(work.nextAttempt(), delay);
        }
    }

    private Outcome done() {
        return pair.problem().isPresent()
                ? new Outcome.Held(Optional.of(pair.id()), pair.problem().get())
                : new Outcome.Synced(pair.id(), writes);
    }

    /** A window for collecting edits stays; a back-off is over. */
    private Optional<Instant> notBeforeKept() {
        return pair.failures() == 0 ? pair.notBefore() : Optional.empty();
    }

    private Pair.Change finished(Pair.Change change) {
        Optional<Problem> first = pair.held().values().stream().findFirst();
        return change.problem(first).phase(first.isPresent() ? Phase.HELD : closed() ? Phase.CLOSED : Phase.IN_STEP);
    }

    private boolean closed() {
        return map.fields().stream()
                .filter(field -> field.type() == ValueType.STATUS)
                .findFirst()
                .flatMap(field -> field.on(Side.PARTNER_CENTER, now(Side.PARTNER_CENTER)))
                .filter(value -> value instanceof Value.Stage(Status status) && status.isClosed())
                .isPresent();
    }

    /** Tells the seller if there is something new to tell. What cannot be told is told later, a few times. */
    private Pair told(Pair next) {
        Telling telling = Telling.of(next);
        if (!isDue(telling, next) || next.record().isEmpty()) {
            return next;
        }
        try {
            Map<String, JsonNode> columns = toTell(telling);
            Optional<Snapshot> shown = ports.crm().tell(next.record().get(), columns);
            switchedOn |= columns.containsKey(map.columns().sync());
            return shown.map(snapshot -> atVersion(next, snapshot))
                    .orElse(next)
                    .change()
                    .told(telling.key())
                    .now();
        } catch (Failure failure) {
            if (failure.problem().code() == ProblemCode.STORAGE_UNAVAILABLE) {
                throw failure;
            }
            note("could not tell the seller", Optional.empty(), List.of(), Optional.of(failure.problem()));
            untold = staysUntold(failure.problem());
            return untold ? next.change().told(UNTOLD).now() : next;
        }
    }

    private boolean staysUntold(Problem problem) {
        return switch (problem.handling()) {
            case TRANSIENT -> work.attempt() + 1 < RetryPolicy.LAST_ATTEMPT;
            case SYSTEM -> {
                beginOutage(ports, settings, problem);
                yield true;
            }
            case PERSON, BUG -> false;
        };
    }

    /** Telling gave the record a new version; it is ours only if nobody else changed anything meanwhile. */
    private Pair atVersion(Pair next, Snapshot shown) {
        Map<String, JsonNode> seen = next.crm().seen();
        boolean unmoved = map.groups().values().stream().flatMap(List::stream).allMatch(field -> {
            Optional<Value> before = field.on(Side.CRM, seen);
            Optional<Value> after = field.on(Side.CRM, shown.values());
            return before.isEmpty() || after.isEmpty() || before.equals(after);
        });
        return unmoved && next.crm().version().isPresent() && next.held().isEmpty()
                ? next.change()
                        .side(Side.CRM, next.crm().at(shown.version(), shown.updatedAt()))
                        .now()
                : next;
    }

    // --- Failing ---

    private Outcome failed(Problem problem) {
        return switch (problem.handling()) {
            case TRANSIENT -> tryLater(problem);
            case SYSTEM -> systemDown(problem);
            case PERSON -> held(problem);
            case BUG -> parked(problem);
        };
    }

    private Outcome tryLater(Problem problem) {
        int failures = row.value().failures() + 1;
        if (failures >= RetryPolicy.LAST_ATTEMPT) {
            return parked(problem);
        }
        Duration delay = RetryPolicy.delay(failures, problem.retryAfter(), ports.random());
        note("will try again", Optional.empty(), List.of(), Optional.of(problem));
        save(progress()
                .failures(failures)
                .notBefore(Optional.of(clock().plus(delay)))
                .phase(row.value().linked() ? Phase.WAITING : Phase.LINKING)
                .problem(Optional.of(problem))
                .now());
        ports.queue().send(work, delay);
        return new Outcome.Later(delay, problem.toString());
    }

    private Outcome systemDown(Problem problem) {
        Outage begun = beginOutage(ports, settings, problem);
        if (leased) {
            note("paused", Optional.empty(), List.of(), Optional.of(problem));
            save(progress().now());
        }
        Duration delay = Duration.between(clock(), begun.probeAt())
                .plusMillis(ports.random().nextLong(2000));
        ports.queue().send(work, delay.isNegative() ? Duration.ZERO : delay);
        return new Outcome.Later(delay, problem.toString());
    }

    static Outage beginOutage(Ports ports, SyncSettings settings, Problem problem) {
        Instant now = ports.clock().instant();
        Duration probe = problem.retryAfter().orElse(settings.probe());
        RemoteSystem system = problem.system().orElse(RemoteSystem.PARTNER_CENTER);
        Outage outage = new Outage(system, problem, now, now.plus(probe));
        ports.outages().begin(outage);
        return outage;
    }

    private Outcome held(Problem problem) {
        Phase phase = switch (problem.code()) {
            case ORPHAN, RECORD_GONE, REFERRAL_GONE -> Phase.ORPHAN;
            default -> Phase.HELD;
        };
        note("held", Optional.empty(), List.of(), Optional.of(problem));
        Pair next = progress()
                .phase(phase)
                .problem(Optional.of(problem))
                .failures(0)
                .notBefore(Optional.empty())
                .now();
        save(settled(problem.code() == ProblemCode.RECORD_GONE ? next : told(next)));
        tellAgainLater();
        return new Outcome.Held(Optional.of(pair.id()), problem);
    }

    /** The message goes to the poison queue before the phase says so: the other way round it could be lost. */
    private Outcome parked(Problem problem) {
        ports.queue().park(work, problem);
        note("parked", Optional.empty(), List.of(), Optional.of(problem));
        save(progress()
                .phase(Phase.PARKED)
                .problem(Optional.of(problem))
                .failures(0)
                .notBefore(Optional.empty())
                .now());
        return new Outcome.Parked(problem);
    }

    /** What this run got done before it failed. What is still pending stays so, until somebody finds out. */
    private Pair.Change progress() {
        return knowingOnlyWhatCrossed(pair).change().release();
    }
}
