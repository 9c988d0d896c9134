package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A deal whose switch is off stays untouched, and loses nothing while it is, whatever fails meanwhile. */
class SwitchedOffTest {
    private static final Faults.Fault CRM_IS_AWAY =
            new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503").from(RemoteSystem.CRM), false);

    private final World world = new World();

    @Test
    void whatThePortalChangedMeanwhileCrossesWhenTheSwitchIsOnAgainAlthoughAReadingFailedInBetween() {
        Pair pair = world.outbound("Deal");
        switchOffAndEditInThePortal(pair);
        failOneReading(pair);
        world.sellerSwitches(pair.record().orElseThrow(), true);
        world.settle();
        assertEquals(Set.of(), world.differences(pair));
        assertEquals("edited in the portal", world.description(pair));
    }

    @Test
    void whatThePortalChangedMeanwhileIsFoundByAFullWalkIfTheEventOfTheSwitchIsLost() {
        Pair pair = world.outbound("Deal");
        switchOffAndEditInThePortal(pair);
        world.sellerSwitches(pair.record().orElseThrow(), true);
        world.events.clear();
        reconcile().walk(true, Duration.ofHours(1));
        world.settle();
        assertEquals(Set.of(), world.differences(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void nothingIsWrittenToADealThatARuleWasAboutToShare() {
        RecordRef record = world.crm.enters("Deal", false);
        world.settle();
        world.crashesAt("after pc.create", 1);
        world.asks(Subject.record(record), Causes.SHARE_BY_RULE);
        assertThrows(World.Crash.class, world::workNow);
        world.wait(Duration.ofMinutes(4));
        // The seller's edit is worked on first, and finds the deal not shared.
        world.queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow();
        world.crm.edits(record, Map.of("description", World.text("the seller's")));
        world.workNow();
        world.wait(Duration.ofMinutes(5));
        Pair pair = world.store.pairs().getFirst();
        assertEquals(Phase.UNSHARED, pair.phase());
        world.failsTimes("crm.read", 1, CRM_IS_AWAY);
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        for (int second = 0; second < 60; second++) {
            world.workNow();
            world.wait(Duration.ofSeconds(1));
        }
        assertEquals("the seller's", world.crm.text(record, "description"));
    }

    @Test
    void anEditOfADealThatIsNotSharedCostsPartnerCenterNoCall() {
        Pair pair = world.outbound("Deal");
        world.sellerSwitches(pair.record().orElseThrow(), false);
        world.settle();
        world.counting().seller(pair, "description", World.text("for ourselves"));
        world.settle();
        assertEquals(0, world.calls.of("pc.read"));
        assertEquals(Phase.UNSHARED, world.again(pair).phase());
    }

    @Test
    void aFullWalkFindsNothingDifferentInDealsThatNobodyTouched() {
        Pair pair = world.outbound("Deal");
        world.sellerSwitches(pair.record().orElseThrow(), false);
        world.settle();
        Reconcile reconcile = reconcile();
        reconcile.walk(true, Duration.ofHours(1));
        assertEquals(
                0,
                reconcile
                        .report()
                        .body()
                        .orElseThrow()
                        .at("/finished/0/different")
                        .asInt());
    }

    private Reconcile reconcile() {
        return new Reconcile(
                FieldMaps.of(World.MAP),
                new MemoryState(),
                world.partnerCenter,
                world.crm,
                world.store,
                world.store,
                world.store,
                world.inbox,
                world.clock);
    }

    private void switchOffAndEditInThePortal(Pair pair) {
        world.sellerSwitches(pair.record().orElseThrow(), false);
        world.settle();
        world.portal(pair, World.NOTES, World.text("edited in the portal"));
        world.settle();
        assertEquals(Phase.UNSHARED, world.again(pair).phase());
    }

    private void failOneReading(Pair pair) {
        world.failsTimes("crm.read", 1, CRM_IS_AWAY);
        world.seller(pair, World.HELP, NullNode.getInstance());
        world.workNow();
        assertEquals(Phase.WAITING, world.again(pair).phase());
    }
}
