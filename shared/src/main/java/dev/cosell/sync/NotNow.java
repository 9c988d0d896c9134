package dev.cosell.sync;

import dev.cosell.problem.Problem;

/**
 * A write may not be made now, because somebody switched it off. Nothing was announced, sent or refused; what a person
 * asked for stays asked. No {@link dev.cosell.problem.Failure}: whoever handles a system's refusals must not take it for
 * one.
 */
final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    NotNow(Problem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
