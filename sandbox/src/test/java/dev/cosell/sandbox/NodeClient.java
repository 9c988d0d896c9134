package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An independent client from npm, with a script {@code check.mjs} that puts it to work: {@code tools/<package>}.
 *
 * @param name of the package
 */
public record NodeClient(String name) {
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    private static final String NODE = WINDOWS ? "node.exe" : "node";
    private static final String NPM = WINDOWS ? "npm.cmd" : "npm";

    /** What a program printed, both streams together. */
    private record Outcome(int exit, String output) {}

    /**
     * Runs the check, which must succeed. Without Node the test is skipped, but not in CI.
     *
     * @param environment further variables of its process
     * @return what it printed
     */
    public String check(Map<String, String> environment, String... arguments) throws Exception {
        install();
        List<String> command = new ArrayList<>(List.of(NODE, "check.mjs"));
        command.addAll(List.of(arguments));
        Outcome outcome = run(environment, command);
        assertEquals(0, outcome.exit(), outcome.output());
        return outcome.output();
    }

    private void install() throws Exception {
        for (String program : List.of(NODE, NPM)) {
            boolean there = isThere(program);
            boolean needed = "true".equals(System.getenv("CI"));
            assumeTrue(
                    there || needed, program + " is not installed here: the independent client is checked in CI only");
            assertTrue(there, program + " is needed in CI");
        }
        if (!Files.exists(folder().resolve("node_modules/%s/package.json".formatted(name)))) {
            Outcome outcome = run(Map.of(), List.of(NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            assertEquals(0, outcome.exit(), outcome.output());
        }
    }

    private Path folder() {
        return Path.of("..", "tools", name).toAbsolutePath().normalize();
    }

    private boolean isThere(String program) throws InterruptedException {
        try {
            return run(Map.of(), List.of(program, "--version")).exit() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private Outcome run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder().toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
