package dev.cosell.operate.doctor;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the clocks of this app, of both systems and of storage agree. */
public final class ClocksCheck implements Check {
    public static final String NAME = "clocks";

    private static final Duration ODD = Duration.ofMinutes(1);
    /** What signatures and tokens allow for, at Microsoft and at Salesforce. */
    private static final Duration TOO_MUCH = Duration.ofMinutes(5);

    /**
     * A clock to compare with ours.
     *
     * @param name whose it is, for people
     * @param call makes the system answer
     * @param ahead how far it is ahead of ours, after an answer
     */
    public record Other(String name, Runnable call, Supplier<Optional<Duration>> ahead) {}

    private final List<Other> others;

    public ClocksCheck(List<Other> others) {
        this.others = List.copyOf(others);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        return others.stream().map(ClocksCheck::of).toList();
    }

    private static Finding of(Other other) {
        try {
            other.call().run();
        } catch (Failure refused) {
            // A refusal has a date, too; why it was refused is found by the check of that system.
        }
        return other.ahead()
                .get()
                .map(ahead -> judged(other.name(), ahead))
                .orElseGet(() -> Finding.notChecked(NAME, other.name() + " gave no answer with a date"));
    }

    private static Finding judged(String name, Duration ahead) {
        Duration apart = ahead.abs();
        String found = name + " is " + apart.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead");
        if (apart.compareTo(ODD) <= 0) {
            return Finding.ok(NAME, found);
        }
        Problem problem = Problem.of(
                ProblemCode.CLOCK_APART,
                "expected clocks at most " + ODD.toSeconds() + " s apart, found that of " + found);
        return apart.compareTo(TOO_MUCH) > 0 ? Finding.failed(NAME, problem) : Finding.warning(NAME, problem);
    }
}
