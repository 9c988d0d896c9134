package dev.cosell.localhost.timer;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.cosell.localhost.app.StartFailure;
import dev.cosell.localhost.app.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When a timer fires; always UTC, as on Flex Consumption. */
public sealed interface Schedule {
    /** The first moment after the given one; nothing if there is none. */
    Optional<Instant> next(Instant after);

    /**
     * Reads NCRONTAB of six fields (seconds first) or five, or a time span.
     *
     * @throws StartFailure if it is neither, or never comes
     */
    static Schedule parse(String text) {
        Schedule schedule = TimeSpan.parse(text)
                .filter(Duration::isPositive)
                .<Schedule>map(Every::new)
                .orElseGet(() -> Calendar.parse(text));
        if (schedule.next(Instant.EPOCH).isEmpty()) {
            throw new StartFailure("schedule '" + text + "' never comes");
        }
        return schedule;
    }

    record Every(Duration interval) implements Schedule {
        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(after.plus(interval));
        }
    }

    record Calendar(ExecutionTime times) implements Schedule {
        private static final int FIELDS = 6;

        /** NCRONTAB: 0 is Sunday, and day of month and day of week must both match. */
        private static final CronDefinition NCRONTAB = CronDefinitionBuilder.defineCron()
                .withSeconds()
                .and()
                .withMinutes()
                .and()
                .withHours()
                .and()
                .withDayOfMonth()
                .and()
                .withMonth()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 6)
                .withMondayDoWValue(1)
                .and()
                .matchDayOfWeekAndDayOfMonth()
                .instance();

        private static Calendar parse(String text) {
            String fields = text.strip();
            String six = fields.split("\\s+").length == FIELDS - 1 ? "0 " + fields : fields;
            try {
                Cron cron = new CronParser(NCRONTAB).parse(six).validate();
                return new Calendar(ExecutionTime.forCron(cron));
            } catch (IllegalArgumentException e) {
                throw new StartFailure("schedule '" + text
                        + "' is neither NCRONTAB of 6 or 5 fields nor a time span hh:mm:ss: " + e.getMessage());
            }
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toInstant);
        }
    }
}
