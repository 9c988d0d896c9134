package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The npm packages that the lock files below {@code tools} name. None is deployed, but each runs where the connector is built.
 */
class ToolPackagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

    /** As SPDX writes them; of the last ones only what runs beside the product, unchanged. */
    private static final Set<String> LICENCES = Set.of(
            "MIT",
            "Apache-2.0",
            "ISC",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "0BSD",
            "BlueOak-1.0.0",
            "(MIT OR CC0-1.0)",
            "(MIT OR GPL-3.0-or-later)",
            "(MIT AND Zlib)",
            "MPL-2.0",
            // Public domain, by the address that the package gives.
            "http://geraintluff.github.io/tv4/LICENSE.txt");

    private record Installed(String tool, String name, String version, String licence) {}

    @Test
    void noneHasALicenceThatIsNotOnTheList() throws IOException {
        assertEquals(
                List.of(),
                installed().stream()
                        .filter(each -> !LICENCES.contains(each.licence()))
                        .toList());
    }

    @Test
    void noneIsOfAVersionWithAPublishedWeakness() throws IOException {
        List<String> found = new ArrayList<>();
        JsonNode advisories = JSON.readTree(
                NodeTool.ROOT.resolve(".ci/known-vulnerable-npm.json").toFile());
        for (Installed each : installed()) {
            advisories.forEach(advisory -> {
                if (concerns(advisory, each.name(), each.version())) {
                    found.add(each + ": " + advisory.path("advisory").asText());
                }
            });
        }
        assertEquals(List.of(), found);
    }

    @Test
    void anAdvisoryConcernsItsPackageFromItsFirstVersionUntilTheMendedOne() throws IOException {
        JsonNode advisory = JSON.readTree("{\"package\": \"ws\", \"from\": \"7.0.0\", \"before\": \"7.5.10\"}");

        assertTrue(Stream.of("7.0.0", "7.5.9", "7.5.9-beta.1").allMatch(version -> concerns(advisory, "ws", version)));
        assertTrue(Stream.of("6.9.9", "7.5.10", "7.10.0", "8.0.0")
                .noneMatch(version -> concerns(advisory, "ws", version)));
        assertTrue(!concerns(advisory, "other", "7.1.0"));
    }

    private static boolean concerns(JsonNode advisory, String name, String version) {
        return advisory.path("package").asText().equals(name)
                && Arrays.compare(numbers(advisory.path("from").asText()), numbers(version)) <= 0
                && Arrays.compare(
                                numbers(version),
                                numbers(advisory.path("before").asText()))
                        < 0;
    }

    private static int[] numbers(String version) {
        Matcher matcher = VERSION.matcher(version);
        assertTrue(matcher.matches(), version);
        MatchResult parts = matcher.toMatchResult();
        return IntStream.rangeClosed(1, 3)
                .map(part -> Integer.parseInt(parts.group(part)))
                .toArray();
    }

    private static List<Installed> installed() throws IOException {
        List<Installed> all = new ArrayList<>();
        try (Stream<Path> tools = Files.list(NodeTool.ROOT.resolve("tools"))) {
            for (Path lock : tools.map(tool -> tool.resolve("package-lock.json"))
                    .filter(Files::exists)
                    .toList()) {
                String tool = lock.getParent().getFileName().toString();
                JSON.readTree(lock.toFile()).path("packages").properties().stream()
                        .filter(entry ->
                                !entry.getKey().isEmpty() && entry.getValue().has("version"))
                        .forEach(entry -> all.add(new Installed(
                                tool,
                                name(entry.getKey()),
                                entry.getValue().path("version").asText(),
                                entry.getValue().path("license").asText())));
            }
        }
        assertTrue(all.size() > 500, "expected the packages of all tools, found " + all.size());
        return all;
    }

    private static String name(String place) {
        return place.substring(place.lastIndexOf("node_modules/") + "node_modules/".length());
    }
}
