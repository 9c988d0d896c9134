package dev.cosell.localhost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @Test
    void referencesInATextAreReplacedInAnyCase() {
        assertEquals("deals-eu-$1", new Settings(Map.of("REGION", "eu-$1")).resolve("deals-%Region%"));
    }

    @Test
    void aMissingReferenceIsSaidInThePlatformsWords() {
        StartFailure failure = assertThrows(StartFailure.class, () -> new Settings(Map.of()).resolve("%X%"));
        assertEquals("'%X%' does not resolve to a value.", failure.faults().getFirst());
    }

    @Test
    void theEmptyConnectionIsTheHostsStorage() {
        assertEquals(
                "s",
                new Settings(Map.of("AzureWebJobsStorage", "s")).connection("").connectionString());
    }

    @Test
    void aConnectionIsFoundByItsNameOrThePrefixedOne() {
        assertEquals("s", new Settings(Map.of("Work", "s")).connection("Work").connectionString());
        assertEquals(
                "p",
                new Settings(Map.of("Work", "s", "AzureWebJobsWork", "p"))
                        .connection("Work")
                        .connectionString());
    }

    @Test
    void aConnectionIsNeverPrinted() {
        assertTrue(!new Settings(Map.of("Work", "secret"))
                .connection("Work")
                .toString()
                .contains("secret"));
    }

    @Test
    void overridesWinOverLocalSettingsValues(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("host.json"), "{\"version\":\"2.0\"}");
        Files.writeString(
                directory.resolve("local.settings.json"),
                "{\"IsEncrypted\":false,\"Values\":{\"A\":\"file\",\"B\":\"file\"}}");
        Settings settings = AppPackage.read(directory, Map.of("a", "override"), new Faults())
                .settings();
        assertEquals(Optional.of("override"), settings.get("A"));
        assertEquals(Optional.of("file"), settings.get("B"));
    }
}
