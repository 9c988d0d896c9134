package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoisonMessagesTest {
    private static final Problem DOWN = Problem.of(ProblemCode.UNAVAILABLE, "expected 200, found 503");

    private final LocalStorage local = new LocalStorage();
    private final String queue = local.queues().crmUpdates();
    private final QueueWork work = new QueueWork(local.storage(), local.queues());
    private final PoisonMessages poison = new PoisonMessages(local.storage(), local.queues());
    private final List<Work> enqueued = new ArrayList<>();

    @Test
    void whatWeParkedIsListedWithItsReason() {
        work.park(work("r1"), DOWN);
        PoisonMessage message = list().get(0);

        assertEquals(Optional.of(work("r1")), message.work());
        assertEquals(Optional.of(DOWN), message.problem());
        assertEquals(queue, message.queue());
        assertEquals(message, poison.read(queue, message.id()));
        assertTrue(message.id().matches("[A-Za-z0-9-]+"), message.id());
    }

    @Test
    void whatTheHostParkedIsListedToo() {
        poisonQueue().send(WorkCodec.encode(work("r1")), Duration.ZERO);

        assertEquals(Optional.of(work("r1")), list().get(0).work());
        assertEquals(Optional.empty(), list().get(0).problem());
    }

    @Test
    void whatNobodyCanReadIsKeptWhole() {
        poisonQueue().send("<not ours/>", Duration.ZERO);
        PoisonMessage message = list().get(0);

        assertEquals("<not ours/>", message.body());
        assertEquals(Optional.empty(), message.work());
        assertEquals(
                Optional.of(ProblemCode.MESSAGE_UNREADABLE),
                message.unreadable().map(Problem::code));
        assertEquals(
                ProblemCode.MESSAGE_UNREADABLE,
                assertThrows(Failure.class, () -> poison.requeue(queue, message.id(), enqueued::add))
                        .problem()
                        .code());
        assertEquals(1, list().size());
    }

    @Test
    void moreThanTheThirtyTwoAQueueShowsAreListed() {
        IntStream.range(0, 40).forEach(n -> work.park(work("r" + n), DOWN));
        Page<PoisonMessage> first = poison.list(queue, Optional.empty(), 30);
        Page<PoisonMessage> second = poison.list(queue, first.next(), 30);

        assertEquals(30, first.items().size());
        assertEquals(10, second.items().size());
        assertEquals(Optional.empty(), second.next());
    }

    @Test
    void aRequeuedMessageIsSentFirstAndThenForgotten() {
        work.park(work("r1"), DOWN);
        String id = list().get(0).id();
        RuntimeException storageAway = new IllegalStateException("away");
        assertThrows(
                IllegalStateException.class,
                () -> poison.requeue(queue, id, again -> {
                    throw storageAway;
                }));
        assertEquals(1, list().size());

        poison.requeue(queue, id, enqueued::add);
        assertEquals(List.of(work("r1")), enqueued);
        assertEquals(List.of(), list());
    }

    @Test
    void allCanBeRequeuedExceptWhatNobodyCanRead() {
        work.park(work("r1"), DOWN);
        poisonQueue().send("?", Duration.ZERO);
        work.park(work("r2"), DOWN);
        work.park(work("r3"), DOWN);

        PoisonChoice all = PoisonChoice.allOf(local.queues().all());
        Instant later = Instant.now().plusSeconds(60);

        assertEquals(1, poison.requeue(all, later, enqueued::add, 1).requeued());
        assertEquals(new PoisonMessages.Requeued(2, 1, true), poison.requeue(all, later, enqueued::add, 100));
        assertEquals(3, enqueued.size());
        assertEquals("?", list().get(0).body());
    }

    @Test
    void whatSomebodyElseTakesMeanwhileDoesNotStopTheOthers() {
        work.park(work("r1"), DOWN);
        work.park(work("r2"), DOWN);
        PoisonChoice all = PoisonChoice.allOf(local.queues().all());

        PoisonMessages.Requeued went = poison.requeue(
                all,
                Instant.now().plusSeconds(60),
                again -> {
                    enqueued.add(again);
                    poison.discard(queue, list().get(0).id(), PoisonMessagesTest::discarded);
                },
                100);

        assertEquals(new PoisonMessages.Requeued(2, 0, true), went);
        assertEquals(2, enqueued.size());
        assertEquals(List.of(), list());
    }

    @Test
    void aDiscardedMessageIsGoneForGood() {
        work.park(work("r1"), DOWN);
        String id = list().get(0).id();

        Discarded kept = poison.discard(queue, id, PoisonMessagesTest::discarded);

        assertEquals(Optional.of("pc|r1"), kept.subject());
        assertEquals(List.of(kept), poison.discarded(Optional.empty(), 10).items());
        assertEquals(List.of(), list());
        assertEquals(
                ProblemCode.NOT_FOUND,
                assertThrows(Failure.class, () -> poison.discard(queue, id, PoisonMessagesTest::discarded))
                        .problem()
                        .code());
    }

    @Test
    void anUnknownQueueIsNotFound() {
        assertEquals(
                ProblemCode.NOT_FOUND,
                assertThrows(Failure.class, () -> poison.list("x' or true", Optional.empty(), 10))
                        .problem()
                        .code());
    }

    @Test
    void aCrashWhileDrainingLosesNothingAndDoublesNothing() {
        work.park(work("r1"), DOWN);
        PoisonMessages crashing = new PoisonMessages(local.crashingAt("delete"), local.queues());
        assertThrows(LocalStorage.Crash.class, () -> crashing.drain(queue));

        assertEquals(
                List.of(work("r1")),
                list().stream().flatMap(message -> message.work().stream()).toList());
    }

    @Test
    void aCrashBeforeADiscardedMessageIsForgottenLosesNeitherItNorWhoDiscardedIt() {
        work.park(work("r1"), DOWN);
        String id = list().get(0).id();
        PoisonMessages crashing = new PoisonMessages(local.crashingAt("delete"), local.queues());

        assertThrows(LocalStorage.Crash.class, () -> crashing.discard(queue, id, PoisonMessagesTest::discarded));

        assertEquals(1, list().size());
        poison.discard(queue, id, PoisonMessagesTest::discarded);
        assertEquals(1, poison.discarded(Optional.empty(), 10).items().size());
    }

    @Test
    void aPageGoesOnOverBothQueues() {
        PoisonChoice all = PoisonChoice.allOf(local.queues().all());
        work.park(work("r1"), DOWN);
        work.park(new Work(Subject.parse("crm|opportunity/7"), "m", "cause", Optional.empty(), Map.of(), 0, ""), DOWN);

        Page<PoisonMessage> first = poison.list(all, Optional.empty(), 1);
        Page<PoisonMessage> second = poison.list(all, first.next(), 1);

        assertEquals(queue, first.items().get(0).queue());
        assertEquals(
                local.queues().partnerCenterUpdates(), second.items().get(0).queue());
    }

    private static Discarded discarded(PoisonMessage gone) {
        return new Discarded(
                gone.id(),
                gone.queue(),
                gone.work().map(work -> work.subject().key()),
                gone.reason(),
                gone.parkedAt(),
                "Kim",
                "test deal",
                Instant.parse("2026-03-02T09:15:09Z"));
    }

    private List<PoisonMessage> list() {
        return poison.list(queue, Optional.empty(), 100).items();
    }

    private MessageQueue poisonQueue() {
        return local.storage().queue(QueueNames.poison(queue));
    }

    private static Work work(String referralId) {
        return new Work(Subject.referral(referralId), "m", "cause", Optional.empty(), Map.of(), 0, "");
    }
}
