package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Many runs of {@link Simulation}. To replay one with a trace: {@code -Dsimulation.seed=<seed>}; to run more than usual:
 * {@code -Dsimulation.runs=<number>}, from {@code -Dsimulation.first=<seed>} on.
 */
class SimulationTest {
    private static final int USUAL_RUNS = 300;

    @Test
    void whateverHappensBothSidesEndEqualAndNothingIsLostOrDoubled() {
        Long one = Long.getLong("simulation.seed");
        long first = one != null ? one : Long.getLong("simulation.first", 1);
        long runs = one != null ? 1 : Long.getLong("simulation.runs", USUAL_RUNS);
        int failures = 0;
        for (long seed = first; seed < first + runs; seed++) {
            List<String> wrong = run(seed, one != null);
            if (!wrong.isEmpty()) {
                System.out.println("seed " + seed + ": " + String.join("\n    ", wrong));
                failures++;
            }
        }
        assertEquals(0, failures, "seeds that failed; replay one with -Dsimulation.seed=<seed>");
    }

    private static List<String> run(long seed, boolean traced) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> new Simulation(seed, Simulation.Planted.NOTHING, traced ? System.out::println : line -> {}).run(),
                () -> "seed " + seed + " takes too long");
    }
}
