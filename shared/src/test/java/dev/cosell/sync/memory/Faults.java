package dev.cosell.sync.memory;

import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import java.util.Optional;

/** Decides, call by call, what goes wrong on the way to a system or back. */
@FunctionalInterface
public interface Faults {
    Faults NONE = (system, verb, write) -> Optional.empty();

    /**
     * A call that fails.
     *
     * @param afterCommit whether the system did what it was asked all the same
     */
    record Fault(Problem problem, boolean afterCommit) {}

    Optional<Fault> next(RemoteSystem system, String verb, boolean write);
}
