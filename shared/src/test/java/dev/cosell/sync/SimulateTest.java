package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ./cosell simulate} answers. */
class SimulateTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int simulate(String... arguments) {
        return new Simulate(printing(out), printing(err)).run(List.of(arguments));
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theResultIsOneObject() {
        assertEquals(0, simulate("--seeds", "3", "--from", "7", "--json"));
        assertTrue(
                text(out)
                        .matches(
                                "\\{\"histories\": 3, \"events\": \\d+, \"faults\": \\d+, \"violations\": 0, \"seed\": 7}\\s+"),
                text(out));
    }

    @Test
    void oneHistoryIsToldFromItsFirstStepToItsResult() {
        assertEquals(0, simulate("--seed", "7", "--trace"));
        List<String> lines = text(out).lines().toList();
        assertTrue(lines.getFirst().contains("workers; "), lines.getFirst());
        assertTrue(lines.stream().anyMatch(line -> line.contains("takes the message")));
        assertTrue(lines.getLast().startsWith("{\"histories\": 1, "), lines.getLast());
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        assertEquals(2, simulate("--seeds", "many"));
        assertEquals("cosell simulate: expected a number after --seeds, found many\n", text(err));
        err.reset();
        assertEquals(2, simulate("--speed"));
        assertTrue(text(err).endsWith("found --speed\n"), text(err));
        err.reset();
        assertEquals(2, simulate("--trace"));
        assertTrue(text(err).contains("expected --seed with --trace"), text(err));
    }
}
