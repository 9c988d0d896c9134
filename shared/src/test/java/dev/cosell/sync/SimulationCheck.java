package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold when everything is quiet. */
final class SimulationCheck {
    /** A new deal's two halves meet: the status, and what says where the other half is. */
    private static final int WRITES_AT_FIRST = 2;

    /** A deal that we made from a lead: what the CRM left behind there, and on each side where the other half is. */
    private static final int WRITES_TO_GO_ON = 3;

    /** What was asked for was done by nobody on either side yet. */
    private static final int WRITES_PER_MOVE_ASKED = 2;

    private final World world;
    private final People people;
    private final Watch watch;
    private final Mishaps mishaps;
    private final Found found;

    /** Takes what is wrong. */
    interface Found {
        void add(String what);
    }

    SimulationCheck(World world, People people, Watch watch, Mishaps mishaps, Found found) {
        this.world = world;
        this.mishaps = mishaps;
        this.people = people;
        this.watch = watch;
        this.found = found;
    }

    /** Before any operator helps: whatever stands on nothing is in step, and so is the rest of a deal of which a group is held. */
    void whatNeedsNobody() {
        for (Pair pair : world.store.pairs()) {
            boolean stands = pair.problem()
                    .filter(problem -> !pair.held().containsValue(problem))
                    .isPresent();
            boolean goneOrCopied = pair.record()
                    .filter(record ->
                            people.deleted().contains(record) || people.copies().contains(record))
                    .isPresent();
            // What was hidden may have changed without a word: that takes somebody who looks.
            if (pair.linked() && !stands && !goneOrCopied) {
                inStep(pair, group -> !wasHidden(pair, group));
            }
            if (pair.phase() == Phase.WAITING || pair.phase() == Phase.LINKING) {
                found.add(pair.id() + " is " + pair.phase() + ", but nothing is under way: " + pair.problem());
            }
        }
        rest();
    }

    /** After an operator helped with what had stopped. */
    void everything() {
        noWriteIsForbidden();
        for (Pair pair : world.store.pairs()) {
            pair(pair);
            whatIsRememberedIsWhatIsShown(pair);
            noConflictWithoutTwoPeople(pair);
            if (!mishaps.any) {
                oneEntryPerEffect(pair);
            }
        }
        exactlyOneOfEverything();
        onePairPerReferral();
        whatIsDeletedStaysDeleted();
        rest();
    }

    /** Nothing to a closed referral but its registration, no illegal step, nothing a system would never take. */
    private void noWriteIsForbidden() {
        world.violations().forEach(violation -> found.add("violation: " + violation));
    }

    /** Where nothing fails, a change is written once on the other side, and once more where somebody else was faster. */
    void oneWritePerChange() {
        for (WritesByDeal.Deal deal : watch.deals()) {
            long changes = watch.changes(deal.rows());
            long most = changes
                    + (long) WRITES_AT_FIRST * deal.pairs().size()
                    + WRITES_TO_GO_ON * told(deal, Timeline::tellsOfAQualification)
                    + WRITES_PER_MOVE_ASKED * told(deal, Timeline::tellsOfAMoveThatWasAsked)
                    + deal.overtaken();
            if (deal.writes() > most) {
                found.add(deal.writes() + " writes for " + changes + " changes of " + deal.pairs() + ", expected "
                        + most);
            }
        }
    }

    private long told(WritesByDeal.Deal deal, Predicate<AuditEntry> which) {
        return deal.pairs().stream()
                .flatMap(pair -> world.store.audit(pair).stream())
                .filter(which)
                .count();
    }

    /** A refusal that is over holds nothing. */
    private void whatIsHeldGoesOnOnceCured(Pair pair) {
        Stream.concat(pair.held().values().stream(), pair.problem().stream())
                .filter(problem -> problem.detail().equals(Mishaps.REFUSED))
                .findFirst()
                .ifPresent(problem -> found.add(pair.id() + " is still held for what is over: " + problem));
    }

    /** As long as a side is at the version that is stored, it shows what is stored as seen. */
    private void whatIsRememberedIsWhatIsShown(Pair pair) {
        if (!pair.linked() || pair.record().filter(world.crm.all()::contains).isEmpty()) {
            return;
        }
        Map<Side, Map<String, JsonNode>> shown = shown(pair);
        String referralVersion = world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .text("/eTag")
                .orElseThrow();
        String recordVersion = world.crm.version(pair.record().orElseThrow());
        remembered(pair, Side.PARTNER_CENTER, referralVersion, shown.get(Side.PARTNER_CENTER));
        remembered(pair, Side.CRM, recordVersion, shown.get(Side.CRM));
    }

