package dev.cosell.benchmarks;

import dev.cosell.benchmarks.Installation.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one business change costs: the events it leads to, in order. The first is the change itself; the others are our own
 * writes that come back.
 */
record SyncCost(String change, List<Step> steps) {
    /** Storage transactions of the change itself: its event's acceptance, its message and its sync. */
    int transactions() {
        return steps.getFirst().transactions().size();
    }

    /** The same without the acceptance: what a sync costs from the taking of its message to the deletion of that. */
    int ofTheSync() {
        return transactions() - 2;
    }

    /** By kind, for instance {@code get hints}. */
    Map<String, Long> byKind() {
        return steps.getFirst().transactions().stream()
                .map(name -> name.replace("bench", ""))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    /** Of each event that comes back, its acceptance included. */
    List<Integer> ofEchoes() {
        return steps.stream().skip(1).map(step -> step.transactions().size()).toList();
    }

    /** To both systems, by the change itself and by what comes back. */
    int calls() {
        return steps.stream().mapToInt(step -> step.calls().size()).sum();
    }
}
