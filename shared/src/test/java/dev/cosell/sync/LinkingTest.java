package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Customer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Exactly one of everything, whichever side a deal begins on and whatever happens on the way. */
class LinkingTest {
    private static final Faults.Fault NO_ANSWER =
            new Faults.Fault(Problem.of(ProblemCode.TIMED_OUT, "no answer"), true);
    private static final Faults.Fault NEVER_ARRIVED =
            new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "no answer").withOutcomeUnknown(), false);

    private final World world = new World();

    @Test
    void anInboundReferralMakesOneRecordAndGetsItsIdWrittenBack() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        Pair pair = world.pairOf(referral);
        RecordRef record = pair.record().orElseThrow();
        assertEquals(Set.of(record), world.crm.all());
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("Move to Azure", world.crm.text(record, "name"));
        assertEquals(
                record.id(),
                world.partnerCenter.look(referral).externalReferenceId().orElseThrow());
        assertEquals(referral, world.crm.text(record, World.MAP.columns().referralId()));
        assertEquals("Fabrikam, Inc.", world.crm.text(record, "customerid/name"));
        assertEquals("In step", world.crm.text(record, "cosell_syncstatus"));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void anInboundReferralCostsOneReadThreeLookupsAndAWriteEach() {
        world.partnerCenter.arrives("Move to Azure");
        world.settle();
        assertEquals(
                List.of(
                        "pc.read",
                        "crm.findByReferral",
                        "crm.candidates",
                        "crm.createAccount",
                        "crm.contacts",
                        "crm.createContact",
                        "crm.create",
                        "pc.patch"),
                world.calls.all().stream().map(Calls.Call::verb).toList());
    }

    @Test
    void sharingMakesOurReferralOnceAndLinksItBack() {
        Pair pair = world.outbound("Contoso goes cloud");
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals(1, world.calls.of("pc.create"));
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(
                pair.referralId().orElseThrow(),
                world.crm.text(pair.record().orElseThrow(), World.MAP.columns().referralId()));
        assertEquals(Set.of(), world.differences(pair));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void sharingWithHelpAsksMicrosoftInOnce() {
        Pair pair = withHelp();
        assertEquals(2, world.partnerCenter.all().size());
        assertTrue(pair.microsoftReferralId().isPresent());
        assertEquals(2, world.calls.of("pc.create"));
    }

    @Test
    void sharingByRequestSwitchesTheSyncOn() {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.settle();
        assertEquals(List.of(), world.store.pairs());
        world.asks(Subject.record(record), Causes.SHARE).settle();
        world.crm.edits(record, Map.of("description", World.text("still in step?")));
        world.settle();
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals("still in step?", world.note(world.pairOf(record)));
    }

    @Test
    void aCrashAtAnyStepOfSharingStillMakesEachReferralOnce() {
        int steps = stepsOf(LinkingTest::share);
        for (int crash = 1; crash <= steps; crash++) {
            World crashing = new World();
            crashing.crashesAt(crash);
            share(crashing);
            String at = "crash at step " + crash;
            assertEquals(2, settleThrough(crashing, at).partnerCenter.all().size(), at);
            assertEquals(1, crashing.store.pairs().size(), at);
            Pair pair = crashing.store.pairs().getFirst();
            assertEquals(Phase.IN_STEP, pair.phase(), at);
            assertEquals(Set.of(), crashing.differences(pair), at);
            assertTrue(pair.microsoftReferralId().isPresent(), at);
            assertEquals(List.of(), crashing.violations(), at);
        }
    }

    @Test
    void aCrashAtAnyStepOfAnInboundReferralStillMakesOneRecordAndOneAccount() {
        int steps = stepsOf(fresh -> fresh.partnerCenter.arrives("Move to Azure"));
        for (int crash = 1; crash <= steps; crash++) {
            World crashing = new World();
            crashing.crashesAt(crash);
            crashing.partnerCenter.arrives("Move to Azure");
            String at = "crash at step " + crash;
            assertEquals(1, settleThrough(crashing, at).crm.all().size(), at);
            assertEquals(1, crashing.crm.accounts().size(), at);
            Pair pair = crashing.store.pairs().getFirst();
            assertEquals(Phase.IN_STEP, pair.phase(), at);
            assertEquals(Set.of(), crashing.differences(pair), at);
        }
    }

    @Test
    void aReferralWhoseMakingGotNoAnswerIsFoundAndAdopted() {
        world.failsNext("pc.create", NO_ANSWER);
        Pair pair = world.outbound("Contoso goes cloud");
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals(1, world.calls.of("pc.create"));
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void aReferralThatWasNotMadeIsSentAgainOnlyAfterTwoLooksFiveMinutesApart() {
        world.failsNext("pc.create", NEVER_ARRIVED);
        world.outbound("Contoso goes cloud");
        assertEquals(1, world.partnerCenter.all().size());
        List<Instant> posts = at("pc.create");
        List<Instant> looks = at("pc.list");
        assertEquals(2, posts.size());
        Instant deadline = posts.getFirst().plus(SyncSettings.Timing.STANDARD.longestCall());
        List<Instant> late =
                looks.stream().filter(look -> look.isAfter(deadline)).toList();
        assertEquals(2, late.size(), looks.toString());
        assertTrue(Duration.between(late.get(0), late.get(1)).compareTo(Duration.ofMinutes(5)) >= 0);
    }

    @Test
    void aReferralThatAppearsInListsLateIsNotMadeTwice() {
        world.partnerCenter.listsLagBy(Duration.ofMinutes(4));
        world.failsNext("pc.create", NO_ANSWER);
        world.crm.enters("Contoso goes cloud", true);
        world.events.getFirst().deliverTo(world.inbox);
        world.events.clear();
        world.workNow();
        world.events.clear();
        world.settle();
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void anUnclearCreateStaysUnclearWhileItCannotBeLookedFor() {
        world.failsNext("pc.create", NO_ANSWER);
        RecordRef record = world.crm.enters("Contoso goes cloud", true);
        world.workNow();
        world.failsTimes(
                "pc.list", 3, new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503 without a body"), false));
        world.settle();
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
    }

    @Test
    void severalCandidatesAfterAnUnclearCreateAreHeldAndNothingMoreIsMade() {
        world.failsNext("pc.create", NO_ANSWER);
        RecordRef record = world.crm.enters("Contoso goes cloud", true);
        world.workNow();
        world.partnerCenter.arrives(
                "typed in the portal too", referral -> referral.put("externalReferenceId", record.id()));
        world.events.clear();
        world.settle();
        assertEquals(
                ProblemCode.CREATE_AMBIGUOUS,
                world.pairOf(record).problem().orElseThrow().code());
        world.crm.edits(record, Map.of("description", World.text("and now?")));
        world.settle();
        assertEquals(2, world.partnerCenter.all().size());
    }

    @Test
    void s55_createAndUpdateEventsWorkedOnAtOnceMakeOneOpportunity() {
        int steps = stepsOf(fresh -> fresh.partnerCenter.arrives("Move to Azure"));
        for (int step = 1; step <= steps; step++) {
            World both = new World();
            String referral = both.partnerCenter.arrives("Move to Azure");
            both.partnerCenter.edits(referral, Map.of(World.NOTES, World.text("edited at once")));
            both.events.forEach(event -> event.deliverTo(both.inbox));
            both.events.clear();
            int[] left = {step};
            both.hook = at -> {
                if (--left[0] == 0) {
                    both.workOne();
                }
            };
            both.workOne();
            both.hook = at -> {};
            String at = "the second event at step " + step;
            assertEquals(1, both.settle().crm.all().size(), at);
            assertEquals(1, both.crm.accounts().size(), at);
            Pair pair = both.pairOf(referral);
            assertEquals(Phase.IN_STEP, pair.phase(), at);
            assertEquals("edited at once", both.description(pair), at);
        }
    }

    @Test
    void twoDealsForOneNewCustomerMakeOneAccount() {
        world.partnerCenter.arrives("first");
        world.partnerCenter.arrives("second");
        world.settle();
        assertEquals(2, world.crm.all().size());
        assertEquals(1, world.crm.accounts().size());
    }

    @Test
    void severalMatchingAccountsAreNotGuessedAbout() {
        Customer fabrikam = new Customer("FABRIKAM INC", "98101", "US", Map.of());
        world.crm.knows("a1", fabrikam);
        world.crm.knows("a2", fabrikam);
        Pair pair = world.inbound("Move to Azure");
        assertEquals(
                ProblemCode.CUSTOMER_AMBIGUOUS, pair.problem().orElseThrow().code());
        assertEquals(Set.of(), world.crm.all());
    }

    @Test
    void anEventOfMicrosoftsHalfBeforeItsOwnReferralMakesNoRecord() {
        Pair pair = withHelp();
        World late = new World();
        late.partnerCenter.arrives(
                "their half", referral -> referral.put("organizationId", "msft").put("engagementId", "e-7"));
        late.settle();
        assertEquals(Set.of(), late.crm.all());
        String own = late.partnerCenter.arrives("our half", referral -> referral.put("engagementId", "e-7"));
        late.settle();
        assertEquals(1, late.crm.all().size());
        assertEquals(
                late.partnerCenter.microsofts("e-7").orElseThrow().id(),
                late.pairOf(own).microsoftReferralId().orElseThrow());
        assertNotEquals(pair.id(), late.pairOf(own).id());
    }

    @Test
    void microsoftsHalfIsNeverTakenForOurOwnWhateverCrashes() {
        int steps = stepsOf(LinkingTest::bothHalvesArrive);
        for (int crash = 1; crash <= steps; crash++) {
            World crashing = new World();
            crashing.crashesAt(crash);
            String own = bothHalvesArrive(crashing);
            String at = "crash at step " + crash;
            settleThrough(crashing, at);
            assertEquals(1, crashing.store.pairs().size(), at);
            Pair pair = crashing.store.pairs().getFirst();
            assertEquals(own, pair.referralId().orElseThrow(), at);
            assertEquals(Phase.IN_STEP, pair.phase(), at);
        }
    }

    @Test
    void whenMicrosoftAcceptsItsCrmIdArrives() {
        Pair pair = withHelp();
        String half = pair.microsoftReferralId().orElseThrow();
        world.counting();
        world.partnerCenter.moves(half, Status.ACCEPTED);
        world.partnerCenter.edits(half, Map.of("/trackingInfo/microsoftMsxId", World.text("7-MSX")));
        world.settle();
        assertEquals("7-MSX", world.crm.text(pair.record().orElseThrow(), "msft_microsoftcrmidentifier"));
        assertEquals(1, world.calls.writes());
    }

    @Test
    void aCopyOfALinkedRecordIsHeldAndToldSo() {
        Pair pair = world.outbound("Contoso goes cloud");
        RecordRef copy = world.crm.copies(pair.record().orElseThrow());
        world.settle();
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals(
                ProblemCode.CLAIMED_TWICE,
                world.pairOf(copy).problem().orElseThrow().code());
        assertEquals("Held", world.crm.text(copy, "cosell_syncstatus"));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        world.crm.edits(copy, Map.of(World.MAP.columns().referralId(), NullNode.getInstance()));
        world.settle();
        assertEquals(2, world.partnerCenter.all().size());
    }

    @Test
    void anExternalReferenceThatNobodyKnowsMakesAnOrphan() {
        String referral = world.partnerCenter.arrives("lost", it -> it.put("externalReferenceId", "no-such-record"));
        world.settle();
        assertEquals(Phase.ORPHAN, world.pairOf(referral).phase());
        assertEquals(Set.of(), world.crm.all());
        world.partnerCenter.edits(referral, Map.of("/externalReferenceId", World.text("")));
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
    }

    @Test
    void aReferralThatNobodyCanReadMakesAnOrphan() {
        String referral = world.partnerCenter.arrives("gone");
        world.partnerCenter.vanishes(referral);
        world.settle();
        assertEquals(Phase.ORPHAN, world.pairOf(referral).phase());
        assertEquals(
                ProblemCode.REFERRAL_GONE,
                world.pairOf(referral).problem().orElseThrow().code());
    }

    @Test
    void aRecordThatNamesAReferralNobodyKnowsIsAnOrphan() {
        RecordRef record = world.crm.enters("restored from a backup", false);
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text("referral-99")));
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals(Phase.ORPHAN, world.pairOf(record).phase());
        assertEquals("Orphan", world.crm.text(record, "cosell_syncstatus"));
        assertEquals(List.of(), world.partnerCenter.all());
    }

    @Test
    void aDeletedRecordMakesAnOrphanAndIsNotMadeAgain() {
        Pair pair = world.inbound("Move to Azure");
        world.crm.deletes(pair.record().orElseThrow());
        world.settle();
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        world.portal(pair, World.NOTES, World.text("anybody there?"));
        world.settle();
        assertEquals(Set.of(), world.crm.all());
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
    }

    @Test
    void deletingARecordThatWasNeverSharedIsNotNews() {
        RecordRef record = world.crm.enters("private", false);
        world.settle();
        world.crm.deletes(record);
        world.settle();
        assertEquals(List.of(), world.store.pairs());
        assertEquals(List.of(), world.store.hints());
    }

    @Test
    void anExistingRecordWithTheReferralsIdIsAdopted() {
        RecordRef record = world.crm.enters("made by another connector", false);
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text("referral-1")));
        world.crm.edits(record, Map.of(World.SYNC, com.fasterxml.jackson.databind.node.BooleanNode.TRUE));
        world.events.clear();
        Pair pair = world.inbound("Move to Azure");
        assertEquals(record, pair.record().orElseThrow());
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void aRecordAndItsReferralThatBothArriveFirstMeetInOnePair() {
        RecordRef record = world.crm.enters("typed on both sides", true);
        String referral =
                world.partnerCenter.arrives("typed on both sides", it -> it.put("externalReferenceId", record.id()));
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text(referral)));
        world.settle();
        assertEquals(1, world.store.pairs().size());
        assertEquals(1, world.partnerCenter.all().size());
        assertInstanceOf(
                Pair.class,
                world.store.pairs().stream().filter(Pair::linked).findFirst().orElseThrow());
    }

    private Pair withHelp() {
        return world.again(share(world).settle().store.pairs().getFirst());
    }

    private static World share(World world) {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.events.clear();
        world.crm.edits(
                record,
                Map.of(
                        World.SYNC,
                        com.fasterxml.jackson.databind.node.BooleanNode.TRUE,
                        World.HELP,
                        World.text("Quotes or Licensing")));
        return world;
    }

    private static String bothHalvesArrive(World world) {
        String own = world.partnerCenter.arrives("our half", referral -> referral.put("engagementId", "e-7"));
        world.partnerCenter.arrives(
                "their half", referral -> referral.put("organizationId", "msft").put("engagementId", "e-7"));
        return own;
    }

    private static int stepsOf(java.util.function.Consumer<World> story) {
        World counting = new World();
        int[] steps = {0};
        story.accept(counting);
        counting.hook = step -> steps[0]++;
        counting.settle();
        return steps[0];
    }

    private static World settleThrough(World world, String at) {
        try {
            return world.settleThroughCrashes();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(at, e);
        }
    }

    private List<Instant> at(String verb) {
        return world.calls.all().stream()
                .filter(call -> call.verb().equals(verb))
                .map(Calls.Call::at)
                .toList();
    }
}
