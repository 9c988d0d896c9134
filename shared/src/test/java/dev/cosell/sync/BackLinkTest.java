package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The referral names its record; if it does not after a while, somebody hears of it. */
class BackLinkTest {
    private static final String PATH = "/externalReferenceId";

    private boolean drops = true;
    private final World world = new World(1, World.MAP, ports -> Forgetful.partnerCenter(ports, PATH, () -> drops));

    @Test
    void s49_aBackLinkThatIsDroppedIsAFindingAfterTenMinutesNotBefore() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.workNow();
        world.wait(Duration.ofMinutes(9));
        world.workNow();
        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
        world.wait(Duration.ofMinutes(2));
        world.settle();
        Pair pair = world.pairOf(referral);
        assertEquals(
                ProblemCode.BACK_LINK_MISSING,
                pair.held().get("externalReferenceId").code());
        String told = world.crm.text(pair.record().orElseThrow(), "cosell_syncproblem");
        assertTrue(told.contains("LNK-07"), told);
        assertEquals("Held", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void s49_theIdIsWrittenAgainWhenItsTimeIsUpAndThenThereIsNoFinding() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.workNow();
        drops = false;
        world.settle();
        Pair pair = world.pairOf(referral);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(
                pair.record().orElseThrow().id(),
                world.partnerCenter.look(referral).externalReferenceId().orElseThrow());
    }

    @Test
    void oneReminderWaitsHoweverOftenTheDealIsWorkedOn() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.workNow();
        Pair pair = world.pairOf(referral);
        for (int edit = 0; edit < 5; edit++) {
            world.seller(pair, "description", World.text("edit " + edit));
            for (int second = 0; second < 40; second++) {
                world.workNow();
                world.wait(Duration.ofSeconds(1));
            }
        }
        assertEquals(1, world.queue.size(MemoryQueue.CRM_UPDATES));
    }

    @Test
    void s49_aFindingEndsWhenSyncNowWritesTheId() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        assertEquals(Phase.HELD, world.pairOf(referral).phase());
        drops = false;
        world.asks(Subject.referral(referral), Causes.SYNC_NOW).settle();
        Pair pair = world.pairOf(referral);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("In step", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void otherFieldsGoOnWhileTheBackLinkIsMissing() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        Pair pair = world.pairOf(referral);
        world.seller(pair, "description", World.text("goes on"));
        world.settle();
        assertEquals("goes on", world.note(pair));
        assertEquals(Phase.HELD, world.again(pair).phase());
    }

    @Test
    void aDealWhoseBackLinkArrivedIsNotLookedAtAgain() {
        drops = false;
        world.partnerCenter.arrives("Move to Azure");
        world.settle();
        assertTrue(world.queue.nextVisible().isEmpty());
        world.counting();
        world.wait(Duration.ofMinutes(20));
        world.settle();
        assertEquals(0, world.calls.all().size());
    }
}
