package dev.cosell.operate.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CostTest {
    private static final Path PAGE = Path.of("..", "docs", "cost.md");
    private static final List<Long> DEALS = List.of(0L, 100L, 1_000L, 10_000L);

    @Test
    void s03_everyTimerCountsAsOftenAsItsScheduleSays() {
        long timers = Arrays.stream(Setting.values())
                .filter(setting -> setting.name().endsWith("_SCHEDULE"))
                .map(Setting::otherwise)
                .mapToLong(CostTest::timesInAMonth)
                .sum();

        assertEquals(timers, Month.TIMERS);
        assertEquals(timers, Month.ofDeals(0).executions());
    }

    @Test
    void s03_theTablesOfThePageAreWhatTheModelGives() throws IOException {
        String page = Files.readString(PAGE);
        String missing = Stream.of(life(), quantities(), dollars())
                .filter(table -> !page.contains(table))
                .collect(Collectors.joining("\n"));
        assertEquals("", missing, "tables that docs/cost.md should have");
    }

    @Test
    void thePageNamesEveryPriceThatCounts() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        for (Price price : Price.values()) {
            String row = "| %s | %,d | %,d |".formatted(price.dollars(), price.unit(), price.free());
            assertTrue(
                    page.stream().anyMatch(line -> line.contains(row)), () -> price + ": expected a row with " + row);
        }
    }

    @Test
    void aMonthOfTheCallsThatItsDealsMakeCostsWhatTheDealsDo() {
        Month ofDeals = Month.ofDeals(1_000);

        assertEquals(ofDeals, Month.ofCalls(ofDeals.calls()));
    }

    @Test
    void fewerCallsThanTheStandingOnesCostWhatAnIdleMonthDoes() {
        assertEquals(Month.ofDeals(0), Month.ofCalls(0));
    }

    @Test
    void whatIsFreeIsNotCharged() {
        assertEquals(0, Price.EXECUTION.of(250_000));
        assertEquals(0.40, Price.EXECUTION.of(1_250_000), 1e-9);
    }

    private static String life() {
        return Arrays.stream(DealChange.values())
                        .map(change -> row(
                                change.measuredAs(),
                                change.times(),
                                change.events(),
                                change.calls(),
                                change.transactions(),
                                change.seconds()))
                        .collect(Collectors.joining())
                + row(
                        "**a deal's life**",
                        DealChange.inALife(change -> 1),
                        DealChange.inALife(DealChange::events),
                        DealChange.inALife(DealChange::calls),
                        DealChange.inALife(DealChange::transactions),
                        DealChange.inALife(DealChange::seconds));
    }

    private static String quantities() {
        return whole("calls to both systems", Month::calls)
                + whole("executions", Month::executions)
                + whole("GB-seconds", Month::gbSeconds)
                + whole("queue transactions", Month::queueTransactions)
                + whole("table transactions", Month::tableTransactions)
                + whole("blob writes", Month::blobWrites)
                + tenths("GB stored, after two years", Month::storedGb)
                + tenths("GB of logs", Month::logGb)
                + whole("vault operations", Month::vaultOperations);
    }

    private static String dollars() {
        return cents("Functions", Cost::functions)
                + cents("queues", Cost::queues)
                + cents("tables", Cost::tables)
                + cents("blobs", Cost::blobs)
                + cents("logs", Cost::logs)
                + cents("vaults", Cost::vaults)
                + cents("**together**", Cost::all)
                + line(
                                "**per 1,000 deals**, without what an idle month costs",
                                "%.2f",
                                deals -> deals == 0 ? Double.NaN : (cost(deals).all() - cost(0).all()) * 1_000 / deals)
                        .replace("NaN", "");
    }

    private static Cost cost(long deals) {
        return Cost.of(Month.ofDeals(deals));
    }

    private static String whole(String name, ToDoubleFunction<Month> figure) {
        return line(name, "%,.0f", deals -> figure.applyAsDouble(Month.ofDeals(deals)));
    }

    private static String tenths(String name, ToDoubleFunction<Month> figure) {
        return line(name, "%.1f", deals -> figure.applyAsDouble(Month.ofDeals(deals)));
    }

    private static String cents(String name, ToDoubleFunction<Cost> figure) {
        return line(name, "%.2f", deals -> figure.applyAsDouble(cost(deals)));
    }

    private static String line(String name, String format, ToDoubleFunction<Long> figure) {
        return DEALS.stream()
                .map(deals -> String.format(Locale.ROOT, format, figure.applyAsDouble(deals)))
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }

    private static String row(String name, double... figures) {
        return Arrays.stream(figures)
                .mapToObj(figure -> String.format(Locale.ROOT, "%,.0f", figure))
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
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
