package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A lead that was merged into another one is closed in the CRM, but nobody declined its referral: the pair goes on. */
class MergedLeadTest {
    private final World world = World.withLeads();
    private final Pair pair = arrived(world);
    private final RecordRef loser = pair.record().orElseThrow();
    private final RecordRef survivor = world.crm.entersLead("The same, typed by hand", false);

    @Test
    void thePairFollowsTheSurvivorAndTheReferralStaysOpen() {
        world.settle();
        world.crm.mergesLeads(loser, survivor, Map.of());
        world.settle();
        assertFollowed(world, "after an update of the loser");
        assertTrue(
                world.store.audit(pair.id()).stream()
                        .anyMatch(entry -> entry.did().equals("followed a merge")),
                () -> world.store.audit(pair.id()).toString());
    }

    @Test
    void itDoesSoWhoeverTellsOfTheMerge() {
        for (String told : List.of("the loser's deletion", "the survivor", "the referral", "nobody but sync now")) {
            MergedLeadTest test = new MergedLeadTest();
            test.world.settle();
            test.world.crm.mergesLeads(test.loser, test.survivor, test.taken());
            test.world.events.clear();
            switch (told) {
                case "the loser's deletion" -> test.world.asks(Subject.record(test.loser), Causes.DELETED);
                case "the survivor" -> test.world.asks(Subject.record(test.survivor), "Merge");
                case "the referral" -> test.world.portal(test.pair, World.NOTES, World.text("typed in the portal"));
                default -> test.world.asks(Subject.record(test.loser), Causes.SYNC_NOW);
            }
            test.world.settle();
            test.assertFollowed(test.world, told);
        }
    }

    @Test
    void bothEventsInEitherOrderMakeOneDeal() {
        world.settle();
        world.crm.mergesLeads(loser, survivor, taken());
        world.events.addFirst(world.events.removeLast());
        world.settle();
        assertFollowed(world, "the survivor's event first");
        assertEquals(1, world.store.pairs().size());
    }

    @Test
    void aCrashAtAnyStepStillFollowsOnce() {
        for (int step = 1; new MergedLeadTest().survivesACrashAt(step); step++) {
            assertTrue(step < 300, "a run has fewer steps");
        }
    }

    private boolean survivesACrashAt(int step) {
        world.settle();
        int[] left = crashingAt(step);
        world.crm.mergesLeads(loser, survivor, Map.of());
        world.settleThroughCrashes();
        assertFollowed(world, "crash at step " + step);
        return left[0] <= 0;
    }

    /** @return how many steps are left until it crashes */
    private int[] crashingAt(int step) {
        int[] left = {step};
        world.hook = at -> {
            if (--left[0] == 0) {
                throw new World.Crash();
            }
        };
        return left;
    }

