package dev.cosell.operate.work;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mockito.Mockito.mock;

import dev.cosell.operate.Problems;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.memory.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EngineStartTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Deque<Supplier<SyncEngine>> tries = new ArrayDeque<>();
    private final EngineStart start = new EngineStart(() -> tries.remove().get(), clock);

    @Test
    void theEngineIsMadeOnce() {
        SyncEngine engine = mock(SyncEngine.class);
        tries.add(() -> engine);

        assertSame(engine, start.get());
        assertSame(engine, start.get());
    }

    @Test
    void aFailedStartIsNotRepeatedAtOnceAndThenSucceeds() {
        SyncEngine engine = mock(SyncEngine.class);
        failsWith(Problem.of(ProblemCode.TIMED_OUT, "30 s"));
        tries.add(() -> engine);

        assertEquals(ProblemCode.TIMED_OUT, codeOf(start::get));
        assertEquals(ProblemCode.TIMED_OUT, codeOf(start::get));
        assertEquals(1, tries.size(), "no call is made in between");

        clock.advance(Worker.WITHOUT_ENGINE);
        assertSame(engine, start.get());
    }

    @Test
    void itWaitsAsLongAsTheCrmAsksButNotForHours() {
        failsWith(Problem.of(ProblemCode.THROTTLED, "429").retryAfter(Duration.ofHours(20)));
        failsWith(Problem.of(ProblemCode.UNAVAILABLE, "503"));
        assertEquals(ProblemCode.THROTTLED, codeOf(start::get));

        clock.advance(Duration.ofMinutes(4));
        assertEquals(ProblemCode.THROTTLED, codeOf(start::get));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(ProblemCode.UNAVAILABLE, codeOf(start::get));
    }

    @Test
    void aDefectGetsAName() {
        tries.add(() -> {
            throw new IllegalStateException("secret");
        });

        Problem problem = Problems.of(start::get);

        assertEquals(ProblemCode.UNEXPECTED, problem.code());
        assertEquals(-1, problem.detail().indexOf("secret"));
    }

    private void failsWith(Problem problem) {
        tries.add(() -> {
            throw problem.failure();
        });
    }
}
