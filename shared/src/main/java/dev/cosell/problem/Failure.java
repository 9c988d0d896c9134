package dev.cosell.problem;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Thrown where work cannot go on; carries the {@link Problem} that says why.
 *
 * <p>Every other exception that leaves the engine is a defect and becomes {@link ProblemCode#UNEXPECTED}.
 */
public final class Failure extends RuntimeException {
    private final transient Problem problem;

    public Failure(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    public Failure(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** What a call gives; nothing if it fails for one of these reasons. Whatever else it fails for is thrown on. */
    public static <T> Optional<T> absentIf(Set<ProblemCode> reasons, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (Failure failure) {
            if (!reasons.contains(failure.problem().code())) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    public Problem problem() {
        return problem;
    }
}
