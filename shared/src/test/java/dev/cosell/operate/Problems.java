package dev.cosell.operate;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import org.junit.jupiter.api.function.Executable;

/** What an operation failed with. */
public final class Problems {
    public static final Problem STORAGE_AWAY =
            Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "expected success, found no answer");

    private Problems() {}

    public static Problem of(Executable operation) {
        return assertThrows(Failure.class, operation).problem();
    }

    public static ProblemCode codeOf(Executable operation) {
        return of(operation).code();
    }
}
