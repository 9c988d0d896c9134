package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.fieldmap.Side;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.Fingerprint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a change costs, and that its echo costs nothing. */
class EchoTest {
    private final World world = new World();
    private final Pair pair = world.inbound("Move to Azure");

    @Test
    void aChangeInPartnerCenterCostsOneReadAndOneWriteAndItsEchoNothing() {
        world.counting();
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.settle();
        assertEquals(List.of("pc.read", "crm.update"), verbs());
        assertEquals("typed in the portal", world.description(pair));
    }

    @Test
    void aChangeInTheCrmCostsOneReadAndOneWriteAndItsEchoNothing() {
        world.counting();
        world.seller(pair, "description", World.text("typed by the seller"));
        world.settle();
        assertEquals(List.of("crm.read", "pc.patch"), verbs());
        assertEquals("typed by the seller", world.note(pair));
    }

    @Test
    void anEchoThatBeatsOurRecordWaitsAndThenCostsNothing() {
        world.counting();
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        boolean[] early = {false};
        world.hook = step -> {
            if (step.equals("after crm.update") && !early[0]) {
                early[0] = true;
                world.events.poll().deliverTo(world.inbox);
                MemoryQueue.Delivery echo =
                        world.queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow();
                world.outcomes.add(world.engine.work(echo.work()));
                world.queue.complete(echo);
            }
        };
        Event change = world.events.poll();
        change.deliverTo(world.inbox);
        world.settle();
        assertTrue(early[0]);
        assertEquals(List.of("pc.read", "crm.update"), verbs());
        assertTrue(world.outcomes.getFirst() instanceof Outcome.Later, world.outcomes.toString());
    }

    @Test
    void twentyEditsWithinFiveSecondsCostAtMostTwoWritesToPartnerCenter() {
        world.counting();
        for (int i = 1; i <= 20; i++) {
            world.seller(pair, "description", World.text("edit " + i));
            world.workNow();
            world.wait(Duration.ofMillis(250));
        }
        world.settle();
        assertTrue(world.calls.of("pc.patch") <= 2, world.calls.toString());
        assertEquals(0, world.calls.of("crm.update"));
        assertEquals("edit 20", world.note(pair));
    }

    @Test
    void s05_twentyEditsWithinThirtySecondsAreOnePatchOrTwo() {
        world.counting();
        for (int i = 1; i <= 20; i++) {
            world.seller(pair, "description", World.text("edit " + i));
            world.workNow();
            world.wait(Duration.ofMillis(1500));
        }
        world.settle();
        assertTrue(world.calls.of("pc.patch") <= 2, world.calls.toString());
        assertEquals("edit 20", world.note(pair));
    }

    @Test
    void s05_editsThatNeverEndAreSentEveryThirtySecondsAllTheSame() {
        world.counting();
        for (int i = 1; i <= 40; i++) {
            world.seller(pair, "description", World.text("edit " + i));
            world.workNow();
            world.wait(Duration.ofSeconds(3));
        }
        List<Instant> patches = world.calls.all().stream()
                .filter(call -> call.verb().equals("pc.patch"))
                .map(Calls.Call::at)
                .toList();
        for (int i = 1; i < patches.size(); i++) {
            Duration pause = Duration.between(patches.get(i - 1), patches.get(i));
            assertTrue(pause.compareTo(Duration.ofSeconds(36)) <= 0, patches.toString());
        }
        assertTrue(patches.size() >= 3, patches.toString());
    }

    @Test
    void s47_fiveEqualEventsAreOneWriteAndOneEntry() {
        int entries = world.store.audit(pair.id()).size();
        world.counting();
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        Event change = world.events.poll();
        for (int i = 0; i < 5; i++) {
            change.deliverTo(world.inbox);
        }
        world.settle();
        assertEquals(1, world.calls.writes());
        assertEquals("typed in the portal", world.description(pair));
        assertEquals(entries + 1, world.store.audit(pair.id()).size());
    }

    @Test
    void theWindowForCollectingEditsDoesNotDelayPartnerCentersOwn() {
        world.seller(pair, "description", World.text("typed by the seller"));
        world.workNow();
        world.portal(pair, World.VALUE, com.fasterxml.jackson.databind.node.IntNode.valueOf(99));
        world.workNow();
        assertEquals("99.00", world.crm.text(pair.record().orElseThrow(), "estimatedvalue"));
    }

    @Test
    void anEchoNeverSettlesAnEarlierChangeOfTheSameRecord() {
        world.seller(pair, "description", World.text("typed by the seller"));
        Event change = world.events.poll();
        change.deliverTo(world.inbox);
        Event echo = echoOf(pair);
        echo.deliverTo(world.inbox);
        MemoryQueue.Delivery first =
                world.queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow();
        MemoryQueue.Delivery second =
                world.queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES).orElseThrow();
        world.engine.work(second.work());
        world.queue.complete(second);
        world.engine.work(first.work());
        world.queue.complete(first);
        world.settle();
        assertEquals("typed by the seller", world.note(pair));
    }

    @Test
    void aSupersededMessageThatHasToWaitIsNotLeftToAnEcho() {
        world.seller(pair, "description", World.text("first"));
        world.workNow();
        world.seller(pair, "description", World.text("within the window"));
        world.events.poll().deliverTo(world.inbox);
        echoOf(pair).deliverTo(world.inbox);
        world.workNow();
        world.settle();
        assertEquals("within the window", world.note(pair));
    }

    @Test
    void duplicatesAndSettledMarksCostNoCalls() {
        world.seller(pair, "description", World.text("typed by the seller"));
        world.portal(pair, World.VALUE, com.fasterxml.jackson.databind.node.IntNode.valueOf(99));
        List<Event> twice = List.copyOf(world.events);
        world.settle();
        world.counting();
        twice.forEach(event -> event.deliverTo(world.inbox));
        twice.forEach(event -> event.deliverTo(world.inbox));
        world.settle();
        assertEquals(List.of(), verbs());
    }

    @Test
    void supersededMessagesCostNoCalls() {
        world.counting();
        for (int i = 0; i < 5; i++) {
            world.portal(pair, World.NOTES, World.text("edit " + i));
        }
        world.settle();
        assertEquals(List.of("pc.read", "crm.update"), verbs());
    }

    @Test
    void aMessageDeliveredTwiceCostsNothingTheSecondTime() {
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.events.poll().deliverTo(world.inbox);
        MemoryQueue.Delivery delivery =
                world.queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow();
        world.engine.work(delivery.work());
        world.counting();
        world.engine.work(delivery.work());
        assertEquals(List.of(), verbs());
    }

    @Test
    void bothEchoesAreRecognisedInTheirOwnWords() {
        assertEquals(Side.CRM, echoOf(pair).subject().side());
        world.counting();
        echoOf(pair).deliverTo(world.inbox);
        world.settle();
        assertEquals(List.of(), verbs());
        assertTrue(world.outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Skipped));
    }

    /** An event like those of our own writes: every column shows what we have seen. */
    private Event echoOf(Pair of) {
        Map<String, com.fasterxml.jackson.databind.JsonNode> seen =
                world.again(of).crm().seen();
        return new Event(
                Subject.record(of.record().orElseThrow()),
                "Update",
                java.util.Optional.empty(),
                Map.of("name", Fingerprint.of(seen.get("name"))));
    }

    private List<String> verbs() {
        return world.calls.all().stream().map(Calls.Call::verb).toList();
    }
}
