package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing that a page points to is missing. */
class LinksDocsTest {
    @Test
    void everyRelativeLinkPointsToAFileAndAHeading() {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.all()) {
            for (String link : Pages.all("\\]\\(([^)\\s]+)\\)", Pages.read(page))) {
                if (!link.matches("(?i)[a-z]+:.*") && !leadsSomewhere(page, link)) {
                    broken.add(Pages.name(page) + ": " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void everyPageIsReachedFromTheReadme() {
        Set<String> linked =
                new TreeSet<>(Pages.all("\\]\\((docs/[^)#]+|CONTRIBUTING.md)\\)", Pages.read("README.md")));
        Set<String> pages = Pages.in("docs").stream().map(Pages::name).collect(Collectors.toCollection(TreeSet::new));
        pages.removeAll(linked);
        assertEquals(Set.of(), pages, "pages that README.md does not link");
    }

    @Test
    void everyProblemCodeOnAPageExists() {
        List<String> unknown = new ArrayList<>();
        for (Path page : Pages.all()) {
            Pages.code(Pages.read(page)).stream()
                    .filter(code -> code.matches("[A-Z]{2,5}-[0-9]{2}"))
                    .filter(code -> ProblemCode.byCode(code).isEmpty())
                    .forEach(code -> unknown.add(Pages.name(page) + ": " + code));
        }
        assertEquals(List.of(), unknown);
    }

    @Test
    void everyFileBetweenBackticksExists() {
        List<String> missing = new ArrayList<>();
        for (Path page : Pages.all()) {
            Pages.code(Pages.read(page)).stream()
                    .filter(code ->
                            code.matches("(shared|functions|sandbox|local-host|launcher|azurite|infra-bicep|tools|crm"
                                    + "|docs|\\.ci)/[\\w./-]*"))
                    .filter(code -> !code.contains("..."))
                    .filter(code -> !Files.exists(Pages.file(code)))
                    .filter(code -> !code.contains("/target/"))
                    .forEach(code -> missing.add(Pages.name(page) + ": " + code));
        }
        assertEquals(List.of(), missing);
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? page
                : page.resolveSibling(parts[0]).normalize().toAbsolutePath();
        return Files.exists(target)
                && (parts.length < 2 || anchors(Pages.read(target)).contains(parts[1]));
    }

    /** Headings as GitHub names them in links. */
    private static Set<String> anchors(String page) {
        return Pages.all("(?m)^#{1,6} (.+)$", page).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
