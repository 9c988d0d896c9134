package dev.cosell.localhost.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    @Test
    void waitsDoubleFromTheShortestToTheLongest() {
        Backoff backoff = new Backoff(LONGEST, () -> 0.5);
        assertEquals(List.of(100L, 200L, 300L, 500L, 900L, 1000L, 1000L), millis(backoff, 7));
    }

    @Test
    void aFoundMessageStartsItAgain() {
        Backoff backoff = new Backoff(LONGEST, () -> 0.5);
        millis(backoff, 5);
        backoff.reset();
        assertEquals(List.of(100L, 200L), millis(backoff, 2));
    }

    @Test
    void waitsSpreadByAFifthBothWays() {
        assertEquals(List.of(100L, 180L, 260L), millis(new Backoff(LONGEST, () -> 0), 3));
        assertEquals(List.of(100L, 220L, 340L), millis(new Backoff(LONGEST, () -> 1), 3));
    }

    @Test
    void aLongSilenceDoesNotOverflow() {
        Backoff backoff = new Backoff(LONGEST, () -> 1);
        assertTrue(millis(backoff, 2000).stream().allMatch(wait -> wait >= 100 && wait <= 1000));
    }

    private static List<Long> millis(Backoff backoff, int count) {
        return Stream.generate(backoff::next)
                .limit(count)
                .map(Duration::toMillis)
                .toList();
    }
}