    private void remembered(Pair pair, Side side, String version, Map<String, JsonNode> shown) {
        if (!pair.side(side).version().equals(Optional.of(version))) {
            return;
        }
        FieldMap map = map(pair);
        for (Field field : map.fields()) {
            Optional<Value> seen = field.on(side, pair.side(side).seen());
            Optional<Value> now = field.on(side, shown);
            boolean waits =
                    pair.held().containsKey(field.group()) || pair.divergences().containsKey(field.group());
            if (!waits && seen.isPresent() && now.isPresent() && !seen.equals(now)) {
                found.add(pair.id() + " remembers " + field.name() + " of " + side + " as " + seen.get()
                        + " at a version that shows " + now.get());
            }
        }
    }

    /**
     * Nobody's edit gives way unless somebody edited the other side too. What was kept apart, on a closed record for
     * instance, gives way later to the edit of one; what was hidden when both sides first met has no base to tell by.
     */
    private void noConflictWithoutTwoPeople(Pair pair) {
        if (pair.record().isEmpty()
                || pair.referralId().isEmpty()
                || people.copies().contains(pair.record().get())) {
            return;
        }
        FieldMap map = map(pair);
        for (AuditEntry entry : world.store.audit(pair.id())) {
            for (AuditEntry.FieldChange change : entry.changes()) {
                String group = map.field(change.field()).map(Field::group).orElse("");
                boolean told = change.lost().isPresent()
                        && Typed.GROUPS.contains(group)
                        && !keptApart(pair, group)
                        && !wasHidden(pair, group);
                if (told
                        && Stream.of(Side.values())
                                .anyMatch(side -> typed(pair, group, side).isEmpty())) {
                    found.add(pair.id() + " tells of a conflict in " + group + " that nobody made: " + change);
                }
            }
        }
    }

    private boolean keptApart(Pair pair, String group) {
        return world.store.audit(pair.id()).stream()
                .filter(entry -> entry.did().equals("kept apart"))
                .flatMap(entry -> entry.problem().stream())
                .anyMatch(problem -> problem.contains("(" + group + ")"));
    }

    /** Whether something of a group was hidden from the connector at any time, on any of the pair's halves. */
    private boolean wasHidden(Pair pair, String group) {
        return Stream.of(map(pair), World.MAP)
                .anyMatch(map -> watch.wasHidden(halves(pair), map.groups().getOrDefault(group, List.of())));
    }

    static Set<Subject> halves(Pair pair) {
        Set<Subject> halves = new HashSet<>();
        pair.referralId().map(Subject::referral).ifPresent(halves::add);
        pair.record().map(Subject::record).ifPresent(halves::add);
        pair.lead().map(Subject::record).ifPresent(halves::add);
        return halves;
    }

    /** Every write is on the timeline, and nothing there was not written. */
    private void oneEntryPerEffect(Pair pair) {
        List<AuditEntry> timeline = world.store.audit(pair.id());
        long sure = timeline.stream().filter(Timeline::surelyTellsOfAWrite).count();
        long most = Timeline.mostWrites(timeline, false);
        int made = watch.effects().getOrDefault(pair.id(), 0);
        if (made < sure || made > most) {
            found.add(pair.id() + " was written " + made + " times; its timeline tells of " + sure + " to " + most
                    + ": " + timeline.stream().map(AuditEntry::did).toList());
        }
    }

    private void onePairPerReferral() {
        Set<String> taken = new HashSet<>();
        for (Pair pair : world.store.pairs()) {
            boolean copied = pair.record().filter(people.copies()::contains).isPresent();
            if (pair.referralId().isPresent() && !taken.add(pair.referralId().get()) && !copied) {
                found.add("two pairs have referral " + pair.referralId().get());
            }
        }
    }

    private void whatIsDeletedStaysDeleted() {
        people.buried().stream()
                .filter(world.crm.all()::contains)
                .forEach(record -> found.add(record + " was deleted and is there again"));
    }

