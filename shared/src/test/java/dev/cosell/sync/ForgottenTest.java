package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A deal that was closed so long ago that its pair was taken out of storage. */
class ForgottenTest {
    private final World world = new World();

    @Test
    void s11_aLateEventOfItsReferralMakesNoNewRecordAndNothingIsKeptOfIt() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        assertTrue(world.partnerCenter.edits(
                referral, Map.of("/status", World.text("Closed"), "/substatus", World.text("Expired"))));
        world.store.claim(Claim.over(Subject.referral(referral)), "r-" + referral);

        world.settle();

        assertEquals(Set.of(), world.crm.all());
        assertEquals(List.of(), world.store.pairs());
        assertEquals(List.of(), world.store.ignored());
    }

    @Test
    void s11_aLateEditOfItsRecordMakesNothingUntilSomebodySharesItAgain() {
        RecordRef record = world.crm.enters("Contoso goes cloud", true);
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text("ref-long-gone")));
        world.store.claim(Claim.over(Subject.record(record)), "c-" + record.id());

        world.settle();
        assertEquals(List.of(), world.store.pairs());

        world.asks(Subject.record(record), Causes.SHARE).settle();
        assertEquals(Optional.of(record), world.pairOf(record).record());
    }

    @Test
    void s11_norDoesALateEditOfARecordThatNamesNoReferralAnyMore() {
        RecordRef record = world.crm.enters("Contoso goes cloud", true);
        world.store.claim(Claim.over(Subject.record(record)), "c-" + record.id());
        world.settle();
        assertEquals(List.of(), world.store.pairs());

        world.crm.edits(record, Map.of("name", World.text("renamed")));
        world.settle();
        assertEquals(List.of(), world.store.pairs());
    }

    @Test
    void s11_aSellerSharesAForgottenRecordAgainWithTheSwitch() {
        RecordRef record = world.crm.enters("Contoso goes cloud", true);
        world.store.claim(Claim.over(Subject.record(record)), "c-" + record.id());
        world.settle();
        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.FALSE));
        world.settle();
        assertEquals(List.of(), world.store.pairs());

        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.TRUE));
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
    }

    @Test
    void s11_whoStillKnowsAForgottenDealByItsNameDoesNotMakeItAgain() {
        RecordRef record = world.crm.enters("Contoso goes cloud", true);
        Subject half = Subject.record(record);
        PairId pair = new PairId("c-" + record.id());
        world.store.claim(Claim.over(half), pair.value());
        world.store.bind(half, pair);

        world.settle();

        assertEquals(List.of(), world.store.pairs());
        assertEquals(List.of(), world.store.hints());
    }

    @Test
    void s11_norDoHalvesThatADealHadBefore() {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        PairId pair = new PairId("c-" + record.id());
        world.store.claim(Claim.over(Subject.record(record)), pair.value());
        String earlier = world.partnerCenter.arrives("Move to Azure");
        world.store.claim(Claim.of(Subject.referral(earlier)), pair.value());
        String givenUp = world.partnerCenter.arrives("Move to Azure, too");
        PairId itsOwn = new PairId("r-" + givenUp);
        world.store.claim(Claim.of(Subject.referral(givenUp)), itsOwn.value());
        world.store.claim(Claim.former(givenUp), itsOwn.value());

        world.settle();

        assertEquals(List.of(), world.store.pairs());
    }

    @Test
    void s11_aForgottenRecordIsSharedAgainWhateverCrashesOnTheWay() {
        for (int step = 1; ; step++) {
            World crashing = new World();
            RecordRef record = crashing.crm.enters("Contoso goes cloud", true);
            crashing.store.claim(Claim.over(Subject.record(record)), "c-" + record.id());
            crashing.settle();
            crashing.asks(Subject.record(record), Causes.SHARE);
            boolean crashed = crashes(crashing, step);
            crashing.settleThroughCrashes();
            assertEquals(Phase.IN_STEP, crashing.pairOf(record).phase(), "crash at step " + step);
            if (!crashed) {
                assertTrue(step > 10, "expected many steps, found " + step);
                return;
            }
        }
    }

    private static boolean crashes(World world, int step) {
        try {
            world.crashesAt(step).settle();
            return false;
        } catch (World.Crash crash) {
            world.hook = any -> {};
            return true;
        }
    }
}
