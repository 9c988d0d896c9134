package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Admission;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in, what is shared, and who said so. */
class PolicyTest {
    private static final Admission ONE_LOCATION =
            new Admission(false, Set.of(), false, Optional.empty(), Set.of("4711"));

    private static final Faults.Fault LOST_ANSWER =
            new Faults.Fault(Problem.of(ProblemCode.TIMED_OUT, "no answer"), true);
    private static final Faults.Fault DOWN_FOR_NOW =
            new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503"), false);

    private final World world = new World();

    // --- What comes in ---

    @Test
    void s84_whatIsNotLetInIsRemembered() {
        String spam = world.partnerCenter.arrives("Spam", referral -> referral.put("isSpam", true));
        world.settle();

        assertEquals(List.of(), world.store.pairs());
        assertEquals(Set.of(), world.crm.all());
        IgnoredReferral ignored = world.store.ignored().getFirst();
        assertEquals(spam, ignored.referralId());
        assertEquals("Spam", ignored.name());
        assertEquals("Partner Center marks it as spam", ignored.reason());
        assertEquals(new Outcome.Skipped("ignored: Partner Center marks it as spam"), world.outcomes.getLast());
    }

    @Test
    void s84_aReferralIsJudgedAnewWithEveryEvent() {
        String referral = world.partnerCenter.arrives("Not spam", made -> made.put("isSpam", true));
        world.settle();

        world.partnerCenter.edits(referral, Map.of("/isSpam", BooleanNode.FALSE));
        world.settle();

        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
    }

    @Test
    void whatSomebodyAdmitsComesInAndStays() {
        String referral = world.partnerCenter.arrives("Good", made -> made.put("isSpam", true));
        world.settle();

        world.store.admit(referral);
        world.asks(Subject.referral(referral), Causes.ADMITTED).settle();

        Pair pair = world.pairOf(referral);
        assertEquals(Phase.IN_STEP, pair.phase());
        world.portal(pair, World.NOTES, World.text("from the portal"));
        world.settle();
        assertEquals("from the portal", world.description(pair));
    }

    @Test
    void whatSomebodyAdmitsComesInThoughAnotherEventIsFaster() {
        String referral = world.partnerCenter.arrives("Good", made -> made.put("isSpam", true));
        world.settle();

        world.store.admit(referral);
        world.partnerCenter.edits(referral, Map.of(World.NOTES, TextNode.valueOf("edited")));
        world.settle();

        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
    }

    @Test
    void policyDoesNotKeepOutWhatWeMadeOurselves() {
        World located = new World(SyncSettings.DEFAULT.withAdmission(ONE_LOCATION));
        // Its event is worked on before the answer to its making: nobody has claimed the referral yet.
        RecordRef record = located.crm.enters("Deal", true);
        located.failsNext("pc.create", LOST_ANSWER);
        located.settle();

        assertEquals(Phase.IN_STEP, located.pairOf(record).phase());
        assertEquals(List.of(), located.store.ignored());
    }

    @Test
    void aClosedReferralStaysOutEvenIfAdmitted() {
        String referral = world.partnerCenter.arrives(
                "Over", made -> made.put("status", "Closed").put("substatus", "Lost"));
        world.store.admit(referral);
        world.settle();

        assertEquals(List.of(), world.store.pairs());
        assertTrue(world.store.ignored().getFirst().lasting());
    }

    // --- Who turned the switch ---

    @Test
    void s34_whoTurnsTheSwitchIsOnTheTimeline() {
        world.crm.isUsedBy("Grace Hopper");
        RecordRef record = world.crm.enters("Deal", true);
        world.settle();
        world.crm.isUsedBy("Ada Byron");
        world.sellerSwitches(record, false);
        world.settle();

        List<AuditEntry> turns = turns(record);
        assertEquals(
                List.of("switched on by Grace Hopper", "switched off by Ada Byron"),
                turns.stream().map(AuditEntry::did).toList());
        assertTrue(turns.getFirst().at().isAfter(Instant.EPOCH));
        assertEquals(Phase.UNSHARED, world.pairOf(record).phase());
        assertEquals(
                "Not shared",
                world.crm.text(record, World.MAP.columns().told().status().orElseThrow()));
    }

