package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a deal gave up for another half says nothing about the deal any more. */
class FormerHalfTest {
    private final World world = new World();

    @Test
    void anEventOfAFormerReferralThatIsGoneLeavesAHealthyDealAlone() {
        Pair pair = world.outbound("Contoso goes cloud");
        String former = relinked(pair);
        world.asks(Subject.referral(former), "referral-updated").settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(Optional.empty(), world.again(pair).problem());
    }

    @Test
    void aFormerReferralThatIsBackLeavesAHealthyDealAlone() {
        Pair pair = world.outbound("Contoso goes cloud");
        String former = relinked(pair);
        world.partnerCenter.returns(former);
        world.asks(Subject.referral(former), "referral-updated").settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertNotEquals(Optional.of(former), world.again(pair).referralId());
    }

    @Test
    void aFormerHalfOfMicrosoftsIsNotTakenForThePresentOne() {
        RecordRef record = world.crm.enters("Deal", false);
        world.crm.edits(record, Map.of(World.HELP, World.text("Quotes or Licensing")));
        world.sellerSwitches(record, true);
        world.settle();
        Pair pair = world.pairOf(record);
        String formerHalf = pair.microsoftReferralId().orElseThrow();
        relinked(pair);
        Pair now = world.again(pair);
        assertNotEquals(pair.engagementId(), now.engagementId());
        world.asks(Subject.referral(formerHalf), "related-referral-updated").settle();
        assertEquals(now.microsoftReferralId(), world.again(pair).microsoftReferralId());
        assertNotEquals(Optional.of(formerHalf), now.microsoftReferralId());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    /** @return the referral that the pair had before it got another one */
    private String relinked(Pair pair) {
        String former = pair.referralId().orElseThrow();
        world.partnerCenter.vanishes(former);
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        Asked.anew(world, pair, Command.Kind.CREATE);
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        return former;
    }
}
