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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The settings as people read them are the settings the code reads; every difference is reported at once. */
class SettingsDocsTest {
    private static final String PAGE = "docs/settings.md";
    private static final String MAIN = "infra-bicep/main.bicep";
    private static final String APP = "infra-bicep/modules/app.bicep";
    private static final String PARAMETERS = "infra-bicep/main.parameters.json";

    /** The host of an address that begins a text; links in comments are none. */
    private static final String HOST = "(?<!href=)\"https://([a-z0-9-]+(?:\\.[a-z0-9-]+)+)";

    /** People are led there; nothing is called. */
    private static final Set<String> ONLY_SHOWN =
            Set.of("learn.microsoft.com", "developer.salesforce.com", "partner.microsoft.com");

    /** A setting and its value, in an object of the templates. */
    private static final String GIVEN = "(?m)^ {2,6}([A-Z]\\w+): ";

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
    void theTemplatesGiveEverySettingUnlessThePageSaysNotAndNoOther() {
        assertEquals("", report("infra-bicep", given(Pages.read(MAIN) + Pages.read(APP))));
    }

    @Test
    void aSettingThatTheTemplatesRenameIsFound() {
        String renamed = (Pages.read(MAIN) + Pages.read(APP)).replace("  SYNC_LEADS: ", "  SYNC_LEAD: ");
        assertEquals(List.of("SYNC_LEADS: is not set", "SYNC_LEAD: nothing reads it"), given(renamed));
    }

