package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings as people read them are the settings the code reads; every difference is reported at once. */
class SettingsDocsTest {
    private static final String PAGE = "docs/settings.md";
    private static final String BICEP = "infra-bicep/modules/app.bicep";

    @Test
    void thePageTellsEverySettingAsTheCodeKnowsIt() {
        List<String> expected = Arrays.stream(Setting.values())
                .map(SettingsDocsTest::line)
                .collect(Collectors.toCollection(ArrayList::new));
        List<String> found = Pages.section(PAGE, "## The connector's settings")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.toCollection(ArrayList::new));
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(found);
        List<String> surplus = new ArrayList<>(found);
        surplus.removeAll(expected);
        assertEquals("", report("expected in " + PAGE, missing) + report("not in the code", surplus));
        assertEquals(expected, found, "the order of the rows");
    }

    @Test
    void theSampleHoldsEverySettingWithItsDefault() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("FUNCTIONS_WORKER_RUNTIME", "java");
        expected.put("AzureWebJobsStorage", "UseDevelopmentStorage=true");
        Arrays.stream(Setting.values()).forEach(setting -> expected.put(setting.name(), setting.otherwise()));
        expected.put(Setting.COSELL_STORAGE.name(), "UseDevelopmentStorage=true");

        JsonNode values = new ObjectMapper()
                .readTree(Pages.read("local.settings.sample.json"))
                .path("Values");
        Map<String, String> found = new LinkedHashMap<>();
        values.properties()
                .forEach(entry -> found.put(entry.getKey(), entry.getValue().asText()));

        List<String> faults = new ArrayList<>();
        expected.forEach((name, value) -> {
            if (!value.equals(found.get(name))) {
                faults.add(name + ": expected \"" + value + "\", found "
                        + (found.containsKey(name) ? "\"" + found.get(name) + "\"" : "none"));
            }
        });
        found.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> faults.add(name + ": nothing reads it"));
        assertEquals("", report("local.settings.sample.json", faults));
    }

    @Test
    void theTemplatesGiveEverySettingUnlessThePageSaysNot() {
        String bicep = Pages.read(BICEP);
        Set<String> given = new LinkedHashSet<>(Pages.all("(?m)^ {4}([A-Z]\\w+): ", bicep));
        Set<String> exempt = new LinkedHashSet<>(Pages.code(Pages.section(PAGE, "## Not set in Azure")));
        List<String> faults = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            boolean set = given.contains(setting.name());
            if (set == exempt.contains(setting.name())) {
                faults.add(setting.name() + (set ? ": is set, but " + PAGE + " says not" : ": is not set"));
            }
        }
        for (Setting setting : Setting.values()) {
            Pages.all("(?m)^ {4}" + setting + ": '([^'$@]*)'$", bicep).stream()
                    .filter(value -> !value.equals(setting.otherwise()))
                    .forEach(value -> faults.add(
                            setting + ": expected its default, \"" + setting.otherwise() + "\", found " + value));
        }
        assertEquals("", report(BICEP, faults));
    }

    @Test
    void thePageTellsWhatTheHostReadsForItself() {
        Set<String> told = Pages.rows(Pages.section(PAGE, "## The host's own")).stream()
                .flatMap(row -> Pages.code(row.getFirst()).stream())
                .collect(Collectors.toSet());
        List<String> missing =
                Pages.all("(?m)^ {4}((?:AzureWebJobs|APPLICATIONINSIGHTS)\\w+): ", Pages.read(BICEP)).stream()
                        .filter(name -> !told.contains(name))
                        .toList();
        assertEquals("", report("expected in " + PAGE, missing));
    }

    @Test
    void thePageTellsEveryMemberOfAConnectionWithoutKey() {
        String reader = Pages.read("shared/src/main/java/dev/cosell/store/ConnectionSettings.java");
        Set<String> expected = Pages.all("\"(__\\w+)\"", reader).stream()
                .map(member -> Setting.COSELL_STORAGE + member)
                .collect(Collectors.toSet());
        Set<String> found = Pages.rows(Pages.section(PAGE, "## Storage without a key")).stream()
                .flatMap(row -> Pages.code(row.getFirst()).stream())
                .collect(Collectors.toSet());
        assertEquals(expected, found);
    }

    private static String line(Setting setting) {
        String value = setting.otherwise().isEmpty() ? "" : "`" + setting.otherwise() + "`";
        return String.join(
                        " | ",
                        "| `" + setting.name() + "`",
                        kind(setting.kind()),
                        needed(setting),
                        setting.kind().secret() ? "yes" : "",
                        value,
                        setting.meaning() + " |")
                .replaceAll(" {2,}", " ");
    }

    private static String kind(Setting.Kind kind) {
        return switch (kind) {
            case TEXT, REQUIRED, SECRET, REQUIRED_SECRET -> "text";
            case HTTPS, REQUIRED_HTTPS -> "https address";
            case YES_NO -> "true or false";
            case DATE -> "day, yyyy-MM-dd";
            case DAYS -> "days, 1 to 3650";
            case DAYS_OF_A_YEAR -> "days, 365 to 3650";
            case COUNT -> "whole number";
            case PERCENT -> "percent, 1 to 100";
            case MINUTES -> "minutes";
            case QUEUE -> "queue name";
            case FILE -> "file";
            case CONNECTION -> "connection";
        };
    }

    /** A name between percent signs in a trigger is read by the host, which does not know our defaults. */
    private static String needed(Setting setting) {
        boolean byHost = Pages.in("functions/src/main/java/dev/cosell/functions").stream()
                .map(Pages::read)
                .anyMatch(source -> source.contains("%" + setting + "%"));
        boolean always = setting.kind().required() || setting.kind() == Setting.Kind.CONNECTION;
        return always ? "yes" : byHost ? "by the host" : "";
    }

    private static String report(String where, List<String> faults) {
        return faults.isEmpty() ? "" : where + ":\n" + String.join("\n", faults) + "\n";
    }
}
