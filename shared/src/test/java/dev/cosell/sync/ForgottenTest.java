package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
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
}
