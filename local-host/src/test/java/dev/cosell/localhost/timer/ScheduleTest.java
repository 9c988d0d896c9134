package dev.cosell.localhost.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.localhost.app.StartFailure;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    /** A Sunday. */
    private static final Instant NOW = Instant.parse("2026-11-22T16:37:56.500Z");

    @ParameterizedTest
    @CsvSource({
        "*/5 * * * * *,         2026-11-22T16:38:00Z",
        "0 */5 * * * *,         2026-11-22T16:40:00Z",
        "0 0 2 * * *,           2026-11-23T02:00:00Z",
        "30 15 9 * * 1-5,       2026-11-23T09:15:30Z",
        "0 0 12 * * 0,          2026-11-29T12:00:00Z",
        "0 0 12 * * SUN,        2026-11-29T12:00:00Z",
        "0 0 12 * * Mon,        2026-11-23T12:00:00Z",
        "0 0 0 1 JAN *,         2027-01-01T00:00:00Z",
        "0 0 0 29 2 *,          2028-02-29T00:00:00Z",
        "10/20 * * * * *,       2026-11-22T16:38:10Z",
        "'0 0 8,18 * * *',      2026-11-22T18:00:00Z",
    })
    void sixFieldsBeginWithSeconds(String schedule, Instant expected) {
        assertEquals(expected, next(schedule));
    }

    @Test
    void fiveFieldsBeginWithMinutes() {
        assertEquals(Instant.parse("2026-11-22T16:40:00Z"), next("*/5 * * * *"));
    }

    @Test
    void dayOfMonthAndDayOfWeekMustBothMatch() {
        assertEquals(Instant.parse("2027-08-13T00:00:00Z"), next("0 0 0 13 * FRI"));
    }

    @Test
    void aTimeSpanCountsFromNow() {
        assertEquals(NOW.plusSeconds(90), next("00:01:30"));
        assertEquals(NOW.plusSeconds(86_400), next("1.00:00:00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"every day", "* * * *", "0 0 0 * * 7", "0 61 * * * *", "00:00:00", "25:00:00", "@daily", ""})
    void anythingElseIsRefused(String schedule) {
        assertTrue(assertThrows(StartFailure.class, () -> Schedule.parse(schedule))
                .getMessage()
                .contains("schedule '" + schedule + "'"));
    }

    @Test
    void aDayThatNeverComesIsRefused() {
        assertThrows(StartFailure.class, () -> Schedule.parse("0 0 0 31 2 *"));
    }

    private static Instant next(String schedule) {
        return Schedule.parse(schedule).next(NOW).orElseThrow();
    }
}
