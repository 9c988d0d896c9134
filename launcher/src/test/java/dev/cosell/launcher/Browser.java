package dev.cosell.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser, driven by {@code tools/console/check.mjs}.
 *
 * @param chromium its program
 */
record Browser(Path chromium) {
    private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser", "google-chrome");

    /** Without a browser or node the test is skipped, but not in CI. */
    static Browser orSkip() {
        boolean needed = "true".equals(System.getenv("CI"));
        Optional<Path> found = PROGRAMS.stream().flatMap(Browser::onPath).findFirst();
        boolean able = found.isPresent() && onPath("node").findAny().isPresent();
        assumeTrue(able || needed, "no Chromium or no node is installed here: the console is checked in CI only");
        assertTrue(able, "Chromium and node are needed in CI");
        return new Browser(found.orElseThrow());
    }

    /**
     * Runs the check, which must succeed.
     *
     * @return what it printed
     */
    String check(JsonNode task) throws IOException, InterruptedException {
        Path tools = Project.current().root().resolve("tools/console");
        install(tools);
        // Not as an argument: it holds a key, and arguments are seen by everybody on a machine.
        Path file = Files.createTempFile("console-check", ".json");
        try {
            Files.writeString(file, task.toString());
            return run(tools, "node", "check.mjs", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    /** Once, though the tests with several CRMs begin at the same time. */
    private static void install(Path tools) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(
                        tools.resolve("package-lock.json"), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock alone = channel.lock()) {
            if (alone.isValid() && Files.notExists(tools.resolve("node_modules/puppeteer-core/package.json"))) {
                run(tools, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            }
        }
    }

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static Stream<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable);
    }
}