    @Test
    void theNameIsKeptOutOfProblemsAndOfWhatTheSellerReads() {
        world.crm.isUsedBy("Grace Hopper");
        RecordRef record = world.crm.enters("Deal", true);
        world.sellerSwitches(record, false);
        world.settle();

        assertFalse(world.crm.look(record).toString().contains("Grace"));
        assertFalse(world.outcomes.toString().contains("Grace"));
    }

    @Test
    void s34_whoTurnedTheSwitchIsKnownWhereverTheWorkCrashes() {
        Asked.crashAtEveryStep(
                World::new,
                fresh -> fresh.outbound("Deal"),
                (fresh, pair) -> fresh.sellerSwitches(pair.record().orElseThrow(), false),
                (fresh, pair) -> assertEquals(
                        List.of("switched on by Ada Byron", "switched off by Ada Byron"),
                        Asked.did(fresh, pair).stream()
                                .filter(did -> did.startsWith("switched"))
                                .toList()));
    }

    @Test
    void aTurnIsToldOnceThoughItsWorkIsTriedAgain() {
        RecordRef record = world.outbound("Deal").record().orElseThrow();
        world.sellerSwitches(record, false);
        world.failsTimes("crm.tell", 3, DOWN_FOR_NOW);
        world.settle();
        world.asks(Subject.record(record), Causes.SYNC_NOW).settle();

        assertEquals(
                List.of("switched on by Ada Byron", "switched off by Ada Byron"),
                turns(record).stream().map(AuditEntry::did).toList());
    }

    @Test
    void aRecordHeldFromTheStartTellsWhoSharedIt() {
        RecordRef record = world.crm.enters("Deal", false);
        world.crm.edits(record, Map.of("estimatedvalue", IntNode.valueOf(0), World.SYNC, BooleanNode.TRUE));
        world.settle();
        world.asks(Subject.record(record), Causes.SYNC_NOW).settle();

        assertEquals(
                List.of("switched on by Ada Byron"),
                turns(record).stream().map(AuditEntry::did).toList());
    }

