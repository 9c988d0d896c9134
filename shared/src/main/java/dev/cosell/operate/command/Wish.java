package dev.cosell.operate.command;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Subject;
import java.util.Optional;

/** Something that a person asks of a deal: a command, and what is special about its kind. */
interface Wish {
    /** What the pair keeps until a worker has done it. */
    Command command();

    /** @throws dev.cosell.problem.Failure if the deal, as it is stored now, does not allow it */
    default void check(Pair pair) {}

    /** Whether this takes the place of a command that still waits. */
    default boolean replaces(Command waiting) {
        return false;
    }

    /** What the timeline says at once; nothing where the worker tells it. */
    default Optional<String> note() {
        return Optional.empty();
    }

    /** Which half is queued. */
    default Subject subject(Pair pair) {
        return Subject.of(pair.record(), pair.referralId())
                .orElseThrow(() -> Problem.of(ProblemCode.UNEXPECTED, "pair " + pair.id() + " has no half")
                        .failure());
    }

    /** Why it is queued. */
    default String cause() {
        return Causes.ASKED;
    }
}
