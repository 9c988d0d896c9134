package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.problem.Fixer;
import dev.cosell.problem.Handling;
import dev.cosell.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The catalogue that people read is the one the code speaks: same entries, same words, same order. */
class ProblemsDocsTest {
    private static final String PAGE = "docs/problems.md";

    @Test
    void thePageTellsEveryProblemInTheWordsOfTheCode() {
        Map<String, String> expected = new LinkedHashMap<>();
        Arrays.stream(ProblemCode.values()).forEach(entry -> expected.put(heading(entry), body(entry)));
        Map<String, String> found = new LinkedHashMap<>();
        for (String section : Pages.section(PAGE, "## Catalogue").split("(?m)^### ")) {
            if (!section.isBlank()) {
                String[] parts = section.strip().split("\n", 2);
                found.put(parts[0], parts.length < 2 ? "" : parts[1].strip());
            }
        }
        List<String> faults = new ArrayList<>();
        expected.forEach((heading, body) -> {
            if (!body.equals(found.get(heading))) {
                faults.add("expected in " + PAGE + ":\n\n### " + heading + "\n\n" + body + "\n");
            }
        });
        found.keySet().stream()
                .filter(heading -> !expected.containsKey(heading))
                .forEach(heading -> faults.add("not in the code: " + heading));
        assertEquals("", String.join("\n", faults));
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()), "the order of the entries");
    }

    @Test
    void thePageTellsEveryHandlingAndEveryFixer() {
        List<String> told = Pages.rows(Pages.section(PAGE, "## How to read an entry")).stream()
                .map(List::getFirst)
                .toList();
        List<String> expected = new ArrayList<>();
        Arrays.stream(Handling.values()).map(ProblemsDocsTest::word).forEach(expected::add);
        Arrays.stream(Fixer.values()).map(ProblemsDocsTest::word).forEach(expected::add);
        assertEquals(expected, told);
    }

    private static String heading(ProblemCode entry) {
        return entry.code() + " " + entry.title();
    }

    private static String body(ProblemCode entry) {
        return String.join(
                "\n",
                "- Cause: " + entry.cause(),
                "- Fix: " + entry.fix(),
                "- Who: " + word(entry.fixer()) + ". Handling: " + word(entry.handling()) + ".");
    }

    private static String word(Handling handling) {
        return switch (handling) {
            case TRANSIENT -> "tried again";
            case SYSTEM -> "system paused";
            case PERSON -> "held";
            case BUG -> "parked";
        };
    }

    private static String word(Fixer fixer) {
        return switch (fixer) {
            case SELLER -> "seller";
            case CRM_ADMIN -> "CRM administrator";
            case PARTNER_CENTER_ADMIN -> "Partner Center administrator";
            case AZURE_ADMIN -> "Azure administrator";
            case OPERATOR -> "operator";
            case NOBODY -> "nobody";
        };
    }
}
