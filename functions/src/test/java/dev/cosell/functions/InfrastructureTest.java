package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cosell.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Bicep templates, checked by {@code tools/bicep-check}; skipped where node is missing, except in CI. */
class InfrastructureTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path CHECK = ROOT.resolve("tools/bicep-check");
    /** Set by hand while a secret is replaced, or only on a developer's computer; a connection has members instead. */
    private static final Set<String> NOT_IN_AZURE =
            Set.of("COSELL_STORAGE", "DYNAMICS_WEBHOOK_SECRET_NEXT", "TRUSTED_CERTIFICATES");

    private record Ran(int status, String output) {}

    @BeforeAll
    static void install() throws Exception {
        boolean hasNode = starts("npm", "--version") && starts("node", "--version");
        if (!hasNode && "true".equals(System.getenv("CI"))) {
            fail("CI must have node and npm on the PATH");
        }
        assumeTrue(hasNode, "node and npm are not on the PATH: the Bicep templates are not checked here");
        Ran installed = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        assertEquals(0, installed.status(), installed.output());
    }

    @Test
    void theTemplatesHaveNoFinding() throws Exception {
        Ran check = run("npm", "run", "--silent", "check");
        assertEquals(0, check.status(), check.output());
    }

    @Test
    void theCheckFindsWhatItPromisesToFind() throws Exception {
        Ran tests = run("npm", "test", "--silent");
        assertEquals(0, tests.status(), tests.output());
    }

    @Test
    void theAppGetsEverySettingThatTheCodeReads() throws Exception {
        Ran settings = run("npm", "run", "--silent", "settings");
        Set<String> given = settings.output().lines().map(String::strip).collect(Collectors.toSet());
        Set<String> missing = Arrays.stream(Setting.values())
                .map(Enum::name)
                .filter(name -> !NOT_IN_AZURE.contains(name) && !given.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "settings that infra-bicep does not give to the app");
    }

    private static boolean starts(String... command) {
        try {
            return run(command).status() == 0;
        } catch (IOException | InterruptedException absent) {
            return false;
        }
    }

    private static Ran run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(CHECK.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
