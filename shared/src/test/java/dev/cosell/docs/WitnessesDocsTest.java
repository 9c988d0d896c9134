package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a page calls as a witness is there: tests by their names, checks of the simulation by theirs. */
class WitnessesDocsTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))(?:\\.(\\w+))?`");
    private static final Pattern CHECK = Pattern.compile("`(\\w+)`");
    private static final List<String> CHECKERS = List.of("Watch", "SimulationCheck", "Simulation");

    @Test
    void everyTestThatAPageNamesIsThere() {
        // Two modules may have a test of the same name.
        Map<String, String> tests = Stream.of(
                        "shared", "functions", "launcher", "sandbox", "crm-setup", "fuzz", "benchmarks", "local-host")
                .flatMap(module -> Pages.below(module + "/src/test"))
                .filter(file -> file.toString().endsWith(".java"))
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        Pages::read,
                        (one, other) -> one + other));
        Set<String> missing = new TreeSet<>();
        for (Path page : Pages.all()) {
            TEST.matcher(Pages.read(page)).results().forEach(named -> {
                String source = tests.getOrDefault(named.group(1), "");
                boolean there =
                        named.group(2) == null ? !source.isEmpty() : source.contains(" " + named.group(2) + "(");
                if (!there) {
                    missing.add(Pages.name(page) + ": " + named.group());
                }
            });
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyPromiseIsCheckedByTheMethodOfTheSimulationThatItsRowNames() {
        String checkers = CHECKERS.stream()
                .map(type -> Pages.read("shared/src/test/java/dev/cosell/sync/" + type + ".java"))
                .collect(Collectors.joining());
        List<List<String>> rows = Pages.rows(Pages.section("docs/guarantees.md", "## What is promised")).stream()
                .filter(row -> row.size() == 3)
                .toList();
        assertTrue(rows.size() > 10, "expected the promises, found " + rows);
        for (List<String> row : rows) {
            List<String> checks = CHECK.matcher(row.get(2))
                    .results()
                    .map((MatchResult check) -> check.group(1))
                    .toList();
            assertTrue(
                    !checks.isEmpty() && checks.stream().allMatch(check -> checkers.contains("void " + check + "(")),
                    row.getFirst() + ": expected methods that check it, found " + row.get(2));
        }
    }
}