    private void pair(Pair pair) {
        boolean gone = pair.record().filter(this::isGone).isPresent();
        boolean copied = pair.record().filter(people.copies()::contains).isPresent();
        if (gone
                || copied
                || namesADeletedRecord(pair)
                || copiesAreInTheWay(pair)
                || closedBeforeItMet(pair)
                || mergedIntoAnothers(pair)) {
            return;
        }
        if (!pair.linked()) {
            found.add(pair.id() + " has only one half: " + pair.phase() + " " + pair.problem());
            return;
        }
        if (pair.phase() == Phase.PARKED || pair.phase() == Phase.WAITING || pair.phase() == Phase.ORPHAN) {
            found.add(pair.id() + " is " + pair.phase() + " " + pair.problem());
        }
        whatIsHeldGoesOnOnceCured(pair);
        inStep(pair, group -> true);
    }

    /** A referral whose record was deleted before anybody came to either. */
    private boolean namesADeletedRecord(Pair pair) {
        return waitsFor(pair, ProblemCode.ORPHAN)
                && pair.record().isEmpty()
                && pair.referralId()
                        .flatMap(id -> world.partnerCenter.look(id).externalReferenceId())
                        .filter(named ->
                                people.deleted().stream().map(RecordRef::id).anyMatch(named::equals))
                        .isPresent();
    }

    /**
     * A copy holds the referral's id as well, and was there before anybody linked the two. It may have been taken for the
     * deal, whose record is held then: a person has to say which.
     */
    private boolean copiesAreInTheWay(Pair pair) {
        String column = World.MAP.columns().referralId();
        Optional<String> id = pair.referralId()
                .or(() ->
                        pair.record().filter(world.crm.all()::contains).map(record -> world.crm.text(record, column)));
        return !pair.linked()
                && (waitsFor(pair, ProblemCode.CLAIMED_TWICE) || waitsFor(pair, ProblemCode.RECORD_UNCLEAR))
                && id.filter(written -> people.copies().stream()
                                .filter(world.crm.all()::contains)
                                .anyMatch(copy -> world.crm.text(copy, column).equals(written)))
                        .isPresent();
    }

    /** Of those that were there before the connector: closed before it knew which record is its own, which may be shared anew. */
    private boolean wasClosedBeforeItMet(Referral referral) {
        boolean linked = world.store.pairs().stream()
                .anyMatch(pair -> pair.linked() && pair.referralId().equals(Optional.of(referral.id())));
        return people.hadBefore().contains(referral.id())
                && !linked
                && referral.status().filter(Status::isClosed).isPresent();
    }

    private boolean closedBeforeItMet(Pair pair) {
        return waitsFor(pair, ProblemCode.CLAIMED_TWICE)
                && pair.record().isEmpty()
                && pair.referralId()
                        .map(world.partnerCenter::look)
                        .filter(this::wasClosedBeforeItMet)
                        .isPresent();
    }

    /** A lead that was merged into one that is another deal's by now: a person has to say whose it is. */
    private boolean mergedIntoAnothers(Pair pair) {
        return waitsFor(pair, ProblemCode.CLAIMED_TWICE)
                && pair.record().filter(people.merged()::contains).isPresent();
    }

    private static boolean waitsFor(Pair pair, ProblemCode code) {
        return pair.problem().filter(problem -> problem.code() == code).isPresent();
    }

    /** Deleted, or a lead whose deal was deleted before anybody came to it. */
    private boolean isGone(RecordRef record) {
        return people.deleted().contains(record)
                || world.crm.all().contains(record)
                        && World.MAPS
                                .leads()
                                .filter(leads -> leads.table().equals(record.table()))
                                .flatMap(leads -> Lineage.shown(leads, World.MAP.table(), world.crm.look(record)))
                                .filter(people.deleted()::contains)
                                .isPresent();
    }

    private void inStep(Pair pair, Predicate<String> visible) {
        Map<Side, Map<String, JsonNode>> shown = shown(pair);
        FieldMap map = map(pair);
        Predicate<String> met = visible.and(
                group -> !pair.held().containsKey(group) && !pair.divergences().containsKey(group));
        for (String name : Merge.differences(map, shown.get(Side.PARTNER_CENTER), shown.get(Side.CRM))) {
            if (met.test(map.field(name).orElseThrow().group())) {
                found.add(pair.id() + " differs in " + name + ": " + text(map, name, Side.PARTNER_CENTER, shown) + " / "
                        + text(map, name, Side.CRM, shown));
            }
        }
        Typed.GROUPS.stream().filter(met).forEach(group -> lastWord(pair, group, shown));
        if (map.groups().containsKey("solutions") && met.test("solutions")) {
            solutions(pair, shown);
        }
    }