    private static List<String> given(String bicep) {
        Set<String> given = new LinkedHashSet<>(Pages.all(GIVEN, bicep));
        Set<String> exempt = new LinkedHashSet<>(Pages.code(Pages.section(PAGE, "## Not set in Azure")));
        List<String> faults = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            boolean set = given.remove(setting.name());
            if (set == exempt.contains(setting.name())) {
                faults.add(setting.name() + (set ? ": is set, but " + PAGE + " says not" : ": is not set"));
            }
        }
        given.removeAll(firstColumn("## Storage without a key"));
        given.removeAll(firstColumn("## The host's own"));
        given.forEach(name -> faults.add(name + ": nothing reads it"));
        return faults;
    }

    @Test
    void theTemplatesHaveTheDefaultsOfTheCode() {
        List<String> faults = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            defaults(setting)
                    .filter(found -> !found.equals(setting.otherwise()))
                    .forEach(found -> faults.add(
                            setting + ": expected \"" + setting.otherwise() + "\", found \"" + found + "\""));
        }
        assertEquals("", report("infra-bicep", faults));
    }

    /** What the templates have for a setting that nobody chose: a fixed text, a parameter's default, azd's. */
    private static Stream<String> defaults(Setting setting) {
        if (setting == Setting.LIVE_AT_START) {
            // In Azure somebody switches a new installation on, after a look at it.
            return Stream.empty();
        }
        String main = Pages.read(MAIN);
        Stream<String> parameters = Pages.all("(?m)^  " + setting + ": (\\w+)$", main).stream()
                .flatMap(name -> Pages.all("(?m)^param " + name + " string = '(.*)'$", main).stream());
        return Stream.of(
                        Pages.all("(?m)^ {6}" + setting + ": '([^'$@]*)'$", Pages.read(APP)).stream(),
                        parameters,
                        Pages.all("\\$\\{" + setting + "=([^}]*)}", Pages.read(PARAMETERS)).stream())
                .flatMap(found -> found);
    }

    /** What is set by hand is gone after the next provisioning, so what people choose has to come through azd. */
    @Test
    void whatPeopleChooseIsSetWithAzdAndTold() {
        String parameters = Pages.read(PARAMETERS);
        String page = Pages.section("docs/deploy.md", "## Choices") + Pages.section("docs/deploy.md", "## Up");
        String chosen =
                Pages.all("(?s)\nvar chosen = (\\{.*?\n})", Pages.read(MAIN)).getFirst();
        List<String> faults = new ArrayList<>();
        for (String name : Pages.all(GIVEN, chosen)) {
            if (Pages.all("\\$\\{(" + name + ")[=}]", parameters).isEmpty()) {
                faults.add(name + ": is not in " + PARAMETERS);
            }
            if (!Pages.code(page).contains(name) && !page.contains("azd env set " + name + " ")) {
                faults.add(name + ": docs/deploy.md does not say how it is chosen");
            }
        }
        assertEquals("", report("infra-bicep", faults));
    }

    @Test
    void everyChoiceThatAPageHasPeopleMakeIsTaken() {
        Set<String> taken = new LinkedHashSet<>(Pages.all("\\$\\{(\\w+)[=}]", Pages.read(PARAMETERS)));
        Stream<String> listed = Pages.rows(Pages.section("docs/deploy.md", "## Choices")).stream()
                .flatMap(row -> Pages.code(row.getFirst()).stream());
        Stream<String> commanded =
                Pages.all().stream().flatMap(page -> Pages.all("azd env set ([A-Z_]+) ", Pages.read(page)).stream());
        List<String> unknown = Stream.concat(listed, commanded)
                .filter(name -> !taken.contains(name))
                .toList();
        assertEquals(List.of(), unknown, "choices that " + PARAMETERS + " does not take");
    }

    @Test
    void thePageTellsEveryEntryOfTheVault() {
        String fromVault =
                Pages.all("(?s)\nvar fromVault = (\\{.*?\n})", Pages.read(MAIN)).getFirst();
        List<String> told = Pages.rows(Pages.section("docs/deploy.md", "## Fill the vault")).stream()
                .map(row -> Pages.code(row.getFirst()).getFirst())
                .sorted()
                .toList();
        assertEquals(
                Pages.all("'([a-z]+(?:-[a-z]+)+)'", fromVault).stream().sorted().toList(), told);
    }

    @Test
    void thePageTellsWhatToDoWithEachOutput() {
        Set<String> given = new LinkedHashSet<>(Pages.all("(?m)^output (\\w+) ", Pages.read(MAIN)));
        Set<String> told = Pages.rows(Pages.section("docs/deploy.md", "## Up")).stream()
                .flatMap(row -> Pages.code(row.getFirst()).stream())
                .filter(name -> name.matches("[A-Z_]+"))
                .collect(Collectors.toSet());
        assertEquals(given, told);
    }

    @Test
    void s78_noHostIsFixedInTheCode() {
        Set<String> ofSettings = Arrays.stream(Setting.values())
                .flatMap(setting -> Pages.all(HOST, "\"" + setting.otherwise() + "\"").stream())
                .collect(Collectors.toSet());
        List<String> fixed = Stream.of("shared/src/main/java", "functions/src/main/java")
                .flatMap(Pages::below)
                .filter(file -> file.toString().endsWith(".java"))
                .flatMap(file -> Pages.all(HOST, Pages.read(file)).stream()
                        .filter(host -> !ofSettings.contains(host) && !ONLY_SHOWN.contains(host))
                        .map(host -> Pages.name(file) + ": " + host))
                .toList();
        assertEquals(List.of(), fixed, "hosts that no setting changes");
    }

    @Test
    void s78_everyHostThatASettingNamesIsChosenWithAzd() {
        String parameters = Pages.read(PARAMETERS);
        List<String> fixed = Arrays.stream(Setting.values())
                .filter(setting ->
                        !Pages.all(HOST, "\"" + setting.otherwise() + "\"").isEmpty()
                                || setting.otherwise().endsWith(".windows.net"))
                .map(Enum::name)
                .filter(name -> !parameters.contains("${" + name + "="))
                .toList();
        assertEquals(List.of(), fixed, "settings with a host that " + PARAMETERS + " does not take");
    }

    @Test
    void thePageTellsWhatTheHostReadsForItself() {
        Set<String> told = firstColumn("## The host's own");
        List<String> missing =
                Pages.all("(?m)^ {6}((?:AzureWebJobs|APPLICATIONINSIGHTS)\\w+): ", Pages.read(APP)).stream()
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
        assertEquals(expected, firstColumn("## Storage without a key"));
    }

    private static Set<String> firstColumn(String heading) {
        return Pages.rows(Pages.section(PAGE, heading)).stream()
                .flatMap(row -> Pages.code(row.getFirst()).stream())
                .collect(Collectors.toSet());
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
