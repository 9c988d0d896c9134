package dev.cosell.operate.live;

import dev.cosell.problem.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tries what work needs, harmlessly, and says everything that does not work. */
public final class Readiness implements Supplier<List<String>> {
    private final Map<String, Runnable> probes;

    /** @param probes by what they try, in the order in which they are told; each throws {@link Failure} if it fails */
    public Readiness(Map<String, Runnable> probes) {
        this.probes = probes;
    }

    @Override
    public List<String> get() {
        List<String> reasons = new ArrayList<>();
        probes.forEach((what, probe) -> {
            try {
                probe.run();
            } catch (Failure failure) {
                reasons.add(what + ": " + failure.problem());
            }
        });
        return reasons;
    }
}
