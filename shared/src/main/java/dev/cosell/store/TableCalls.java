package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.CallLedger;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Calls in table {@code calls}: partition system, row day ({@code 2026-03-01}), column {@code calls}. Days are kept for 13
 * months, so that a month can be compared with the same one a year ago.
 */
public final class TableCalls implements CallLedger {
    private static final String ANY_VERSION = "*";
    private static final String CALLS = "calls";
    private static final int MONTHS = 13;
    private static final int MOST_DAYS = 1000;
    /**
     * Instances that meet at the row take turns; each that loses sees that another one won. At the day's beginning all of them
     * meet, and the last one has its turn after as many rounds as there are instances.
     */
    private static final int ROUNDS = 200;

    private final Table table;

    public TableCalls(Storage storage) {
        this.table = storage.table("calls");
    }

    @Override
    public Taken take(RemoteSystem system, LocalDate day, long wanted, long most) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<TableEntity> was = table.get(system.name(), day.toString());
            long before = was.map(TableCalls::calls).orElse(0L);
            long granted = Math.clamp(most - before, 0, wanted);
            if (granted == 0) {
                return new Taken(0, before);
            }
            TableEntity next = row(system, day, before + granted);
            Optional<String> written =
                    was.isPresent() ? table.replace(next, was.get().getETag()) : table.insert(next);
            if (written.isPresent()) {
                if (was.isEmpty()) {
                    forget(system, day.minusMonths(MONTHS));
                }
                return new Taken(granted, before + granted);
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "calls of " + system + " on " + day + ": expected to write their row, found it changed "
                                + ROUNDS + " times meanwhile")
                .failure();
    }

    @Override
    public NavigableMap<LocalDate, Long> days(RemoteSystem system, LocalDate from, LocalDate to) {
        String days = "PartitionKey eq '" + system.name() + "' and RowKey ge '" + from + "' and RowKey le '" + to + "'";
        NavigableMap<LocalDate, Long> sums = new TreeMap<>();
        table.query(days, List.of(), MOST_DAYS).forEach(row -> sums.put(LocalDate.parse(row.getRowKey()), calls(row)));
        return sums;
    }

    /** Once a day and system, by whoever makes the day's first call. */
    private void forget(RemoteSystem system, LocalDate before) {
        table.query("PartitionKey eq '" + system.name() + "' and RowKey lt '" + before + "'", List.of(CALLS), MOST_DAYS)
                .forEach(old -> table.delete(system.name(), old.getRowKey(), ANY_VERSION));
    }

    private static TableEntity row(RemoteSystem system, LocalDate day, long calls) {
        return new TableEntity(system.name(), day.toString())
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty(CALLS, calls);
    }

    private static long calls(TableEntity row) {
        Document.checkVersion(row);
        return ((Number) row.getProperty(CALLS)).longValue();
    }
}
