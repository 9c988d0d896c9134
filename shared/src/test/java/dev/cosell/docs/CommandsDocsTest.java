package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    void everyCosellCommandOnAPageIsInItsUsageWithEachOfItsOptions() {
        Map<String, Set<String>> usage = usage();
        Set<String> unknown = new TreeSet<>();
        for (Path page : Pages.all()) {
            for (String line :
                    Pages.all("\\./cosell +([^`\n]+)", Pages.read(page).replace("\\\n", " "))) {
                String command = line.split("[\\s;,.:)]", 2)[0];
                Set<String> options = options(line);
                options.remove(command);
                if (!usage.containsKey(command) || !usage.get(command).containsAll(options)) {
                    unknown.add(Pages.name(page) + ": ./cosell " + command + " " + String.join(" ", options));
                }
            }
        }
        assertEquals(Set.of(), unknown, "commands and options that ./cosell --help does not name");
    }

    @Test
    void everyModuleIsOnTheMapOfTheRepository() {
        String map = Pages.section("README.md", "## Where things are");
        List<String> missing = Pages.all("<module>([^<]+)</module>", Pages.read("pom.xml")).stream()
                .filter(module -> !map.contains("`" + module + "/`"))
                .toList();
        assertEquals(List.of(), missing, "modules that README.md does not show");
    }

    /** The commands of {@code ./cosell --help}, and the options that its rows name for each. */
    private static Map<String, Set<String>> usage() {
        String text = Pages.read("launcher/src/main/resources/dev/cosell/launcher/usage.txt");
        Map<String, Set<String>> usage = new TreeMap<>();
        String command = "";
        for (String line : text.lines().toList()) {
            if (line.matches("  -?-?[a-z].*")) {
                command = line.strip().split("\\s", 2)[0];
            }
            if (line.startsWith("  ")) {
                usage.computeIfAbsent(command, none -> new TreeSet<>()).addAll(options(line));
            }
        }
        for (String each : List.of("up", "demo", "soak")) {
            usage.get(each).addAll(usage.get("--port"));
        }
        return usage;
    }

    private static Set<String> options(String line) {
        return new TreeSet<>(Pages.all("(?<=\\s|^)--[a-z]+(?:-[a-z]+)*", line));
    }
}
