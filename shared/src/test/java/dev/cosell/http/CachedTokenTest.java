package dev.cosell.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedTokenTest {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final AtomicInteger signIns = new AtomicInteger();
    private final CachedToken tokens = new CachedToken(() -> issue(Duration.ofHours(1)), () -> now);

    @Test
    void aTokenServesUntilFiveMinutesBeforeItsEnd() {
        assertEquals("token 1", tokens.token());
        now = now.plus(Duration.ofMinutes(54));
        assertEquals("token 1", tokens.token());
        now = now.plus(Duration.ofMinutes(1));
        assertEquals("token 2", tokens.token());
    }

    @Test
    void aShortLivedTokenServesHalfItsLife() {
        CachedToken shortLived = new CachedToken(() -> issue(Duration.ofMinutes(2)), () -> now);

        assertEquals("token 1", shortLived.token());
        now = now.plus(Duration.ofSeconds(59));
        assertEquals("token 1", shortLived.token());
        now = now.plus(Duration.ofSeconds(1));
        assertEquals("token 2", shortLived.token());
    }

    @Test
    void aRefusedTokenIsNotUsedAgain() {
        tokens.token();

        tokens.refused();

        assertEquals("token 2", tokens.token());
    }

    @Test
    void aFailedSignInIsTriedAgainNextTime() {
        CachedToken flaky = new CachedToken(
                () -> {
                    if (signIns.get() == 0) {
                        signIns.incrementAndGet();
                        throw Problem.of(ProblemCode.UNAVAILABLE, "down").failure();
                    }
                    return issue(Duration.ofHours(1));
                },
                () -> now);

        assertEquals(
                ProblemCode.UNAVAILABLE,
                assertThrows(Failure.class, flaky::token).problem().code());
        assertEquals("token 2", flaky.token());
    }

    @Test
    void manyThreadsSignInOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CachedToken slow = new CachedToken(
                () -> {
                    await(release);
                    return issue(Duration.ofHours(1));
                },
                () -> now);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> ask = () -> seen.add(slow.token());
            List<Future<Boolean>> asked = List.of(threads.submit(ask), threads.submit(ask), threads.submit(ask));
            release.countDown();
            for (Future<Boolean> answer : asked) {
                answer.get();
            }
        }

        assertEquals(Set.of("token 1"), seen);
        assertEquals(1, signIns.get());
    }

    private IssuedToken issue(Duration life) {
        return new IssuedToken("token " + signIns.incrementAndGet(), now.plus(life));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