    @Test
    void s72_whatClearsTheSwitchStopsTheDealAndWeNeverClearIt() {
        Pair pair = world.outbound("Deal");
        RecordRef record = pair.record().orElseThrow();
        // An automation clears it together with the last solution, as Microsoft's own does.
        world.crm.isUsedBy("SYSTEM");
        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.FALSE, World.SOLUTIONS, NullNode.getInstance()));
        world.settle();

        assertEquals(Phase.UNSHARED, world.again(pair).phase());
        assertEquals("switched off by SYSTEM", turns(record).getLast().did());
        assertFalse(world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .document()
                .at("/details/requirements/solutions")
                .isEmpty());
    }

    @Test
    void s72_noWriteOfOursEverTurnsTheSwitchOff() {
        RecordRef record = world.outbound("Deal").record().orElseThrow();
        // Held without a solution, edited, closed, told about: through all of it the switch stays as the seller left
        // it.
        world.crm.edits(record, Map.of(World.SOLUTIONS, NullNode.getInstance()));
        world.settle();
        assertTrue(world.crm.look(record).get(World.SYNC).asBoolean());
        world.crm.edits(record, Map.of(World.SOLUTIONS, TextNode.valueOf("SOL-7-XYZ")));
        world.settle();
        world.sellerCloses(world.pairOf(record), true);
        world.settle();
        assertTrue(world.crm.look(record).get(World.SYNC).asBoolean());
    }

    // --- Shared by rule ---

    @Test
    void s34_aRuleTurnsTheSwitchOnAndSharesOnce() {
        RecordRef record = world.crm.enters("Deal", false);
        world.settle();
        world.asks(Subject.record(record), Causes.SHARE_BY_RULE)
                .asks(Subject.record(record), Causes.SHARE_BY_RULE)
                .settle();

        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertTrue(world.crm.look(record).get(World.SYNC).asBoolean());
        assertEquals(1, world.calls.of("pc.create"));
        assertEquals("switched on by request", turns(record).getFirst().did());
    }

    @Test
    void s34_whatSomebodyTurnedOffNoRuleTurnsOn() {
        RecordRef record = world.outbound("Deal").record().orElseThrow();
        world.sellerSwitches(record, false);
        world.settle();

        world.asks(Subject.record(record), Causes.SHARE_BY_RULE).settle();

        assertEquals(Phase.UNSHARED, world.pairOf(record).phase());
        assertFalse(world.crm.look(record).get(World.SYNC).asBoolean());
    }

    @Test
    void s34_noRuleTurnsOnWhatWasTurnedOffBeforeItWasEverShared() {
        RecordRef record = world.crm.enters("Deal", true);
        world.sellerSwitches(record, false);
        world.settle();
        assertEquals(List.of(), world.store.pairs());

        world.asks(Subject.record(record), Causes.SHARE_BY_RULE).settle();

        assertEquals(List.of(), world.store.pairs());
        assertFalse(world.crm.look(record).get(World.SYNC).asBoolean());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before pairs.create",
                "after pairs.create",
                "after pc.create",
                "before crm.tell",
                "after crm.tell"
            })
    void aShareByRuleSurvivesACrash(String step) {
        RecordRef record = world.crm.enters("Deal", false);
        world.settle();
        world.crashesAt(step, 1);
        world.asks(Subject.record(record), Causes.SHARE_BY_RULE).settleThroughCrashes();

        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertTrue(world.crm.look(record).get(World.SYNC).asBoolean());
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void aShareByRuleThatCouldNotTurnTheSwitchOnTriesAgain() {
        RecordRef record = world.crm.enters("Deal", false);
        world.settle();
        world.failsTimes("crm.tell", 3, DOWN_FOR_NOW)
                .failsTimes("crm.update", 1, DOWN_FOR_NOW)
                .asks(Subject.record(record), Causes.SHARE_BY_RULE)
                .settle();

        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertTrue(world.crm.look(record).get(World.SYNC).asBoolean());
    }

    @Test
    void aShareIsNotLostToAnEventThatWasWorkedOnBeforeIt() {
        RecordRef record = world.crm.enters("Deal", false);
        world.settle();
        world.asks(Subject.record(record), Causes.SHARE);
        Subject subject = Subject.record(record);
        // The event of an edit came later and is worked on first: it finds the record not shared.
        world.store.read(subject).ifPresent(world.store::drop);
        world.settle();

        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
    }

    // --- Approval ---

    @Test
    void nothingIsSentBeforeSomebodyApproves() {
        World careful = careful();
        RecordRef record = careful.crm.enters("Deal", true);
        careful.settle();

        assertEquals(ProblemCode.APPROVAL_AWAITED, problem(careful, record));
        assertEquals(Phase.HELD, careful.pairOf(record).phase());
        assertEquals(0, careful.calls.of("pc.create"));
        assertTrue(careful.crm
                .text(record, World.MAP.columns().told().problem().orElseThrow())
                .contains("SHR-01"));

        decide(careful, record, Command.Kind.APPROVE);

        assertEquals(Phase.IN_STEP, careful.pairOf(record).phase());
        assertEquals(1, careful.calls.of("pc.create"));
        assertEquals(List.of(), careful.pairOf(record).commands());
    }

    @Test
    void whatPartnerCenterWouldRefuseIsPutRightBeforeAnybodyIsAsked() {
        World careful = careful();
        RecordRef record = careful.crm.enters("Deal", false);
        careful.crm.edits(record, Map.of("estimatedvalue", IntNode.valueOf(0), World.SYNC, BooleanNode.TRUE));
        careful.settle();
        assertEquals(ProblemCode.VALUE_NOT_POSITIVE, problem(careful, record));

        careful.crm.edits(record, Map.of("estimatedvalue", IntNode.valueOf(9000)));
        careful.settle();
        assertEquals(ProblemCode.APPROVAL_AWAITED, problem(careful, record));
    }

    @Test
    void aRejectedShareIsHeldWithTheReasonUntilTheSellerAsksAgain() {
        World careful = careful();
        RecordRef record = careful.crm.enters("Deal", true);
        careful.settle();
        decide(careful, record, Command.Kind.REJECT);

        assertEquals(ProblemCode.APPROVAL_REFUSED, problem(careful, record));
        assertTrue(careful.crm
                .text(record, World.MAP.columns().told().problem().orElseThrow())
                .contains("too early"));
        careful.crm.edits(record, Map.of("description", TextNode.valueOf("please")));
        careful.settle();
        assertEquals(ProblemCode.APPROVAL_REFUSED, problem(careful, record));

        careful.sellerSwitches(record, false);
        careful.settle();
        assertEquals(Phase.UNSHARED, careful.pairOf(record).phase());
        careful.sellerSwitches(record, true);
        careful.settle();
        assertEquals(ProblemCode.APPROVAL_AWAITED, problem(careful, record));
        assertEquals(0, careful.calls.of("pc.create"));
    }

    @Test
    void whatWasRejectedCanBeApprovedAfterAll() {
        World careful = careful();
        RecordRef record = careful.crm.enters("Deal", true);
        careful.settle();
        decide(careful, record, Command.Kind.REJECT);
        decide(careful, record, Command.Kind.APPROVE);

        assertEquals(Phase.IN_STEP, careful.pairOf(record).phase());
    }

    @ParameterizedTest
    @ValueSource(strings = {"before pc.create", "after pc.create", "before pairs.replace", "after pairs.replace"})
    void anApprovedShareIsMadeOnceThroughACrash(String step) {
        World careful = careful();
        RecordRef record = careful.crm.enters("Deal", true);
        careful.settle();
        approveOnly(careful, record, Command.Kind.APPROVE);
        careful.crashesAt(step, 1);
        careful.asks(Subject.record(record), Causes.DECIDED).settleThroughCrashes();

        assertEquals(Phase.IN_STEP, careful.pairOf(record).phase());
        assertEquals(1, careful.partnerCenter.all().size());
        assertEquals(List.of(), careful.pairOf(record).commands());
    }

    @Test
    void whatIsInPartnerCenterAlreadyNeedsNoApproval() {
        World careful = careful();
        Pair inbound = careful.inbound("From Microsoft");
        careful.seller(inbound, "description", World.text("an edit"));
        careful.settle();

        assertEquals(Phase.IN_STEP, careful.again(inbound).phase());
        assertEquals("an edit", careful.note(inbound));
    }

    /** Here somebody has to approve of what is shared. */
    private static World careful() {
        return new World(SyncSettings.DEFAULT.withSharing(new SyncSettings.Sharing(Optional.empty(), true)));
    }

    private static void decide(World world, RecordRef record, Command.Kind kind) {
        approveOnly(world, record, kind);
        world.asks(Subject.record(record), Causes.DECIDED).settle();
    }

    private static void approveOnly(World world, RecordRef record, Command.Kind kind) {
        Stored<Pair> row = world.store.read(world.pairOf(record).id()).orElseThrow();
        assertTrue(Approval.isOpen(row.value()));
        Command decision = new Command(
                kind.name(),
                kind,
                JsonNodeFactory.instance.objectNode().put("reason", "too early"),
                "Grace Hopper",
                world.clock.instant());
        world.store
                .replace(
                        row,
                        Approval.undecided(row.value(), row.value().change())
                                .command(decision)
                                .now(),
                        List.of())
                .orElseThrow();
    }

    private static ProblemCode problem(World world, RecordRef record) {
        return world.pairOf(record).problem().orElseThrow().code();
    }

    private List<AuditEntry> turns(RecordRef record) {
        return world.store.audit(world.pairOf(record).id()).stream()
                .filter(entry -> entry.did().startsWith("switched"))
                .toList();
    }
}
