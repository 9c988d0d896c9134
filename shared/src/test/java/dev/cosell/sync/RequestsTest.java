package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What asks for more than looking is done, whatever else is worked off in between. */
class RequestsTest {
    private final World world = new World();

    @Test
    void aBulkShareIsDoneAlthoughTheSellerEditsTheRecordWhileItWaits() {
        Pair pair = world.outbound("Deal");
        RecordRef record = pair.record().orElseThrow();
        world.sellerSwitches(record, false);
        world.settle();
        world.inbox.accept(Subject.record(record), Causes.SHARE, Duration.ofSeconds(100));
        world.wait(Duration.ofSeconds(30));
        world.seller(pair, "description", World.text("edited while it waited"));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals("edited while it waited", world.note(pair));
    }

    @Test
    void aForcedSyncIsDoneAlthoughALaterEditWasWorkedOffFirst() {
        Pair pair = world.inbound("Deal");
        RecordRef record = pair.record().orElseThrow();
        world.crm.edits(record, cleared());
        world.settle();
        assertEquals(
                ProblemCode.MASS_CLEAR,
                world.again(pair).problem().orElseThrow().code());
        world.wait(Duration.ofMinutes(5));
        world.inbox.accept(Subject.record(record), Causes.SYNC_NOW_FORCED);
        MemoryQueue.Delivery forced =
                world.queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow();
        world.seller(pair, "estimatedvalue", IntNode.valueOf(99));
        while (!world.events.isEmpty()) {
            world.workNow();
        }
        world.queue.abandon(forced);
        world.settle();
        assertEquals("", world.note(pair));
    }

    @Test
    void aShareThatComesTwiceIsDoneOnce() {
        RecordRef record = world.crm.enters("Deal", false);
        world.asks(Subject.record(record), Causes.SHARE);
        Work work = world.queue
                .poll(MemoryQueue.PARTNER_CENTER_UPDATES)
                .orElseThrow()
                .work();
        world.engine.work(work);
        world.sellerSwitches(record, false);
        world.settle();
        world.engine.work(work);
        world.settle();
        assertEquals(Phase.UNSHARED, world.pairOf(record).phase());
    }

    @Test
    void aShareThatComesAfterTheRecordWasClosedDoesNotWriteToIt() {
        Pair pair = world.outbound("Deal");
        world.sellerSwitches(pair.record().orElseThrow(), false);
        world.settle();
        world.sellerCloses(pair, true);
        world.settle();
        world.partnerCenter.edits(pair.referralId().orElseThrow(), Map.of(World.NOTES, World.text("from the portal")));
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SHARE).settle();
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aShareIsRememberedBesideTheHintUntilItIsDone() {
        RecordRef record = world.crm.enters("Deal", false);
        world.settle();
        world.inbox.accept(Subject.record(record), Causes.SHARE);
        Hint hint = world.store.read(Subject.record(record)).orElseThrow();
        assertEquals(Optional.of(Causes.SHARE), hint.request().map(Hint.Request::cause));
        world.settle();
        assertEquals(
                Optional.empty(),
                world.pairOf(record)
                        .open(world.store.read(Subject.record(record)).orElseThrow()));
    }

    @Test
    void aNewcomerThatCannotBeReadSaysWhenItIsTriedAgain() {
        world.faults = (system, verb, write) -> verb.equals("pc.read")
                ? Optional.of(new Faults.Fault(
                        Problem.of(ProblemCode.UNAVAILABLE, "503").from(RemoteSystem.PARTNER_CENTER), false))
                : Optional.empty();
        Subject referral = Subject.referral(world.partnerCenter.arrives("new"));
        world.workNow();
        Instant tried = world.store.read(referral).orElseThrow().notBefore().orElseThrow();
        assertTrue(tried.isAfter(world.clock.instant()), tried::toString);
    }

    private static Map<String, JsonNode> cleared() {
        Map<String, JsonNode> columns = new HashMap<>();
        columns.put("description", NullNode.getInstance());
        columns.put("estimatedclosedate", NullNode.getInstance());
        columns.put(World.SOLUTIONS, NullNode.getInstance());
        return columns;
    }
}