    @Test
    void aChainOfMergesIsFollowedToItsEnd() {
        RecordRef last = world.crm.entersLead("The third", false);
        world.settle();
        world.crm.mergesLeads(loser, survivor, Map.of());
        world.crm.mergesLeads(survivor, last, Map.of());
        world.settle();
        assertEquals(last, world.again(pair).record().orElseThrow());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void theSurvivorIsQualifiedLikeAnyLead() {
        world.settle();
        world.crm.mergesLeads(loser, survivor, Map.of());
        world.settle();
        world.partnerCenter.moves(pair.referralId().orElseThrow(), Status.ACCEPTED);
        world.settle();
        Pair now = world.again(pair);
        assertEquals("opportunity", now.record().orElseThrow().table());
        assertEquals(survivor, now.lead().orElseThrow());
        assertEquals(Phase.IN_STEP, now.phase());
    }

    @Test
    void aSurvivorThatBecameADealBeforeAnybodyFollowedIsStillTheSameDeal() {
        world.settle();
        RecordRef deal = becomesADealUnnoticed(world, loser);
        world.settle();
        assertIsOneDeal(world, deal);
    }

    @Test
    void soItIsIfTheMakerOfTheMergedLeadDiedBeforeNotingIt() {
        World diesOnce = World.withLeads().crashesAt("after crm.create", 1);
        diesOnce.partnerCenter.arrives("Move to Azure", LeadTest::asLead);
        assertThrows(World.Crash.class, diesOnce::settle);
        RecordRef made = diesOnce.crm.all().iterator().next();
        RecordRef deal = becomesADealUnnoticed(diesOnce, made);
        diesOnce.settle();
        assertIsOneDeal(diesOnce, deal);
    }

    @Test
    void aDealOfALeadWhoseMakerDiedBeforeNotingItIsTheLeadsDeal() {
        for (boolean choosesIds : List.of(false, true)) {
            for (int step = 1; isTheLeadsDealAfterACrash(choosesIds, step); step++) {
                assertTrue(step < 300, "a run has fewer steps");
            }
        }
    }

    /** @param step so many behind the making of the lead its maker dies */
    private static boolean isTheLeadsDealAfterACrash(boolean choosesIds, int step) {
        World world = World.withLeads();
        if (choosesIds) {
            world.crm.choosesIds();
            world.crm.leavesLeadsToSellers();
        }
        boolean[] isMade = {false};
        int[] left = {step};
        world.hook = at -> {
            isMade[0] |= at.equals("after crm.create");
            if (isMade[0] && left[0]-- == 0) {
                throw new World.Crash();
            }
        };
        world.partnerCenter.arrives("Move to Azure", LeadTest::asLead);
        try {
            world.settle();
            return false;
        } catch (World.Crash died) {
            RecordRef lead = world.crm.all().iterator().next();
            RecordRef deal = world.crm.qualifies(lead).orElseThrow();
            world.events.clear();
            world.sellerSwitches(deal, true);
            world.settle();
            assertIsOneDeal(world, deal);
            return true;
        }
    }

    @Test
    void aCrashAtAnyStepOfThatStillLeavesOneDeal() {
        for (int step = 1; new MergedLeadTest().isOneDealAfterACrashAt(step); step++) {
            assertTrue(step < 300, "a run has fewer steps");
        }
    }

    private boolean isOneDealAfterACrashAt(int step) {
        world.settle();
        RecordRef deal = becomesADealUnnoticed(world, loser);
        int[] left = crashingAt(step);
        world.settleThroughCrashes();
        assertIsOneDeal(world, deal);
        return left[0] <= 0;
    }

    /** The seller merges a lead, makes a deal of the one it lives on in, and shares that: only of the deal an event comes. */
    private static RecordRef becomesADealUnnoticed(World in, RecordRef merged) {
        RecordRef into = in.crm.entersLead("The same, typed by hand", false);
        in.crm.mergesLeads(
                merged,
                into,
                Map.of(
                        World.MAP.columns().referralId(),
                        World.text(in.crm.text(merged, World.MAP.columns().referralId()))));
        RecordRef deal = in.crm.qualifies(into).orElseThrow();
        in.events.clear();
        in.sellerSwitches(deal, true);
        return deal;
    }

    private static void assertIsOneDeal(World in, RecordRef deal) {
        Pair now = in.store.pairs().getFirst();
        assertEquals(List.of(now), in.store.pairs());
        assertEquals(deal, now.record().orElseThrow());
        assertEquals(Phase.IN_STEP, now.phase(), () -> now.problem().toString());
        assertEquals(1, in.partnerCenter.all().size());
        assertEquals(List.of(), in.violations());
    }

    @Test
    void aDealThatWasNotSharedStaysUnshared() {
        world.settle();
        world.sellerSwitches(loser, false);
        world.settle();
        world.crm.mergesLeads(loser, survivor, Map.of());
        world.settle();
        assertEquals(Phase.UNSHARED, world.again(pair).phase());
        assertEquals(Status.PENDING, status(world));
    }

    @Test
    void aSurvivorThatIsAnotherDealsIsHeldAndNothingIsDeclined() {
        Pair other = arrived(world);
        world.settle();
        world.crm.mergesLeads(loser, other.record().orElseThrow(), Map.of());
        world.settle();
        assertEquals(
                ProblemCode.CLAIMED_TWICE,
                world.again(pair).problem().orElseThrow().code());
        assertEquals(Status.PENDING, status(world));
        assertEquals(Phase.IN_STEP, world.again(other).phase());
    }

    @Test
    void mergingLeadsThatNobodySharedIsNobodysBusiness() {
        RecordRef unshared = world.crm.entersLead("Never shared", false);
        world.settle();
        world.crm.mergesLeads(unshared, survivor, Map.of());
        world.settle();
        assertEquals(List.of(world.again(pair)), world.store.pairs());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    /** What the seller keeps of the lead that goes: it is shared, and the referral is its referral. */
    private Map<String, com.fasterxml.jackson.databind.JsonNode> taken() {
        return Map.of(
                World.SYNC,
                BooleanNode.TRUE,
                World.MAP.columns().referralId(),
                World.text(pair.referralId().orElseThrow()));
    }

    private void assertFollowed(World in, String when) {
        Pair now = in.again(pair);
        assertEquals(survivor, now.record().orElseThrow(), when);
        assertEquals(Phase.IN_STEP, now.phase(), when);
        assertEquals(Status.PENDING, status(in), when);
        assertTrue(in.crm.look(survivor).get(World.SYNC).asBoolean(), when);
        assertEquals(
                pair.referralId().orElseThrow(),
                in.crm.text(survivor, World.MAP.columns().referralId()),
                when);
        assertEquals(
                survivor.id(),
                in.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .externalReferenceId()
                        .orElseThrow(),
                when);
        assertEquals(1, in.partnerCenter.all().size(), when);
        assertEquals(List.of(), now.commands(), when);
        assertEquals(List.of(), in.violations(), when);
    }

    private Status status(World in) {
        return in.partnerCenter.look(pair.referralId().orElseThrow()).status().orElseThrow();
    }

    private static Pair arrived(World world) {
        String referral = world.partnerCenter.arrives("Move to Azure", LeadTest::asLead);
        world.settle();
        return world.pairOf(referral);
    }
}