    /** The value both show is the last one somebody typed on one of the sides; an edit that gave way is on record. */
    private void lastWord(Pair pair, String group, Map<Side, Map<String, JsonNode>> shown) {
        Optional<Typed> here = last(pair, group, Side.PARTNER_CENTER);
        Optional<Typed> there = last(pair, group, Side.CRM);
        String token = Typed.token(World.MAP, group, Side.PARTNER_CENTER, shown.get(Side.PARTNER_CENTER));
        boolean isOne = here.filter(typed -> typed.token().equals(token)).isPresent()
                || there.filter(typed -> typed.token().equals(token)).isPresent();
        if (!isOne) {
            found.add(pair.id() + " shows " + group + " \"" + token + "\"; last typed were " + here + " and " + there);
            return;
        }
        // An edit of a column that is hidden from us can give way without our knowing of it.
        if (here.isPresent() && there.isPresent() && !wasHidden(pair, group)) {
            List<Typed> all = people.typed();
            Typed latest = all.lastIndexOf(here.get()) > all.lastIndexOf(there.get()) ? here.get() : there.get();
            // Emptied again to what it was before is no change; only what was never typed before can be missed.
            boolean unlikeBefore = !latest.token().isEmpty();
            if (unlikeBefore && !latest.token().equals(token) && !givenUp(pair, latest.token())) {
                found.add(pair.id() + " lost " + latest + " without a word; shows \"" + token + "\"");
            }
        }
    }

    private boolean givenUp(Pair pair, String token) {
        return world.store.audit(pair.id()).stream()
                .flatMap(entry -> entry.changes().stream())
                .anyMatch(change -> change.lost()
                        .filter(lost -> token.isEmpty() ? lost.equals("(empty)") : lost.startsWith(token))
                        .isPresent());
    }

    /** What is to be expected there: what went with a record that was deleted before its pair knew of it is not. */
    private Optional<Typed> last(Pair pair, String group, Side side) {
        return typed(pair, group, side).stream()
                .filter(typed -> !people.goneWithTheirRecord().contains(typed))
                .reduce((first, second) -> second);
    }

    private List<Typed> typed(Pair pair, String group, Side side) {
        Set<Subject> subjects = new HashSet<>();
        if (side == Side.CRM) {
            subjects.add(Subject.record(pair.record().orElseThrow()));
            pair.lead().map(Subject::record).ifPresent(subjects::add);
        } else {
            subjects.add(Subject.referral(pair.referralId().orElseThrow()));
        }
        return people.typed().stream()
                .filter(typed ->
                        subjects.contains(typed.subject()) && typed.group().equals(group))
                .toList();
    }

    private void solutions(Pair pair, Map<Side, Map<String, JsonNode>> shown) {
        JsonNode column = shown.get(Side.CRM).getOrDefault(World.SOLUTIONS, MissingNode.getInstance());
        Set<String> ids = People.solutions(column.asText("").replaceAll("[\\r\\n]", ""));
        if (!people.solutionsAdded().containsAll(ids)) {
            found.add(pair.id() + " shows solutions nobody entered: " + ids);
        }
    }

    /** Leases, pending writes, marks: nothing is left lying about. */
    private void rest() {
        for (Pair pair : world.store.pairs()) {
            if (pair.lease().isPresent()) {
                found.add(pair.id() + " still has a lease");
            }
            boolean unclear = pair.phase().needsSomebody();
            if (!pair.commands().isEmpty() && !unclear) {
                found.add(pair.id() + " still has " + pair.commands());
            }
            if (pair.deadlines().wakeAt().isPresent() && !unclear) {
                found.add(pair.id() + " waits for " + pair.deadlines());
            }
            if (pair.pending().isPresent() && !unclear) {
                found.add(pair.id() + " still has a pending write");
            }
        }
        everyHintIsAccountedFor();
    }

    /** What changed is settled, or its message is parked: whatever else is to come of it, nobody has to find it anew. */
    void everyHintIsAccountedFor() {
        everyHintIsSettled((hint, pair) ->
                isUnsent(hint) || pair.filter(row -> isReminderDone(row, hint)).isPresent());
    }

    /** After the sweep none is left that nobody sent. */
    void everyHintIsSettled() {
        everyHintIsSettled((hint, pair) -> false);
    }

    /**
     * The comparison, the first load or an operator's request died, or storage failed, between its mark and its message: no
     * sender sends that again, and nobody was told that it is accepted. The sweep finds such a mark.
     */
    private boolean isUnsent(Hint hint) {
        return Stream.of(Simulation.COMPARISON_MARK, Simulation.LOAD_MARK, Simulation.REQUEST_MARK)
                        .anyMatch(hint.mark()::startsWith)
                && !world.queue.everHeld(hint.mark());
    }

