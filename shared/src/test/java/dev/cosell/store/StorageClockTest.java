package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.sync.pair.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StorageClockTest {
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final StorageClock clock = new StorageClock(InstantSource.fixed(TEN), nanos::get);

    @Test
    void itIsThisComputersTimeUntilTheFirstAnswer() {
        pass(Duration.ofSeconds(3));

        assertEquals(TEN.plusSeconds(3), clock.instant());
    }

    @Test
    void aServerAheadOfUsIsFollowedAtOnce() {
        clock.observe(TEN.plusSeconds(90), clock.now());
        pass(Duration.ofMillis(500));

        assertEquals(TEN.plusSeconds(90).plusMillis(500), clock.instant());
    }

    @Test
    void aServerBehindUsIsFollowedToTheLatestItCanBe() {
        long sentAt = clock.now();
        pass(Duration.ofMillis(200));
        clock.observe(TEN.minusSeconds(90), sentAt);

        assertEquals(TEN.minusSeconds(90).plusMillis(1200), clock.instant());
    }

    @Test
    void aReadingThatAgreesWithTheAnswerIsKept() {
        pass(Duration.ofMillis(700));
        clock.observe(TEN, clock.now());

        assertEquals(TEN.plusMillis(700), clock.instant());
    }

    @Test
    void aSlowAnswerDoesNotSetTheClockBack() {
        long sentAt = clock.now();
        pass(Duration.ofSeconds(4));
        clock.observe(TEN, sentAt);

        assertEquals(TEN.plusSeconds(4), clock.instant());
    }

    @Test
    void itIsTheServersTimeAfterAnyAnswer() {
        LocalStorage local = new LocalStorage();
        new TableClaims(local.storage()).owner(new Claim("any"));
        Duration apart = Duration.between(Instant.now(), local.storage().clock().instant())
                .abs();

        assertEquals(0, apart.toSeconds() / 3, "the emulator runs on this computer's clock; found " + apart);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
