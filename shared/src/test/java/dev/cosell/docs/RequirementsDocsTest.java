package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every requirement the page names is kept by a test that carries its number, and every such test is on the page. */
class RequirementsDocsTest {
    private static final Pattern TEST = Pattern.compile("void (s(\\d{1,2})_\\w+)\\(");
    private static final Pattern NAMED = Pattern.compile("(\\w+Test|\\w+Contract)\\.(s\\d{1,2}_\\w+)");

    @Test
    void everyRowNamesItsTestsAndEveryNumberedTestIsInItsRow() {
        Map<String, Set<String>> onThePage = new TreeMap<>();
        for (List<String> row : rows()) {
            Set<String> tests = NAMED.matcher(row.get(3))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertTrue(!tests.isEmpty(), row.getFirst() + ": expected at least one test, found none");
            onThePage.put(row.getFirst(), tests);
        }
        assertEquals(inTheSources(), onThePage);
    }

    @Test
    void everyPageThatARowPointsToExists() {
        for (List<String> row : rows()) {
            assertTrue(row.get(2).contains("]("), row.getFirst() + ": expected a link to a page, found " + row.get(2));
        }
    }

    private static List<List<String>> rows() {
        return Pages.rows(Pages.read("docs/requirements.md")).stream()
                .filter(row -> row.getFirst().matches("S\\d+"))
                .toList();
    }

    private static Map<String, Set<String>> inTheSources() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String module : List.of("shared", "functions", "launcher", "sandbox", "crm-setup")) {
            for (Path file : sources(Pages.file(module + "/src/test"))) {
                String type = file.getFileName().toString().replace(".java", "");
                Matcher test = TEST.matcher(Pages.read(file));
                while (test.find()) {
                    found.computeIfAbsent("S" + Integer.parseInt(test.group(2)), number -> new TreeSet<>())
                            .add(type + "." + test.group(1));
                }
            }
        }
        return found;
    }

    private static List<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
