package dev.cosell.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small share of what {@code ./cosell fuzz} does, in each build. */
class FuzzTest {
    private static final String INPUTS = "4000";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void noHostileInputBreaksAPromiseAndNoFunctionIsForgotten() {
        int status = run("--inputs", INPUTS, "--seed", "1");

        assertEquals(0, status, this::told);
        DeployedFunction.all().stream()
                .filter(function -> function.timer().isEmpty())
                .map(function -> (function.http().isPresent() ? "endpoint " : "queue ") + function.name() + " ")
                .forEach(target -> assertTrue(told().contains(target), target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--inputs many", "--seed", "--crm abacus", "--target x", "--crm dynamics --input 7", "--sideways"
            })
    void whatIsNotUnderstoodIsNamed(String arguments) {
        int status = run(arguments.split(" "));

        assertEquals(2, status);
        assertTrue(told().contains("cosell fuzz: expected "), this::told);
    }

    private int run(String... arguments) {
        return new Fuzz(stream(out), stream(err)).run(List.of(arguments));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }
}
