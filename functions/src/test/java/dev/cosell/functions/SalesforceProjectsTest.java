package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.functions.NodeTool.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The projects in {@code crm/salesforce}, read by the library with which the Salesforce CLI deploys them; skipped where node
 * is missing, except in CI.
 */
class SalesforceProjectsTest {
    private static final Path PROJECTS = NodeTool.ROOT.resolve("crm/salesforce");
    private static final String COMPONENT = "component: ";
    private static NodeTool tool;

    @BeforeAll
    static void install() throws Exception {
        tool = NodeTool.installed("sfdx");
    }

    @Test
    void theSalesforceLibraryFindsEveryPromiseKept() throws Exception {
        Ran check = tool.run("node", "check.mjs", PROJECTS.toString());
        assertEquals(0, check.status(), check.output());
        List<String> kept =
                check.output().lines().filter(line -> line.startsWith("kept: ")).toList();
        assertEquals(7, kept.size(), check.output());
        assertEquals(sources(), components(check));
    }

    /** A check that finds nothing must have looked. */
    @Test
    void whatSalesforceWouldRefuseIsFound() throws Exception {
        Ran tests = tool.run("npm", "test", "--silent");
        assertEquals(0, tests.status(), tests.output());
    }

    private static Set<String> components(Ran check) {
        return check.output()
                .lines()
                .filter(line -> line.startsWith(COMPONENT))
                .map(line -> line.substring(COMPONENT.length()).replace('\\', '/'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECTS)) {
            return files.filter(file -> file.toString().endsWith("-meta.xml"))
                    .map(file -> PROJECTS.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
