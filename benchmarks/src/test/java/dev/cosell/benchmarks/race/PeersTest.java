package dev.cosell.benchmarks.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cosell.launcher.Project;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A comparison with programs that do not work would be worth nothing. */
class PeersTest {
    private static final Project PROJECT = Project.current();

    @ParameterizedTest
    @EnumSource(
            value = Contender.class,
            names = {"CAMEL", "NAIVE"})
    void aPeerBringsInADealAndItsChange(Contender peer) {
        assumeTrue(
                Files.exists(PROJECT.root().resolve("benchmarks/peers/target/lib")),
                "the peers are not packaged; ./mvnw verify packages them first");
        try (Stage stage = Stage.set(peer, PROJECT, PROJECT.root().resolve("benchmarks/target/peers-test"))) {
            Load load = new Load(stage, new AtomicLong(1000)::incrementAndGet);
            String deal = load.bringIn(0, 1).getFirst();
            long amount = load.change(deal);
            load.awaitOne(amount);

            assertEquals(
                    List.of(amount),
                    stage.recordsByReferral().get(deal).stream()
                            .map(record -> record.path("estimatedvalue").asLong())
                            .toList());
        }
    }
}
