package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.referral.Status;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Dates are kept: each reminder once, by messages that do not multiply. */
class CalendarTest {
    private final World world = new World();
    private final Instant end = world.clock.instant().plus(Duration.ofDays(14));

    @Test
    void s76_anUnansweredReferralIsToldItsDeadlineAndRemindedOfItOnceAtSevenThreeAndOneDay() {
        String referral = arrives();
        world.workNow();
        Pair pair = world.pairOf(referral);
        RecordRef record = pair.record().orElseThrow();
        assertTrue(told(record).startsWith("Answer by " + Calendar.minute(end)), told(record));
        assertEquals(Calendar.second(end), world.crm.text(record, "cosell_deadline"));
        assertEquals(Optional.of(end), pair.deadlines().answerBy());
        List<String> alarms = new ArrayList<>();
        world.hook = step -> {
            if (step.equals("after crm.tell")) {
                long days = Duration.between(world.clock.instant(), end.plusSeconds(5))
                        .toDays();
                alarms.add(days + ": " + told(record).replaceFirst(".*expires\\.", "expires."));
            }
        };
        for (int day = 0; day < 13; day++) {
            reach(world.clock.instant().plus(Duration.ofDays(1)));
            world.asks(Subject.referral(referral), "referral-updated").workNow();
        }
        assertEquals(List.of("7: expires. Last 7 days.", "3: expires. Last 3 days.", "1: expires. Last day."), alarms);
    }

    @Test
    void s76_aLeadShowsItsDeadlineAndIsRemindedOfItUntilItIsAnswered() {
        World leads = World.withLeads();
        Instant over = leads.clock.instant().plus(Duration.ofDays(14));
        String referral = leads.partnerCenter.arrives("unanswered", it -> {
            LeadTest.asLead(it);
            it.put("expirationDateTime", over.toString());
        });
        leads.workNow();
        RecordRef lead = leads.pairOf(referral).record().orElseThrow();
        assertEquals("lead", lead.table());
        assertEquals(Calendar.second(over), leads.crm.text(lead, "cosell_deadline"));
        leads.clock.reach(over.minus(Duration.ofDays(3)).plusSeconds(1));
        leads.workNow();
        assertTrue(leads.crm.text(lead, "cosell_syncproblem").endsWith("Last 3 days."));
        leads.partnerCenter.moves(referral, Status.ACCEPTED);
        leads.settle();
        RecordRef deal = leads.pairOf(referral).record().orElseThrow();
        assertEquals("", leads.crm.text(deal, "cosell_deadline"));
    }

    @Test
    void s76_anAnswerEndsTheReminders() {
        String referral = arrives();
        world.workNow();
        world.partnerCenter.edits(
                referral,
                Map.of(
                        "/status", TextNode.valueOf("Active"),
                        "/substatus", TextNode.valueOf("Accepted")));
        world.workNow();
        Pair pair = world.pairOf(referral);
        assertEquals(Deadlines.NONE, pair.deadlines());
        assertEquals("", world.crm.text(pair.record().orElseThrow(), "cosell_deadline"));
        world.counting().settle();
        assertEquals(0, world.calls.size());
    }

