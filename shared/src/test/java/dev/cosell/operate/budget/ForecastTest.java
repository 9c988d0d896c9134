package dev.cosell.operate.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final LocalDate TENTH = LocalDate.parse("2026-04-10");
    private static final Instant SIX = Instant.parse("2026-04-10T06:00:00Z");

    @Test
    void aDayGoesOnAsItBegan() {
        Forecast forecast = Forecast.of(days(Map.of(TENTH, 600L)), OptionalLong.empty(), SIX);
        assertEquals(600, forecast.today());
        assertEquals(2400, forecast.day());
        assertEquals(Optional.empty(), forecast.runsOutAt());
    }

    @Test
    void aBudgetEndsWhenTheRateHasUsedItUp() {
        Forecast forecast = Forecast.of(days(Map.of(TENTH, 600L)), OptionalLong.of(1200), SIX);
        assertEquals(Optional.of(Instant.parse("2026-04-10T12:00:00Z")), forecast.runsOutAt());
    }

    @Test
    void aBudgetThatLastsUntilMidnightDoesNotRunOut() {
        assertEquals(
                Optional.empty(),
                Forecast.of(days(Map.of(TENTH, 600L)), OptionalLong.of(2400), SIX)
                        .runsOutAt());
    }

    @Test
    void aBudgetThatIsSpentEndsNow() {
        assertEquals(
                Optional.of(SIX),
                Forecast.of(days(Map.of(TENTH, 600L)), OptionalLong.of(600), SIX)
                        .runsOutAt());
        assertEquals(
                Optional.of(SIX),
                Forecast.of(days(Map.of()), OptionalLong.of(0), SIX).runsOutAt());
    }

    @Test
    void aMonthGoesOnLikeItsDaysSinceTheFirstCall() {
        NavigableMap<LocalDate, Long> days = days(Map.of(TENTH.minusDays(1), 1600L, TENTH, 600L));
        Forecast forecast = Forecast.of(days, OptionalLong.empty(), SIX);
        assertEquals(2200, forecast.month());
        assertEquals(4000 + 2000 * 20, forecast.monthEnd());
    }

    @Test
    void theFirstMinutesOfADayAreNoRate() {
        Forecast forecast =
                Forecast.of(days(Map.of(TENTH, 60L)), OptionalLong.of(10_000), Instant.parse("2026-04-10T00:01:00Z"));
        assertEquals(Optional.empty(), forecast.runsOutAt());
        assertEquals(60 + 60 * 24 - 1, forecast.day());
    }

    @Test
    void whereNothingWasCalledNothingIsForecast() {
        assertEquals(
                new Forecast(0, 0, 0, 0, Optional.empty()), Forecast.of(days(Map.of()), OptionalLong.of(100), SIX));
    }

    private static NavigableMap<LocalDate, Long> days(Map<LocalDate, Long> sums) {
        return new TreeMap<>(sums);
    }
}
