package dev.cosell.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MutationTest {
    private static final long SAMPLES = 5_000;

    /** Or the process that makes the inputs runs out of memory, and not the app that reads them. */
    @Test
    void whatIsRepeatedIsNotRepeatedBeyondTheLargestText() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        JsonNode sample = json.objectNode().set("value", json.arrayNode().add("x".repeat(100_000)));

        long longest = LongStream.range(0, SAMPLES)
                .map(number ->
                        new Mutation(Dice.of(1, "sizes", number)).json(sample).length())
                .max()
                .orElseThrow();

        assertTrue(longest > Hostile.GIGANTIC, () -> "some are gigantic, the longest had " + longest);
        assertTrue(longest < 8 * Hostile.GIGANTIC, () -> "none is larger than memory, the longest had " + longest);
    }
}
