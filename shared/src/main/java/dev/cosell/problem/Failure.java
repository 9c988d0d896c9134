package dev.cosell.problem;

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

    public Problem problem() {
        return problem;
    }
}
