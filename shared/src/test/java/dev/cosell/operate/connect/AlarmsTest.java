package dev.cosell.operate.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.operate.notice.Notice;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.memory.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final MemoryState row = new MemoryState();
    private final List<Notice> told = new ArrayList<>();

    @Test
    void s38_whatEndsIsToldOfThirtySevenAndOneDaysBeforeEachOnceByWhicheverInstance() {
        Expiry secret = new Expiry("PARTNER_CENTER_CLIENT_SECRET", NOW.plus(Duration.ofDays(40)), "Make a new one.");
        List<Integer> days = new ArrayList<>();
        for (int hour = 0; hour <= 41 * 24; hour++) {
            Alarms instance = new Alarms(row, told::add, clock);
            if (instance.watch(secret)) {
                days.add(40 - hour / 24);
            }
            clock.advance(Duration.ofHours(1));
        }
        assertEquals(List.of(30, 7, 1, 0), days);
        assertEquals(4, told.size());
        assertTrue(
                told.getFirst().text().contains("ends within 30 days"),
                told.getFirst().text());
        assertTrue(told.getLast().text().contains("has ended"), told.getLast().text());
        assertEquals("PARTNER_CENTER_CLIENT_SECRET", told.getFirst().subject());
    }

    @Test
    void aCrashWhilePeopleAreToldLosesNoAlarm() {
        Expiry secret = new Expiry("SECRET", NOW.plus(Duration.ofDays(3)), "");
        Alarms crashing = new Alarms(
                row,
                notice -> {
                    throw new IllegalStateException("crash");
                },
                clock);
        assertThrows(IllegalStateException.class, () -> crashing.watch(secret));

        assertTrue(new Alarms(row, told::add, clock).watch(secret));
        assertFalse(new Alarms(row, told::add, clock).watch(secret));
        assertEquals(1, told.size());
    }

    @Test
    void aRenewedSecretIsWatchedAnew() {
        Alarms alarms = new Alarms(row, told::add, clock);
        assertTrue(alarms.watch(new Expiry("SECRET", NOW.plus(Duration.ofDays(3)), "")));
        assertTrue(alarms.watch(new Expiry("SECRET", NOW.plus(Duration.ofDays(4)), "")));
    }
}
