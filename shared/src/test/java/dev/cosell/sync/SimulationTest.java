package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few hundred histories with each build. {@code ./cosell simulate} runs more of them, and tells what happened in one. */
class SimulationTest {
    private static final int HISTORIES = 300;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whateverHappensBothSidesEndEqualAndNothingIsLostOrDoubled() {
        List<String> broken = new ArrayList<>();
        new Histories(
                        Simulation.Planted.NOTHING,
                        failed -> broken.add("seed " + failed.seed() + ": " + failed.violations()))
                .run(1, HISTORIES, Optional.empty());
        assertEquals(List.of(), broken, "./cosell simulate --seed <seed> --trace tells what happened");
    }

    @Test
    void theSameSeedIsTheSameHistory() {
        for (long seed = 1; seed <= 5; seed++) {
            assertEquals(told(seed), told(seed));
        }
    }

    private static List<String> told(long seed) {
        List<String> lines = new ArrayList<>();
        new Simulation(seed, Simulation.Planted.NOTHING, Story.to(lines::add)).run();
        return lines;
    }
}
