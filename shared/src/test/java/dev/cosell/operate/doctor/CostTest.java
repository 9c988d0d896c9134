package dev.cosell.operate.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.Setting;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CostTest {
    @Test
    void s03_everyTimerCountsAsOftenAsItsScheduleSays() {
        long timers = Arrays.stream(Setting.values())
                .filter(setting -> setting.name().endsWith("_SCHEDULE"))
                .map(Setting::otherwise)
                .mapToLong(CostTest::timesInAMonth)
                .sum();

        assertEquals(timers, Cost.ofMonth(0).executions());
    }

    /** @param schedule second, minute, hour, day, month, weekday; days of a month and months are not restricted */
    private static long timesInAMonth(String schedule) {
        String[] fields = schedule.split(" ");
        long aDay = times(fields[0], 60) * times(fields[1], 60) * times(fields[2], 24);
        return aDay * (fields[5].equals("*") ? 30 : 4);
    }

    /** How often a field of a schedule fits: {@code *}, a number, {@code *}{@code /10} or {@code 5/15}. */
    private static long times(String field, int all) {
        if (field.equals("*")) {
            return all;
        }
        String[] step = field.split("/");
        if (step.length == 1) {
            return 1;
        }
        int from = step[0].equals("*") ? 0 : Integer.parseInt(step[0]);
        return Math.ceilDiv(all - from, Integer.parseInt(step[1]));
    }
}
