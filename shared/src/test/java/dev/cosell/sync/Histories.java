package dev.cosell.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Many histories, side by side on all processors; each is the same whatever runs beside it. */
final class Histories {
    /** What is wrong in a history. */
    record Failed(long seed, List<String> violations) {}

    /**
     * What many histories came to.
     *
     * @param histories how many there were
     * @param events that were sent in them
     * @param faults that were made in them
     * @param violations promises that were broken, over all histories
     * @param seed the first one that broke a promise; the one it began with if none did
     */
    record Result(long histories, long events, long faults, long violations, long seed) {
        String json() {
            return "{\"histories\": %d, \"events\": %d, \"faults\": %d, \"violations\": %d, \"seed\": %d}"
                    .formatted(histories, events, faults, violations, seed);
        }
    }

    private final Simulation.Planted planted;
    private final Consumer<Failed> failed;
    private final List<Failed> all = new ArrayList<>();
    private long histories;
    private long events;
    private long faults;

    /** @param failed is told of every history that breaks a promise, one at a time */
    Histories(Simulation.Planted planted, Consumer<Failed> failed) {
        this.planted = planted;
        this.failed = failed;
    }

    /**
     * Runs histories until there were so many, or the time is over.
     *
     * @param from the first seed; the others follow
     */
    Result run(long from, long most, Optional<Duration> time) {
        long began = System.nanoTime();
        AtomicLong next = new AtomicLong(from);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (time.filter(limit -> System.nanoTime() - began >= limit.toNanos())
                        .isEmpty()) {
                    long seed = next.getAndIncrement();
                    if (seed >= from + most) {
                        return;
                    }
                    run(seed);
                }
            }));
        }
        threads.forEach(Histories::join);
        long first = all.stream().mapToLong(Failed::seed).min().orElse(from);
        long violations = all.stream().mapToLong(one -> one.violations().size()).sum();
        return new Result(histories, events, faults, violations, first);
    }

    private void run(long seed) {
        Simulation simulation = new Simulation(seed, planted, Story.UNTOLD);
        List<String> violations = violations(simulation);
        synchronized (this) {
            histories++;
            events += simulation.events();
            faults += simulation.faults();
            if (!violations.isEmpty()) {
                Failed one = new Failed(seed, violations);
                all.add(one);
                failed.accept(one);
            }
        }
    }

    /** A history that cannot be finished breaks a promise too. */
    static List<String> violations(Simulation simulation) {
        try {
            return simulation.run();
        } catch (RuntimeException defect) {
            return List.of("the history could not be finished: " + defect + ", because of " + defect.getCause());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while histories were running", e);
        }
    }
}
