package dev.cosell.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.benchmarks.scale.Limit;
import dev.cosell.benchmarks.scale.Message;
import dev.cosell.benchmarks.scale.Plan;
import dev.cosell.benchmarks.scale.Scale;
import dev.cosell.operate.doctor.DealChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/scale.md are what follows from the counts and the documented limits. */
class ScaleDocsTest {
    private static final Path PAGE = Path.of("..", "docs", "scale.md");

    /** In seconds; the page says that these are assumed. */
    private static final double CALL = 0.5;

    private static final double TRANSACTION = 0.010;
    private static final double ACCEPTANCE = 0.050;
    private static final double CALL_WITHIN_DATAVERSE = 0.2;
    private static final int AT_A_TIME = 12;
    private static final int INSTANCES = 40;
    private static final int REQUESTS_AT_A_TIME = 16;
    private static final int BLOCK_OF_CALLS = 50;

    private final List<SyncCost> costs = new SyncsBenchmark().run();
    private final List<Message> messages = DealsMessages.counted(costs);
    private final double changes =
            Arrays.stream(DealChange.values()).mapToInt(DealChange::times).sum();

    /**
     * @param name as the page has it
     * @param perMinute how much there is
     * @param perChange how much a change takes
     */
    private record Bound(String name, double perMinute, double perChange) {
        double changes() {
            return perMinute / perChange;
        }

        String row() {
            return String.format(Locale.ROOT, "| %s | %,.0f | %.2f | %,.0f |", name, perMinute, perChange, changes());
        }
    }

    @Test
    void theTablesOfThePageAreWhatFollowsFromTheCounts() throws IOException {
        String page = Files.readString(PAGE);
        String missing = Stream.of(rates(), bounds(), played())
                .filter(table -> !page.contains(table))
                .collect(Collectors.joining("\n\n"));
        assertEquals("", missing, "tables that docs/scale.md should have");
    }

    private String bounds() {
        double crm = perChange(Limit.DATAVERSE);
        return Stream.of(
                        new Bound("Salesforce: calls of 24 hours", 100_000 * 0.8 * 0.9 / 24 / 60, crm),
                        new Bound("Dataverse: requests of 24 hours", 500_000.0 / 24 / 60, crm),
                        new Bound("Dataverse: requests in 5 minutes", 6_000 / 5.0, crm),
                        new Bound("Dataverse: time in 5 minutes", 1_200 / 5.0, crm * CALL_WITHIN_DATAVERSE),
                        new Bound("Dataverse: requests at a time", 52 * 60, crm * CALL),
                        new Bound("Functions: workers", INSTANCES * AT_A_TIME * 60, seconds()),
                        new Bound("Functions: requests", INSTANCES * REQUESTS_AT_A_TIME * 60, events() * ACCEPTANCE),
                        new Bound("Storage: partition of lists", 2_000 * 60, perChange(Limit.LISTS)),
                        new Bound("Storage: account", 20_000 * 60, perChange(Limit.ACCOUNT)),
                        new Bound("Storage: a queue", 2_000 * 60, perChange(Limit.QUEUE) / 2),
                        new Bound("Storage: row of a day's calls", 60 / (2 * TRANSACTION), crm / BLOCK_OF_CALLS))
                .sorted(Comparator.comparingDouble(Bound::changes))
                .map(Bound::row)
                .collect(Collectors.joining("\n"));
    }

    private String rates() {
        double[] perMinute = {100 / events(), 10_000 / events()};
        return Stream.of(
                        rate("changes", "%,.0f", 1, perMinute),
                        rate("calls to Partner Center", "%,.0f", calls() - perChange(Limit.DATAVERSE), perMinute),
                        rate("calls to the CRM", "%,.0f", perChange(Limit.DATAVERSE), perMinute),
                        rate("storage transactions, each second", "%,.0f", perChange(Limit.ACCOUNT) / 60, perMinute),
                        rate("rows of lists, each second", "%,.1f", perChange(Limit.LISTS) / 60, perMinute),
                        rate(
                                "messages of each queue, each second",
                                "%,.1f",
                                perChange(Limit.QUEUE) / 60 / 2,
                                perMinute),
                        rate("messages worked on at a time", "%,.0f", seconds() / 60, perMinute))
                .collect(Collectors.joining("\n"));
    }

    private String played() {
        Plan plan =
                new Plan(1, AT_A_TIME, Duration.ofMillis(10), Duration.ofMillis(500), Set.of(), Duration.ofMinutes(1));
        return new Scale(plan, List.of(1, 2, 4, 8, 16, 32, 64, 100), messages).table();
    }

    private static String rate(String name, String format, double perChange, double... perMinute) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (double each : perMinute) {
            cells.add(String.format(Locale.ROOT, format, each * perChange));
        }
        return "| " + String.join(" | ", cells) + " |";
    }

    private double perChange(Limit limit) {
        return messages.stream().mapToInt(message -> message.takes(limit)).sum() / changes;
    }

    private double calls() {
        return DealChange.inALife(DealChange::calls) / changes;
    }

    private double events() {
        return messages.size() / changes;
    }

    /** Of a worker: all but the acceptances' transactions, and the calls. */
    private double seconds() {
        return (perChange(Limit.ACCOUNT) - 2 * events()) * TRANSACTION + calls() * CALL;
    }
}
