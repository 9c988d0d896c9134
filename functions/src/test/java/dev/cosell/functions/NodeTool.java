package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A check below {@code tools} that runs on node.
 *
 * @param folder with its {@code package.json}
 */
record NodeTool(Path folder) {
    /** The repository. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** What a program printed, both streams together. */
    record Ran(int status, String output) {}

    /**
     * Installs what a tool needs. Without node the tests are skipped, except in CI.
     *
     * @param name of the folder below {@code tools}
     */
    static NodeTool installed(String name) throws Exception {
        NodeTool tool = new NodeTool(ROOT.resolve("tools").resolve(name));
        boolean hasNode = tool.starts("npm") && tool.starts("node");
        if (!hasNode && "true".equals(System.getenv("CI"))) {
            fail("CI must have node and npm on the PATH");
        }
        assumeTrue(hasNode, "node and npm are not on the PATH: tools/" + name + " does not run here");
        if (!tool.isInstalled()) {
            Ran installed = tool.run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            assertEquals(0, installed.status(), installed.output());
        }
        return tool;
    }

    Ran run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    /** As the lock file says now. */
    private boolean isInstalled() throws IOException {
        Path installed = folder.resolve("node_modules/.package-lock.json");
        Path wanted = folder.resolve("package-lock.json");
        return Files.exists(installed)
                && !Files.getLastModifiedTime(installed)
                        .toInstant()
                        .isBefore(Files.getLastModifiedTime(wanted).toInstant());
    }

    private boolean starts(String program) throws InterruptedException {
        try {
            return run(program, "--version").status() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
