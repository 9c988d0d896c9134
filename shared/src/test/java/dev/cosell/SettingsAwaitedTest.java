package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsAwaitedTest {
    private static final Problem WHY =
            Problem.of(ProblemCode.MISCONFIGURED, "DYNAMICS_URL: expected it, found nothing");

    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final SettingsAwaited awaited = new SettingsAwaited(queue);

    @Test
    void aMessageIsPutOffWhole() {
        Work work =
                new Work(Subject.referral("r1"), "m", "share", Optional.of(Instant.EPOCH), Map.of("a", "f"), 7, "t");

        String line = awaited.putOff(WorkCodec.encode(work), WHY);

        assertEquals(
                "outcome=later delayMillis=120000 problem=CFG-01 Setting missing or wrong: "
                        + "DYNAMICS_URL: expected it, found nothing",
                line);
        assertEquals(Optional.empty(), queue.poll(MemoryQueue.CRM_UPDATES));
        clock.advance(SettingsAwaited.PUT_OFF);
        assertEquals(work, queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work());
    }

    @Test
    void aMessageNobodyCanReadIsLeftToTheHost() {
        Failure failure = assertThrows(Failure.class, () -> awaited.putOff("?", WHY));

        assertEquals(ProblemCode.MESSAGE_UNREADABLE, failure.problem().code());
    }

    @Test
    void onlyTheSettingsOfStorageAreNeeded() {
        new SettingsAwaited(
                name -> Optional.of("UseDevelopmentStorage=true").filter(value -> name.equals("COSELL_STORAGE")));

        Failure failure = assertThrows(Failure.class, () -> new SettingsAwaited(name -> Optional.empty()));
        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
    }
}
