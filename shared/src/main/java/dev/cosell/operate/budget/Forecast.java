package dev.cosell.operate.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the calls of a system are heading, if they go on as they did today, and this month.
 *
 * @param today so far (UTC)
 * @param month so far, today included
 * @param day when it is over
 * @param monthEnd the whole month
 * @param runsOutAt when today's budget is used up; nothing if it lasts
 */
public record Forecast(long today, long month, long day, long monthEnd, Optional<Instant> runsOutAt) {
    private static final Duration DAY = Duration.ofDays(1);
    /** A rate out of less time says nothing. */
    private static final Duration SHORTEST = Duration.ofHours(1);

    /**
     * Forecasts from what was counted.
     *
     * @param days sums of the month's days so far, those without calls left out
     * @param daily the budget of a day, if there is one
     */
    public static Forecast of(NavigableMap<LocalDate, Long> days, OptionalLong daily, Instant now) {
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        long today = days.getOrDefault(date, 0L);
        long month = days.values().stream().mapToLong(Long::longValue).sum();
        Duration passed = Duration.between(midnight, now);
        Duration counted = passed.compareTo(SHORTEST) < 0 ? SHORTEST : passed;
        double perMilli = (double) today / counted.toMillis();
        long day = Math.max(today, Math.round(today + perMilli * (DAY.toMillis() - passed.toMillis())));
        return new Forecast(
                today,
                month,
                day,
                monthEnd(days, month - today + day, date),
                runsOut(daily, today, perMilli, now).filter(end -> end.isBefore(midnight.plus(DAY))));
    }

    /** By the mean of the days since the first on which there were any calls. */
    private static long monthEnd(NavigableMap<LocalDate, Long> days, long untilTonight, LocalDate today) {
        if (days.isEmpty()) {
            return 0;
        }
        long counted = today.toEpochDay() - days.firstKey().toEpochDay() + 1;
        long ahead = YearMonth.from(today).lengthOfMonth() - today.getDayOfMonth();
        return untilTonight + Math.round((double) untilTonight / counted * ahead);
    }

    private static Optional<Instant> runsOut(OptionalLong daily, long today, double perMilli, Instant now) {
        if (daily.isEmpty()) {
            return Optional.empty();
        }
        long left = daily.getAsLong() - today;
        if (left <= 0) {
            return Optional.of(now);
        }
        return perMilli == 0
                ? Optional.empty()
                : Optional.of(now.plusMillis(Math.min(DAY.toMillis(), (long) (left / perMilli))));
    }
}
