package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every command that a page tells people to type can be typed. */
class CommandsDocsTest {
    @Test
    void everyScriptOnAPageIsThereAndRuns() {
        List<String> missing = new ArrayList<>();
        for (Path page : Pages.all()) {
            Pages.all("(?:^|[\\s`(])(\\./[a-z][\\w-]*|\\.ci/[a-z]+)(?=[\\s`.,)])", Pages.read(page)).stream()
                    .distinct()
                    .filter(script -> !Files.isExecutable(Pages.file(script)))
                    .forEach(script -> missing.add(Pages.name(page) + ": " + script));
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyCosellCommandOnAPageIsInItsUsage() {
        String usage = Pages.read("launcher/src/main/resources/dev/cosell/launcher/usage.txt");
        Set<String> told = Pages.all().stream()
                .flatMap(page ->
                        Pages.all("\\./cosell (-?-?[a-z]+(?:-[a-z]+)*(?: --[a-z]+(?:-[a-z]+)*)?)", Pages.read(page))
                                .stream())
                .collect(Collectors.toCollection(TreeSet::new));
        told.removeAll(Pages.all("(?m)^  ([a-z-]+(?: --[a-z-]+)?)  ", usage));
        assertEquals(Set.of(), told, "commands that ./cosell --help does not name");
    }

    @Test
    void everyModuleIsOnTheMapOfTheRepository() {
        String map = Pages.section("README.md", "## Where things are");
        List<String> missing = Pages.all("<module>([^<]+)</module>", Pages.read("pom.xml")).stream()
                .filter(module -> !map.contains("`" + module + "/`"))
                .toList();
        assertEquals(List.of(), missing, "modules that README.md does not show");
    }
}
