package dev.cosell.launcher.crm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.launcher.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a spreadsheet, who must not lose what others save. */
class CsvFileTest {
    @TempDir
    Path folder;

    private Path path;
    private CsvFile file;

    @BeforeEach
    void aFileWithTwoRows() throws IOException {
        path = Files.writeString(folder.resolve("deals.csv"), "name,value,id\none,1,a\n\"t,w\"\"o\",2,b\n");
        file = new CsvFile(path);
    }

    @Test
    void cellsStayAsTheyAreAndANewRowNeedsOnlyWhatItNames() throws IOException {
        file.edit(rows -> rows.add(Map.of("name", "Größe \"3\"\nzwei Zeilen, 東京")));

        assertEquals(
                List.of(
                        Map.of("name", "one", "value", "1", "id", "a"),
                        Map.of("name", "t,w\"o", "value", "2", "id", "b"),
                        Map.of("name", "Größe \"3\"\nzwei Zeilen, 東京", "value", "", "id", "")),
                file.rows());
        assertTrue(Files.readString(path).startsWith("name,value,id\n"));
    }

    @Test
    void whatSomebodyElseSavedMeanwhileIsNotLost() {
        file.edit(rows -> {
            if (rows.size() == 2) {
                saved("name,value,id\none,1,a\n\"t,w\"\"o\",2,b\nthree,3,c\n");
            }
            rows.getFirst().put("value", "9");
        });

        assertEquals("9", file.row("a").get("value"));
        assertEquals("three", file.row("c").get("name"));
    }

    @Test
    void othersSeeThatItIsOpenUntilItIsSaved() {
        Path lock = folder.resolve(".~lock.deals.csv#");

        file.edit(rows -> assertTrue(Files.exists(lock)));

        assertFalse(Files.exists(lock));
    }

    @Test
    void rowsOfOthersAreNotedAndOnesOwnAreNot() {
        CsvFile watched = new CsvFile(saved("name,value,id\n"));
        watched.watch();
        watched.edit(rows -> rows.add(Map.of("name", "mine", "id", "m")));
        saved("name,value,id\nmine,,m\ntheirs,1,t\n");

        Waiting.until(
                Duration.ofSeconds(10),
                "their row",
                () -> !watched.writesOfOthers().isEmpty());

        assertEquals(
                List.of("t"),
                watched.writesOfOthers().stream()
                        .map(CrmSandbox.Write::record)
                        .distinct()
                        .toList());
    }

    /** In one step, as the connector does. */
    private Path saved(String text) {
        try {
            Path beside = Files.writeString(folder.resolve("beside"), text);
            return Files.move(
                    beside,
                    path,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
