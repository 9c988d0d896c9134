package dev.cosell.operate.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");

    private final MemoryStore store = new MemoryStore(() -> TEN);
    private final Breaker breaker = new Breaker(store, () -> TEN);

    @Test
    void aFewFailuresAreNobodysOutage() {
        answers(4, 503);
        answers(1, 200);
        answers(4, 0);
        answers(1, 404);
        answers(4, 429);
        assertEquals(Optional.empty(), store.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    @Test
    void aSystemThatGivesNoUsefulAnswerFiveTimesIsPausedForEverybody() {
        answers(4, 0);
        answers(1, 503);
        Outage outage = store.current(RemoteSystem.CRM, Lane.PEOPLE).orElseThrow();
        assertEquals(ProblemCode.UNAVAILABLE, outage.problem().code());
        assertEquals(TEN.plusSeconds(5), outage.probeAt());
        assertEquals(Optional.empty(), store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE));
    }

    @Test
    void theLongerItLastsTheLongerThePauses() {
        assertEquals(
                List.of(5L, 10L, 20L, 40L, 60L, 60L),
                IntStream.range(0, 6)
                        .mapToObj(further -> Breaker.pause(further).toSeconds())
                        .toList());
        assertEquals(Duration.ofSeconds(60), Breaker.pause(100_000));
    }

    @Test
    void anOutageThatSomebodyElseEndedBeginsAnew() {
        answers(5, 503);
        store.current(RemoteSystem.CRM, Lane.PEOPLE).ifPresent(store::end);

        answers(4, 503);
        assertEquals(Optional.empty(), store.current(RemoteSystem.CRM, Lane.PEOPLE));

        answers(1, 503);
        assertEquals(
                TEN.plusSeconds(5),
                store.current(RemoteSystem.CRM, Lane.PEOPLE).orElseThrow().probeAt());
    }

    @Test
    void theSystemsOwnWordOnWhenToComeBackIsKept() {
        answers(4, 429);
        breaker.askedToWait(RemoteSystem.CRM, Duration.ofSeconds(300));
        answers(1, 429);
        Outage outage = store.current(RemoteSystem.CRM, Lane.PEOPLE).orElseThrow();
        assertEquals(ProblemCode.THROTTLED, outage.problem().code());
        assertEquals(TEN.plusSeconds(300), outage.probeAt());
    }

    private void answers(int times, int status) {
        for (int time = 0; time < times; time++) {
            breaker.count(RemoteSystem.CRM, "GET", status);
        }
    }
}
