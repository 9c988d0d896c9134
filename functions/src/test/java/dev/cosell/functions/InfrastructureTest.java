package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.functions.NodeTool.Ran;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The Bicep templates, checked by {@code tools/bicep-check}; skipped where node is missing, except in CI. That they give the
 * app its settings is checked beside the settings' page.
 */
class InfrastructureTest {
    private static NodeTool tool;

    @BeforeAll
    static void install() throws Exception {
        tool = NodeTool.installed("bicep-check");
    }

    @Test
    void theTemplatesHaveNoFinding() throws Exception {
        Ran check = tool.run("npm", "run", "--silent", "check");
        assertEquals(0, check.status(), check.output());
    }

    @Test
    void theCheckFindsWhatItPromisesToFind() throws Exception {
        Ran tests = tool.run("npm", "test", "--silent");
        assertEquals(0, tests.status(), tests.output());
    }
}