    @Test
    void s76_whatExpiredIsSeenAtItsTimeAlsoIfNoEventComes() {
        String referral = arrives();
        world.workNow();
        world.partnerCenter.moves(referral, Status.EXPIRED);
        world.events.clear();
        world.settle();
        assertEquals(
                "Closed in Partner Center: Expired",
                world.crm.text(world.pairOf(referral).record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void aWakeUpWaitsOnceHoweverManyEventsCome() {
        String referral = arrives();
        world.workNow();
        for (int i = 0; i < 5; i++) {
            world.partnerCenter.edits(referral, Map.of(World.NOTES, World.text("note " + i)));
            world.wait(Duration.ofSeconds(20)).workNow();
        }
        assertEquals(1, world.queue.size(MemoryQueue.CRM_UPDATES));
    }

    @Test
    void aDateFurtherAwayThanAMessageCanWaitIsReachedInSeveralSteps() {
        Instant far = world.clock.instant().plus(Duration.ofDays(40));
        String referral = world.partnerCenter.arrives("far away", it -> it.put("expirationDateTime", far.toString()));
        world.workNow();
        Pair pair = world.pairOf(referral);
        assertEquals(
                Optional.of(far.minus(Duration.ofDays(7))), pair.deadlines().wakeAt());
        world.counting();
        reach(far.minus(Duration.ofDays(7)).minusSeconds(1));
        assertEquals(0, world.calls.size());
        assertEquals(1, world.queue.size(MemoryQueue.CRM_UPDATES));
        reach(far.minus(Duration.ofDays(7)).plusSeconds(1));
        assertTrue(told(pair.record().orElseThrow()).endsWith("Last 7 days."));
    }

    @Test
    void aReminderWhoseMessageIsLostIsTakenUpByTheSweepsAndTheNextOneIsOrdered() {
        String referral = arrives();
        world.workNow();
        Pair pair = world.pairOf(referral);
        Instant first = pair.deadlines().wakeAt().orElseThrow();
        world.clock.reach(world.queue.nextVisible().orElseThrow());
        world.queue.complete(world.queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow());
        world.clock.reach(first.plus(Duration.ofMinutes(20)));

        world.asks(Subject.referral(referral), Causes.WAKE_UP).workNow();

        assertTrue(told(pair.record().orElseThrow()).endsWith("Last 7 days."));
        assertEquals(
                Optional.of(end.minus(Duration.ofDays(3))),
                world.again(pair).deadlines().wakeAt());
        assertEquals(1, world.queue.size(MemoryQueue.CRM_UPDATES));
    }

    @Test
    void aWakeUpThatComesTwiceHidesNoEvent() {
        String referral = arrives();
        world.workNow();
        Pair pair = world.pairOf(referral);
        Instant first = pair.deadlines().wakeAt().orElseThrow();
        Work timer = new Work(
                Subject.referral(referral), Causes.WAKE_UP, Causes.WAKE_UP, Optional.of(first), Map.of(), 0, "");
        reach(first);
        world.partnerCenter.edits(referral, Map.of(World.NOTES, World.text("typed just now")));
        world.events.poll().deliverTo(world.inbox);
        world.queue.send(timer, Duration.ZERO);
        world.workNow();
        assertEquals("typed just now", world.description(pair));
    }

    @Test
    void aWakeUpThatNobodyWaitsForCostsNoCall() {
        String referral = arrives();
        world.workNow().counting();
        world.queue.send(
                new Work(
                        Subject.referral(referral),
                        Causes.WAKE_UP,
                        Causes.WAKE_UP,
                        Optional.of(end.minusSeconds(77)),
                        Map.of(),
                        0,
                        ""),
                Duration.ZERO);
        world.workNow();
        assertEquals(0, world.calls.size());
        assertEquals(1, world.queue.size(MemoryQueue.CRM_UPDATES));
    }

    @Test
    void aWakeUpWhoseWorkerDiedLeavesNoMarkOpenThoughOthersLookedMeanwhile() {
        String referral = arrives();
        world.workNow();
        Pair pair = world.pairOf(referral);
        world.clock.reach(pair.deadlines().wakeAt().orElseThrow().plusSeconds(1));
        world.crashesAt("after hints.mark", 1);
        assertThrows(World.Crash.class, world::workNow);
        // An event of the record makes the pair look at its dates before the message comes back.
        world.asks(Subject.record(pair.record().orElseThrow()), "an event");
        world.engine.work(world.queue
                .poll(MemoryQueue.PARTNER_CENTER_UPDATES)
                .orElseThrow()
                .work());
        world.workNow();
        assertTrue(world.store.hints().stream()
                .allMatch(hint -> world.again(pair).hasSettled(hint.subject(), hint.mark())));
    }

    @Test
    void aWakeUpIsWorkedOffAlsoAfterAnOutageOrACrash() {
        for (String crash : List.of("before hints.mark", "after hints.mark", "before crm.tell", "after crm.tell")) {
            World crashing = new World();
            Instant over = crashing.clock.instant().plus(Duration.ofDays(14));
            String referral = crashing.partnerCenter.arrives(
                    "Move to Azure", it -> it.put("expirationDateTime", over.toString()));
            crashing.workNow();
            crashing.crashesAt(crash, 1);
            crashing.clock.reach(over.minus(Duration.ofDays(7)));
            try {
                crashing.workNow();
            } catch (World.Crash died) {
                crashing.wait(Duration.ofMinutes(11)).workNow();
            }
            RecordRef record = crashing.pairOf(referral).record().orElseThrow();
            assertTrue(crashing.crm.text(record, "cosell_syncproblem").endsWith("Last 7 days."), crash);
            assertTrue(crashing.queue.size(MemoryQueue.CRM_UPDATES) <= 2, crash);
            crashing.counting().settle();
            assertEquals(2, crashing.calls.of("crm.tell"), crash);
        }
    }

    private String arrives() {
        return world.partnerCenter.arrives("Move to Azure", it -> it.put("expirationDateTime", end.toString()));
    }

    /** Lets the time pass message by message, as far as it is asked for. */
    private void reach(Instant instant) {
        while (world.queue.nextVisible().filter(next -> !next.isAfter(instant)).isPresent()) {
            world.clock.reach(world.queue.nextVisible().orElseThrow());
            world.workNow();
        }
        world.clock.reach(instant);
        world.workNow();
    }

    private String told(RecordRef record) {
        return world.crm.text(record, "cosell_syncproblem");
    }
}
