package dev.cosell.sync.memory;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.CallLedger;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The ledger in memory. */
public final class MemoryLedger implements CallLedger {
    private final Map<RemoteSystem, TreeMap<LocalDate, Long>> sums = new EnumMap<>(RemoteSystem.class);
    private int transactions;
    private boolean away;
    private boolean forgets;

    @Override
    public synchronized Taken take(RemoteSystem system, LocalDate day, long wanted, long most) {
        reach();
        TreeMap<LocalDate, Long> days = sums.computeIfAbsent(system, fresh -> new TreeMap<>());
        long before = days.getOrDefault(day, 0L);
        long granted = Math.clamp(most - before, 0, wanted);
        if (!forgets) {
            days.put(day, before + granted);
        }
        return new Taken(granted, before + granted);
    }

    @Override
    public synchronized NavigableMap<LocalDate, Long> days(RemoteSystem system, LocalDate from, LocalDate to) {
        reach();
        return new TreeMap<>(sums.getOrDefault(system, new TreeMap<>()).subMap(from, true, to, true));
    }

    /** From now on storage is away, or there again. */
    public void away(boolean now) {
        away = now;
    }

    /** A defect for tests of the tests: what one instance took is there for the next one too. */
    public void forgetsWhatWasTaken() {
        forgets = true;
    }

    /** How often it was asked. */
    public int transactions() {
        return transactions;
    }

    private void reach() {
        if (away) {
            throw Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "503").failure();
        }
        transactions++;
    }
}