    /**
     * A worker that was slow marked the instant of a reminder after another one, who saw the message again meanwhile, had
     * worked it off. No event is behind that mark; the sweep finds it.
     */
    private static boolean isReminderDone(Pair pair, Hint hint) {
        String instant = hint.mark().substring(0, hint.mark().lastIndexOf(' ') + 1);
        return hint.mark().startsWith(Causes.WAKE_UP + " ")
                && pair.settled().getOrDefault(hint.subject().key(), "").startsWith(instant);
    }

    private void everyHintIsSettled(BiPredicate<Hint, Optional<Pair>> excused) {
        Map<PairId, Pair> pairs = world.store.pairs().stream().collect(Collectors.toMap(Pair::id, pair -> pair));
        for (Hint hint : world.store.hints()) {
            Optional<Pair> pair = hint.pair().map(pairs::get);
            boolean settled = pair.filter(row -> row.hasSettled(hint.subject(), hint.mark()))
                    .isPresent();
            boolean parked = world.queue.parked().stream()
                    .anyMatch(message -> message.work().subject().equals(hint.subject()));
            if (!settled && !parked && !excused.test(hint, pair)) {
                found.add("mark " + hint.mark() + " of " + hint.subject().key() + " is not settled: "
                        + pair.map(Pair::settled));
            }
        }
    }

    private void exactlyOneOfEverything() {
        List<Referral> own = world.partnerCenter.all().stream()
                .filter(referral -> !referral.isMicrosofts())
                .filter(referral -> !wasClosedBeforeItMet(referral))
                .toList();
        Map<String, Long> perRecord = own.stream()
                .flatMap(referral -> referral.externalReferenceId().stream())
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        perRecord.forEach((record, count) -> {
            if (count > 1) {
                found.add(count + " referrals name record " + record);
            }
        });
        Map<String, Long> perReferral = world.crm.all().stream()
                .filter(record ->
                        !people.copies().contains(record) && !people.merged().contains(record))
                .filter(record -> !world.crm
                        .text(record, World.MAP.columns().referralId())
                        .isEmpty())
                .map(record -> record.table() + " "
                        + world.crm.text(record, World.MAP.columns().referralId()))
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        perReferral.forEach((referral, count) -> {
            if (count > 1) {
                found.add(count + " records hold referral " + referral);
            }
        });
        Map<String, Long> perLead = world.crm.all().stream()
                .filter(record -> !people.copies().contains(record))
                .filter(record -> record.table().equals(World.MAP.table()))
                .flatMap(record -> Lineage.shown(World.MAP, "lead", world.crm.look(record)).stream())
                .collect(Collectors.groupingBy(RecordRef::id, Collectors.counting()));
        perLead.forEach((lead, count) -> {
            if (count > 1) {
                found.add(count + " deals were made from lead " + lead);
            }
        });
        if (world.crm.accounts().size() > people.customers().size()) {
            found.add("made " + world.crm.accounts() + " for " + people.customers());
        }
        Set<RecordRef> taken = new HashSet<>();
        for (Pair pair : world.store.pairs()) {
            boolean copied = pair.record().filter(people.copies()::contains).isPresent();
            if (pair.record().isPresent() && !taken.add(pair.record().get()) && !copied) {
                found.add("two pairs have record " + pair.record().get());
            }
        }
    }

    private Map<Side, Map<String, JsonNode>> shown(Pair pair) {
        RecordRef record = pair.record().orElseThrow();
        Map<String, JsonNode> crm = world.crm.all().contains(record) ? world.crm.look(record) : Map.of();
        Map<String, JsonNode> referral = ReferralSnapshot.of(
                        World.MAPS.pointers(),
                        world.partnerCenter.look(pair.referralId().orElseThrow()))
                .values();
        return crm.isEmpty()
                ? Map.of(
                        Side.PARTNER_CENTER,
                        pair.partnerCenter().seen(),
                        Side.CRM,
                        pair.crm().seen())
                : Map.of(Side.PARTNER_CENTER, referral, Side.CRM, crm);
    }

    private static FieldMap map(Pair pair) {
        return World.MAPS.of(pair.record().map(RecordRef::table));
    }

    private static String text(FieldMap map, String name, Side side, Map<Side, Map<String, JsonNode>> shown) {
        return map.field(name)
                .flatMap(field -> field.on(side, shown.get(side)))
                .map(Value::toString)
                .orElse("(unknown)");
    }
}
