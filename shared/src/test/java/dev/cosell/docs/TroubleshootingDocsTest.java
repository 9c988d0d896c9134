package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of the page on troubleshooting is proven by tests that there are, and every test of the doctor's is in a row. */
class TroubleshootingDocsTest {
    private static final String PAGE = "docs/troubleshooting.md";
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Contract))\\.(\\w+)`");
    private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");
    private static final Pattern NUMBERED = Pattern.compile("\\bvoid (s\\d\\d_\\w+)\\(");
    /** Questions of the FAQ that have an answer of their own. */
    private static final int QUESTIONS = 19;

    @Test
    void everyTestThatTheTableNamesIsThere() {
        Set<String> there = tests(METHOD, "");
        Set<String> missing = named();
        missing.removeAll(there);

        assertEquals(Set.of(), missing);
    }

    @Test
    void everyRowOfSymptomsIsProvenByATest() {
        List<List<String>> rows = symptoms();

        assertTrue(
                rows.stream().filter(row -> row.getFirst().startsWith("FAQ:")).count() >= QUESTIONS);
        for (List<String> row : rows) {
            assertTrue(NAMED.matcher(row.get(3)).find(), row.getFirst());
        }
    }

    @Test
    void everyNumberedTestOfTheDoctorStandsInTheTable() {
        Set<String> unnamed = tests(NUMBERED, "DoctorTest.java");
        unnamed.addAll(tests(NUMBERED, "ChecksTest.java"));
        unnamed.removeAll(named());

        assertEquals(
                Set.of("ChecksTest.s56_nobodyIsAskedForNewerVersionsUnlessASettingSaysWhere"),
                unnamed,
                "but what tells that nothing happens");
    }

    private static List<List<String>> symptoms() {
        return Pages.rows(Pages.read(PAGE)).stream()
                .filter(row -> row.size() == 4 && !row.getFirst().equals("symptom"))
                .filter(row -> !row.getFirst().startsWith("---"))
                .toList();
    }

    private static Set<String> named() {
        return NAMED.matcher(Pages.read(PAGE))
                .results()
                .map(found -> found.group(1) + "." + found.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> tests(Pattern method, String fileName) {
        Set<String> found = new TreeSet<>();
        for (String module : List.of("shared", "functions")) {
            try (Stream<Path> files = Files.walk(Pages.file(module + "/src/test"))) {
                files.filter(file -> file.toString().endsWith(fileName.isEmpty() ? ".java" : "/" + fileName))
                        .forEach(file -> method.matcher(Pages.read(file))
                                .results()
                                .map((MatchResult test) -> test.group(1))
                                .forEach(test ->
                                        found.add(file.getFileName().toString().replace(".java", "") + "." + test)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }
}
