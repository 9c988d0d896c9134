package dev.cosell.launcher.soak;

import dev.cosell.launcher.Comparison;
import dev.cosell.launcher.Directories;
import dev.cosell.launcher.LaunchFailure;
import dev.cosell.launcher.Project;
import dev.cosell.launcher.Stack;
import dev.cosell.launcher.demo.Sides;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** People work while the processes under them are killed; then all comes to rest, and everything is looked at. */
public final class Soak {
    /** The nets come round more often than usual, so that a few minutes show what they are for. */
    private static final Map<String, String> SETTINGS =
            Map.of("RECONCILE_SCHEDULE", "20 * * * * *", "SWEEP_SCHEDULE", "50 * * * * *");

    /**
     * A killed host keeps its messages locked for ten minutes, as in Azure, and a message lost on the way is missed after
     * fifteen.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration FIRST_COMPARISON = Duration.ofMinutes(2);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int SHOWN_VIOLATIONS = 40;
    private static final int SHOWN_EXAMPLES = 4;

    private final SoakOptions options;
    private final PrintStream out;
    private final Stack stack;
    private final Sides sides;
    private final Book book = new Book();
    private final Ledger ledger;
    private final Disturbance disturbance;
    private final Killer killer;
    private final People people;
    private final Rest rest;
    private String lastTold = "";

    private Soak(SoakOptions options, PrintStream out, Stack stack) {
        this.options = options;
        this.out = out;
        this.stack = stack;
        this.sides = new Sides(stack);
        this.ledger = new Ledger(sides);
        this.disturbance = new Disturbance(sides, options.seed());
        Presence presence = new Presence();
        this.killer = new Killer(stack, presence, ledger, disturbance, this::tell, options.seed());
        this.people = new People(sides, presence, book, options.seed());
        this.rest = new Rest(sides, book, new Remembered(new StorageRows(stack.storage())));
    }

    /**
     * Soaks a stack of its own and reports.
     *
     * @return whether every promise was kept
     */
    public static boolean run(Project project, SoakOptions options, PrintStream out) {
        Path logs = project.state().resolve("soak-logs").resolve(options.crm().word());
        Directories.delete(logs);
        try (Stack stack = Stack.startDurable(
                project, options.ports(), logs, options.crm(), SETTINGS, line -> tell(options, out, line))) {
            return new Soak(options, out, stack).run();
        }
    }

    private boolean run() {
        tell("Seed " + options.seed() + ": people work for " + options.busy().toMinutes() + " min; logs are in "
                + stack.logs());
        // As before anybody goes live: what is lost from here on, a comparison can find.
        Comparison.finish(sides.functions(), FIRST_COMPARISON);
        people.begin();
        disturbance.begin();
        busy();
        disturbance.end();
        Duration time = untilAtRest();
        List<String> violations = new ArrayList<>(Verdict.lacks(book, killer.kills()));
        violations.addAll(rest.violations());
        ledger.takeOver();
        Result result = new Result(
                options,
                killer.kills(),
                book.deals().size(),
                book.saved(),
                rest.verdict().gaveWay(),
                ledger.events(),
                ledger.calls(),
                time,
                violations);
        report(result);
        return violations.isEmpty();
    }

    /** People on a thread of their own; misfortune on this one. */
    private void busy() {
        Instant end = Instant.now().plus(options.busy());
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("people").factory());
        Future<?> working = thread.submit(() -> {
            while (Instant.now().isBefore(end)) {
                people.act();
            }
        });
        thread.shutdown();
        for (Pause.of(killer.pause()); Instant.now().isBefore(end) && !working.isDone(); Pause.of(killer.pause())) {
            killer.strike();
        }
        join(working);
    }

    private static void join(Future<?> working) {
        try {
            working.get(2, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new LaunchFailure("People could not go on: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new LaunchFailure("Expected people to finish what they were at, found them waiting", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while people worked", e);
        }
    }

    /** Waits until nothing is under way and nothing is wrong, or for as long as anything can take; gives the time. */
    private Duration untilAtRest() {
        Instant since = Instant.now();
        tell("People have gone home: " + book.deals().size() + " deals, " + book.saved() + " edits. Waiting for rest.");
        while (!isAtRest() && Duration.between(since, Instant.now()).compareTo(PATIENCE) < 0) {
            Pause.of(BETWEEN_LOOKS);
        }
        return Duration.between(since, Instant.now());
    }

    private boolean isAtRest() {
        List<String> underWay = rest.underWay();
        if (!underWay.isEmpty()) {
            tellIfNew(examples(underWay, "to do"));
            return false;
        }
        List<String> violations = rest.violations();
        if (!violations.isEmpty()) {
            tellIfNew(examples(violations, "not in order yet"));
        }
        return violations.isEmpty();
    }

    private void tellIfNew(String line) {
        if (!line.equals(lastTold)) {
            lastTold = line;
            tell(line);
        }
    }

    private static String examples(List<String> lines, String what) {
        return "  " + lines.size() + " " + what + ": "
                + lines.stream().limit(SHOWN_EXAMPLES).collect(Collectors.joining("; "));
    }

    private void report(Result result) {
        if (options.json()) {
            out.println(result.json());
            return;
        }
        result.violations().stream().limit(SHOWN_VIOLATIONS).forEach(line -> tell("  VIOLATION " + line));
        out.print(result.table());
        tell(result.violations().isEmpty() ? "Every promise was kept." : "Promises were BROKEN.");
        out.println(result.json());
    }

    private void tell(String line) {
        tell(options, out, line);
    }

    private static void tell(SoakOptions options, PrintStream out, String line) {
        if (!options.json()) {
            out.println(CLOCK.format(LocalTime.now()) + "  " + line);
        }
    }
}
