package dev.cosell.operate.doctor;

import dev.cosell.operate.Defect;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Runs the checks, all at the same time, each with a time limit of its own: one that fails or hangs hides no other. One
 * examination goes on at a time; who asks meanwhile waits for their turn, and no longer than two of them take.
 */
public final class Doctor {
    /** How long a check may take: a remote call that is answered at all is answered by then. */
    public static final Duration LIMIT = Duration.ofSeconds(25);

    private final List<Check> checks;
    private final Duration limit;
    private final InstantSource clock;
    private final ReentrantLock examining = new ReentrantLock();

    public Doctor(List<Check> checks, Duration limit, InstantSource clock) {
        this.checks = List.copyOf(checks);
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * The doctor of an app whose settings are wrong: says what is wrong with them, and that nothing else can be looked at.
     *
     * @param faults as {@link SettingsCheck} takes them, at least one
     * @param others names of the checks that would be run otherwise
     */
    public static Doctor withoutSettings(List<String> faults, List<String> others, InstantSource clock) {
        List<Check> checks = new ArrayList<>();
        checks.add(new SettingsCheck(faults, 0));
        others.stream()
                .filter(name -> !name.equals(SettingsCheck.NAME))
                .forEach(name -> checks.add(new Unchecked(name, "settings are wrong")));
        return new Doctor(checks, LIMIT, clock);
    }

    /** The names of all checks, in the order of the answers. */
    public List<String> names() {
        return checks.stream().map(Check::name).toList();
    }

    /**
     * Runs all checks.
     *
     * @throws Failure {@code TIMED_OUT} if too many others ask at the same time
     */
    public Examination examine() {
        return run(checks);
    }

    /**
     * Runs one check.
     *
     * @throws Failure {@code TIMED_OUT} as {@link #examine()}; {@code REQUEST_UNREADABLE} if there is none of this name
     */
    public Examination examine(String check) {
        List<Check> one =
                checks.stream().filter(known -> known.name().equals(check)).toList();
        if (one.isEmpty()) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "check: expected one of " + String.join(", ", names()) + "; found another text")
                    .failure();
        }
        return run(one);
    }

    /** What an operator asked for: all, or one. */
    public Reply report(Optional<String> check) {
        return Reply.of(200, check.map(this::examine).orElseGet(this::examine).json());
    }

    private Examination run(List<Check> wanted) {
        awaitTurn();
        try {
            Instant at = clock.instant();
            long end = System.nanoTime() + limit.toNanos();
            Map<Check, FutureTask<List<Finding>>> running = wanted.stream()
                    .collect(Collectors.toMap(
                            check -> check,
                            check -> started(check.name(), check::look),
                            (a, b) -> a,
                            LinkedHashMap::new));
            List<Finding> findings = new ArrayList<>();
            running.forEach((check, task) -> findings.addAll(findings(check.name(), task, end - System.nanoTime())));
            return new Examination(at, findings);
        } finally {
            examining.unlock();
        }
    }

    /** Many at once are not worth waiting for: the platform gives up on a request after less than four minutes. */
    private void awaitTurn() {
        boolean mine = false;
        try {
            mine = examining.tryLock(2 * limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            throw Problem.of(
                            ProblemCode.TIMED_OUT,
                            "expected the examinations that were asked for before to end within "
                                    + 2 * limit.toSeconds() + " s, found one under way")
                    .failure();
        }
    }

    private static FutureTask<List<Finding>> started(String check, Callable<List<Finding>> look) {
        FutureTask<List<Finding>> task = new FutureTask<>(look);
        Thread.ofVirtual().name("doctor-" + check).start(task);
        return task;
    }

    private List<Finding> findings(String check, FutureTask<List<Finding>> task, long nanosLeft) {
        try {
            return task.get(Math.max(0, nanosLeft), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            task.cancel(true);
            return List.of(Finding.failed(
                    check,
                    Problem.of(
                            ProblemCode.TIMED_OUT,
                            "expected an answer within " + limit.toSeconds() + " s, found none")));
        } catch (ExecutionException e) {
            return List.of(Finding.failed(check, problem(e.getCause())));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            task.cancel(true);
            return List.of(Finding.notChecked(check, "the app is being stopped"));
        }
    }

    private static Problem problem(Throwable cause) {
        return cause instanceof Failure failure
                ? failure.problem()
                : Problem.of(ProblemCode.UNEXPECTED, Defect.describe(cause));
    }
}
