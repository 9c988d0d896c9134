package dev.cosell.localhost.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers what is wrong with an app, so that its author reads one list instead of starting again after each fault. */
public final class Faults {
    private final List<String> found = new ArrayList<>();

    public void add(String fault) {
        found.add(fault);
    }

    /** The value, or nothing after its {@link StartFailure} was noted with {@code where} in front. */
    public <T> Optional<T> check(String where, Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (StartFailure failure) {
            failure.faults().forEach(fault -> add(where + ": " + fault));
            return Optional.empty();
        }
    }

    /** @throws StartFailure with everything found so far */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new StartFailure(found);
        }
    }
}
