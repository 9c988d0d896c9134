package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.sync.RetryPolicy;
import dev.cosell.sync.SyncSettings;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page says about the house can be counted in the house. */
class ArchitectureDocsTest {
    private static final String PAGE = "docs/architecture.md";
    private static final String OPERATE = "shared/src/main/java/dev/cosell/operate";
    private static final String STORE = "shared/src/main/java/dev/cosell/store";

    @Test
    void theFloorsAreThoseTheBuildChecks() {
        String test = Pages.read("shared/src/test/java/dev/cosell/ArchitectureTest.java");
        String floors = test.substring(test.indexOf("FLOORS = "), test.indexOf(';', test.indexOf("FLOORS = ")));
        List<String> checked = new ArrayList<>(Pages.all("List\\.of\\(\\s*(\"dev\\.cosell[^)]*)\\)", floors).stream()
                .map(floor -> Pages.all("dev\\.cosell\\.?([a-z.]*[a-z])?", floor).stream()
                        .map(name -> name == null ? "Connector" : name)
                        .collect(Collectors.joining(" ")))
                .toList());
        Collections.reverse(checked);
        List<String> told = Pages.rows(Pages.section(PAGE, "## Floors")).stream()
                .map(row -> String.join(" ", Pages.code(row.getFirst())))
                .toList();
        assertEquals(checked, told);
    }

    @Test
    void everyTopicOfOperatorsIsTold() throws IOException {
        Set<String> told = Pages.rows(Pages.section(PAGE, "## Topics")).stream()
                .flatMap(row -> Pages.code(row.getFirst()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(Pages.file(OPERATE))) {
            Set<String> packages = files.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(packages, told);
        }
    }

    @Test
    void oneChangeIsFollowedThroughFewerThanTenFiles() {
        List<String> steps = Pages.all("(?m)^\\d+\\. \\[(\\w+)]\\(", Pages.section(PAGE, "## Follow one change"));
        assertEquals("PartnerCenterEvents", steps.getFirst());
        assertEquals("DynamicsCrm", steps.getLast());
        assertTrue(steps.size() < 10, () -> steps.size() + " files");
    }

    @Test
    void everyTableAndEveryColumnIsTold() {
        String source = Pages.in(STORE).stream().map(Pages::read).collect(Collectors.joining("\n"));
        List<List<String>> rows = Pages.rows(Pages.section(PAGE, "## Rows").replace("\\|", "/"));
        Set<String> tables = new TreeSet<>(Pages.all("storage\\.table\\(\"(\\w+)\"\\)", source));
        Set<String> columns = new TreeSet<>(Pages.all("addProperty\\(\\s*\"(\\w+)\"", source));
        columns.add("v");
        Set<String> told = rows.stream()
                .flatMap(row -> Pages.code(String.join(" ", row)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        told.add("v");
        tables.removeAll(told);
        columns.removeAll(told);
        assertEquals(Set.of(), tables, "tables that the page does not tell");
        assertEquals(Set.of(), columns, "columns that the page does not tell");
    }

    @Test
    void everyMemberAndEveryPhaseOfAPairIsTold() {
        Set<String> expected = Arrays.stream(Pair.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Arrays.stream(Phase.values()).map(Enum::name).forEach(expected::add);
        assertEquals(expected, new TreeSet<>(Pages.code(Pages.section(PAGE, "### Pair"))));
    }

    @Test
    void theTimesAreThoseOfTheEngine() throws ReflectiveOperationException {
        List<String> expected = new ArrayList<>();
        for (Record times : List.of(SyncSettings.DEFAULT.timing(), SyncSettings.DEFAULT)) {
            for (RecordComponent component : times.getClass().getRecordComponents()) {
                if (component.getType() == Duration.class) {
                    Duration value = (Duration) component.getAccessor().invoke(times);
                    expected.add("`" + component.getName() + "` " + text(value));
                }
            }
        }
        List<String> found = Pages.rows(Pages.section(PAGE, "## Times")).stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();
        assertEquals(expected, found);
    }

    @Test
    void theRetryScheduleIsTheOneTheEngineKeeps() {
        String told = Pages.section(PAGE, "## Failures").replaceAll("\\s+", " ");
        String expected = "Work is parked after " + RetryPolicy.LAST_ATTEMPT + " failures in a row. The "
                + (RetryPolicy.LAST_ATTEMPT - 1) + " waits between them add up to between " + text(span(0)) + " and "
                + text(span(1)) + ".";
        assertTrue(told.contains(expected), () -> "expected: " + expected);
    }

    /** @param jitter 0 for none, 1 for all of it */
    private static Duration span(int jitter) {
        RandomGenerator extreme = new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException("only bounded");
            }

            @Override
            public long nextLong(long bound) {
                return jitter * (bound - 1);
            }
        };
        Duration span = Duration.ZERO;
        for (int failures = 1; failures < RetryPolicy.LAST_ATTEMPT; failures++) {
            span = span.plus(RetryPolicy.delay(failures, Optional.empty(), extreme));
        }
        return span;
    }

    private static String text(Duration time) {
        return time.toHours() > 0
                ? time.toHours() + " h " + time.toMinutesPart() + " min"
                : time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
