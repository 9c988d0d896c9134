package dev.cosell.operate.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {
    private static final Pattern LOADED = Pattern.compile("(?:from|import) \"\\./([\\w.]+)\"|/api/console/([\\w.]+)\"");

    @Test
    void everyFileThatIsLoadedIsSentAndEveryFileThatIsSentIsLoaded() {
        Set<String> loaded = Stream.concat(
                        Stream.of(ConsoleFiles.page()),
                        ConsoleFiles.PARTS.stream().map(ConsoleFiles::part))
                .flatMap(file -> LOADED.matcher(file.text()).results())
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(new TreeSet<>(ConsoleFiles.PARTS), loaded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "console.html",
                "../build.properties",
                "..%2f",
                "ConsoleFiles.class",
                "CONSOLE.JS",
                "/etc/passwd"
            })
    void nothingElseIsSent(String name) {
        assertEquals(
                ProblemCode.NOT_FOUND,
                assertThrows(Failure.class, () -> ConsoleFiles.part(name))
                        .problem()
                        .code());
    }

    /** The browser would refuse it; here it is found before. */
    @Test
    void noFileHasScriptOrStyleInItsMarkupAndNoScriptMakesMarkupOfText() {
        String page = ConsoleFiles.page().text();
        assertFalse(Pattern.compile("<style|<script(?! type=\"module\" src=)| on\\w+=| style=")
                .matcher(page)
                .find());

        List<String> makers = List.of(
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser");
        for (String part : ConsoleFiles.PARTS) {
            String text = ConsoleFiles.part(part).text();
            makers.forEach(maker -> assertFalse(text.contains(maker), part + ": " + maker));
        }
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        for (String part : ConsoleFiles.PARTS) {
            String text = ConsoleFiles.part(part).text().replace("http://www.w3.org/2000/svg", "");
            assertFalse(Pattern.compile("https?://\\w").matcher(text).find(), part);
        }
        assertTrue(ConsoleFiles.page().contentType().startsWith("text/html"));
    }
}
