package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page of gestures and the tests of gestures tell the same. */
class GesturesDocsTest {
    private static final String TESTS = "shared/src/test/java/dev/cosell/sync/GesturesTest.java";

    @Test
    void everyRowNamesATestAndEveryTestHasARow() {
        String source = Pages.read(TESTS);
        Set<String> tests = new TreeSet<>(Pages.all("@Test\\s+void (\\w+)\\(", source));
        Set<String> named = new TreeSet<>();
        String page = Pages.read("docs/gestures.md");
        Pages.rows(page.substring(0, page.indexOf("\n## ")))
                .forEach(row -> named.add(Pages.code(row.getLast()).getFirst()));
        assertEquals(tests, named);
    }
}
