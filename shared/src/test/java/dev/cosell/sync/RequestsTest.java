package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryQueue;
import java.time.Duration;
import java.util.HashMap;
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
    void aShareWhoseMessageIsLostIsRememberedAlthoughAnEventFindsTheRecordNotShared() {
        RecordRef record = world.crm.enters("Deal", false);
        world.settle();
        world.inbox.accept(Subject.record(record), Causes.SHARE);
        world.queue.complete(
                world.queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow());
        world.crm.edits(record, Map.of("description", World.text("edited")));
        world.settle();
        Hint hint = world.store.read(Subject.record(record)).orElseThrow();
        assertEquals(Optional.of(Causes.SHARE), hint.request().map(Hint.Request::cause));
        assertTrue(world.store.pairs().isEmpty());
    }

    private static Map<String, JsonNode> cleared() {
        Map<String, JsonNode> columns = new HashMap<>();
        columns.put("description", NullNode.getInstance());
        columns.put("estimatedclosedate", NullNode.getInstance());
        columns.put(World.SOLUTIONS, NullNode.getInstance());
        return columns;
    }
}
