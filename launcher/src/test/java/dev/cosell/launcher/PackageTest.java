package dev.cosell.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is deployed to Azure: the folder that {@code azd} uploads. */
class PackageTest {
    private static final long MOST_BYTES = 35L * 1024 * 1024;
    private static final String LISTED = "^ +((?:\\([^)]+\\) )+).* \\([\\w.-]+:([\\w.-]+):([\\w.-]+) - .*\\)$";

    private final Path folder = Project.current().functionsPackage();

    @Test
    void itStaysUnderThirtyFiveMegabytes() {
        long bytes = files().stream().mapToLong(PackageTest::size).sum();

        assertTrue(bytes < MOST_BYTES, "expected less than " + MOST_BYTES + " bytes, found " + bytes);
    }

    @Test
    void itHasNeitherNettyNorTestsNorAnythingForThisComputerOnly() {
        List<String> strangers = libraries().stream()
                .map(PackageTest::name)
                .filter(
                        jar -> jar.matches(
                                "(?:netty|azurite|sandbox|local-host|launcher|simulation|benchmarks|fuzz|crm-setup|junit|jqwik"
                                        + "|mockito|archunit|awaitility|bcp|azure-core-http-netty|opentelemetry-sdk-testing).*"))
                .toList();
        List<String> classes = ours().stream()
                .flatMap(jar -> entries(jar).stream())
                .map(ZipEntry::getName)
                .filter(entry -> entry.matches(".*/[^/$]*Test(?:\\$.*)?\\.class|dev/cosell/sync/memory/.*"
                        + "|dev/cosell/(?:sandbox|azurite|launcher|localhost|benchmarks|fuzz|setup)/.*"))
                .toList();

        assertEquals(List.of(), strangers);
        assertEquals(List.of(), classes);
    }

    @Test
    void everyLibraryIsListedWithItsLicence() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("THIRD-PARTY.txt"))) {
            Matcher library = Pattern.compile(LISTED).matcher(line);
            if (library.matches()) {
                listed.put(library.group(2) + "-" + library.group(3) + ".jar", library.group(1));
            }
        }
        Set<String> unlisted = foreign(jar -> listed.getOrDefault(jar, "").isBlank());

        assertEquals(Set.of(), unlisted);
        assertEquals(
                List.of(),
                listed.values().stream()
                        .filter(licence -> licence.toLowerCase(Locale.ROOT).contains("unknown"))
                        .toList());
    }

    @Test
    void theBillOfMaterialsNamesEveryLibraryWithVersionSumAndLicence() throws IOException {
        JsonNode bill = JsonClient.JSON.readTree(folder.resolve("bom.json").toFile());
        Map<String, JsonNode> components = new TreeMap<>();
        bill.path("components")
                .forEach(part -> components.put(
                        part.path("name").asText() + "-" + part.path("version").asText() + ".jar", part));
        Set<String> missing = foreign(jar -> !components.containsKey(jar)
                || components.get(jar).path("licenses").isEmpty()
                || components.get(jar).path("hashes").isEmpty());

        assertEquals("CycloneDX", bill.path("bomFormat").asText());
        assertEquals(Set.of(), missing);
    }

    @Test
    void nothingInItCarriesTheTimeOfTheBuild() throws IOException {
        LocalDateTime stamp = LocalDateTime.ofInstant(outputTimestamp(), ZoneOffset.UTC);
        for (Path jar : ours()) {
            Set<LocalDateTime> times = new TreeSet<>();
            entries(jar).forEach(entry -> times.add(entry.getTimeLocal()));
            assertEquals(Set.of(stamp), times, name(jar));
        }
        String bill = Files.readString(folder.resolve("bom.json"));
        assertFalse(bill.contains("serialNumber"), "a serial number makes every build another one");
        assertFalse(bill.contains("\"timestamp\""), "a time makes every build another one");
    }

    /** The one time that all builds of this version write. */
    private static Instant outputTimestamp() throws IOException {
        String pom = Files.readString(Project.current().root().resolve("pom.xml"));
        Matcher stamp =
                Pattern.compile("<project\\.build\\.outputTimestamp>(.+?)<").matcher(pom);
        assertTrue(stamp.find(), "pom.xml has no project.build.outputTimestamp");
        return Instant.parse(stamp.group(1));
    }

    /** Libraries of others that are chosen. */
    private Set<String> foreign(Predicate<String> chosen) {
        Set<String> found = new TreeSet<>();
        libraries().stream()
                .map(PackageTest::name)
                .filter(jar -> !jar.startsWith("shared-"))
                .filter(chosen)
                .forEach(found::add);
        return found;
    }

    private List<Path> libraries() {
        return some("libraries", file -> file.getParent().equals(folder.resolve("lib")));
    }

    /** What this project compiled. */
    private List<Path> ours() {
        return some("jars of ours", file -> name(file).matches("(?:shared|functions)-.*\\.jar"));
    }

    /** Of nothing everything is true, so there has to be something. */
    private List<Path> some(String what, Predicate<Path> chosen) {
        List<Path> found = files().stream().filter(chosen).toList();
        assertFalse(found.isEmpty(), () -> "expected " + what + " in " + folder + ", found none");
        return found;
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ZipEntry> entries(Path jar) {
        try (JarFile opened = new JarFile(jar.toFile())) {
            return List.copyOf(opened.stream().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
