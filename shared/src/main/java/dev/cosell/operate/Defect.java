package dev.cosell.operate;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An exception that nobody meant to throw, told by its class and its place only: its message may quote somebody's deal.
 */
public final class Defect {
    private static final int FRAMES = 8;
    private static final int CAUSES = 3;

    private Defect() {}

    /** Classes and first frames, causes included, on one line. */
    public static String describe(Throwable defect) {
        return Stream.iterate(defect, link -> link != null, Throwable::getCause)
                .limit(CAUSES)
                .map(Defect::one)
                .collect(Collectors.joining("; caused by "));
    }

    /** The same as a problem, for whoever looks after the connector. */
    public static Problem problem(Throwable defect) {
        return Problem.of(ProblemCode.UNEXPECTED, "expected no exception, found " + describe(defect));
    }

    private static String one(Throwable defect) {
        return defect.getClass().getName()
                + Arrays.stream(defect.getStackTrace())
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(", ", " at ", ""));
    }
}
