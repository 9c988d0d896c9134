package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code azd} prints after a deployment. PowerShell is not run here; it asks for the same values. */
class NextStepsTest {
    private static final Path HOOKS = NodeTool.ROOT.resolve("infra-bicep/hooks");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z_]+):\\?");
    private static final Pattern VALUE = Pattern.compile("\\b([A-Z]+(?:_[A-Z]+)+)\\b");

    private final Map<String, String> values = new HashMap<>();

    @Test
    void everyValueThatTheStepsNeedIsPrinted() throws Exception {
        fill();
        String steps = run();
        values.forEach((name, value) -> assertTrue(
                Set.of("CRM", "SALESFORCE_EVENTS_URL").contains(name) || steps.contains(value),
                () -> "expected the value of " + name + " in:" + steps));
        assertTrue(steps.contains("application user for identity_client_id"), steps);
    }

    @Test
    void theStepsAreThoseOfTheCrmThatWasChosen() throws Exception {
        fill();
        values.put("CRM", "salesforce");
        String salesforce = run();
        assertTrue(salesforce.contains("salesforce_events_url: docs/salesforce.md"), salesforce);
        assertTrue(!salesforce.contains("Dynamics"), salesforce);

        values.put("CRM", "dynamics");
        values.put("DYNAMICS_CLIENT_ID", "a-registration");
        assertTrue(run().contains("application user for a-registration"));

        values.put("CRM", "file");
        String files = run();
        assertTrue(files.contains("CSV files mounted: docs/csv.md"), files);
        assertTrue(!files.contains("Dynamics"), files);
    }

    @Test
    void thePageThatLeadsThroughThemIsNamed() throws Exception {
        fill();
        Set<String> pages = new TreeSet<>();
        for (String crm : List.of("dynamics", "salesforce", "file")) {
            values.put("CRM", crm);
            String page =
                    run().replaceFirst("(?s).*with what you should see: ", "").strip();
            assertTrue(Files.exists(NodeTool.ROOT.resolve(page)), page);
            assertTrue(Files.readString(HOOKS.resolve("next-steps.ps1")).contains("'" + page + "'"), page);
            pages.add(page);
        }
        assertEquals(3, pages.size(), pages::toString);
    }

    @Test
    void aValueThatIsNotThereYetIsNamed() throws Exception {
        fill();
        values.remove("KEY_VAULT_NAME");
        assertTrue(run().contains("KEY_VAULT_NAME: run azd provision"));
    }

    @Test
    void bothShellsAskForTheSameValuesWhichTheTemplateGivesOrTheAdministratorChose() throws IOException {
        Set<String> asked = asked("next-steps.sh");
        assertEquals(asked, asked("next-steps.ps1"));
        String known = Files.readString(NodeTool.ROOT.resolve("infra-bicep/main.bicep"))
                + Files.readString(NodeTool.ROOT.resolve("infra-bicep/main.parameters.json"));
        asked.removeIf(name -> known.contains("output " + name + " ") || known.contains("${" + name));
        assertEquals(Set.of(), asked, "values that nobody gives");
    }

    /** What azd itself asked for is no value of the environment, so only the template gives it to a hook. */
    @Test
    void whatTheStepsCannotDoWithoutIsGivenByTheTemplate() throws IOException {
        Set<String> needed = REQUIRED.matcher(Files.readString(HOOKS.resolve("next-steps.sh")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(needed.contains("PARTNER_CENTER_CLIENT_ID"), needed.toString());
        String template = Files.readString(NodeTool.ROOT.resolve("infra-bicep/main.bicep"));
        needed.removeIf(name -> template.contains("output " + name + " "));
        assertEquals(Set.of(), needed);
    }

    @Test
    void azdRunsThemAfterADeployment() throws IOException {
        String azd = Files.readString(NodeTool.ROOT.resolve("azure.yaml"));
        List<String> run = Pattern.compile("run: (\\S+)")
                .matcher(azd)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(List.of("infra-bicep/hooks/next-steps.sh", "infra-bicep/hooks/next-steps.ps1"), run);
        run.forEach(hook -> assertTrue(Files.exists(NodeTool.ROOT.resolve(hook)), hook));
    }

    private void fill() throws IOException {
        asked("next-steps.sh").stream()
                .filter(name -> !name.equals("DYNAMICS_CLIENT_ID"))
                .forEach(name -> values.put(name, name.toLowerCase(Locale.ROOT)));
    }

    private static Set<String> asked(String hook) throws IOException {
        return VALUE.matcher(Files.readString(HOOKS.resolve(hook)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String run() throws IOException, InterruptedException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "Windows runs the other one");
        ProcessBuilder shell =
                new ProcessBuilder("sh", HOOKS.resolve("next-steps.sh").toString());
        shell.environment().keySet().removeIf(name -> VALUE.matcher(name).matches() || name.equals("CRM"));
        shell.environment().putAll(values);
        Process process = shell.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
