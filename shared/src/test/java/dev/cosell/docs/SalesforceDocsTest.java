package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.referral.Status;
import dev.cosell.sandbox.salesforce.SourceField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page on Salesforce tells what the projects in {@code crm/salesforce} deploy. */
class SalesforceDocsTest {
    private static final String PAGE = "docs/salesforce.md";
    private static final String RULER = "| column | on | kind |\n| --- | --- | --- |\n";

    @Test
    void thePageTellsEveryField() {
        String section = Pages.section(PAGE, "## Fields");
        for (String project : List.of("connector", "standalone")) {
            String table = table(SourceField.in(Pages.file("crm/salesforce/" + project + "/main")));
            assertTrue(section.contains(table), "expected in " + PAGE + ", section Fields:\n" + table);
        }
    }

    @Test
    void thePageTellsWhatIsGivenWhenTheEventsAreDeployed() throws IOException {
        JsonNode project = new ObjectMapper().readTree(Pages.read("crm/salesforce/connector/sfdx-project.json"));
        List<String> expected = new ArrayList<>();
        project.path("replacements")
                .forEach(one -> expected.add(one.path("replaceWithEnv").asText()));
        assertEquals(new TreeSet<>(expected), new TreeSet<>(Pages.all("export (COSELL_\\w+)=", Pages.read(PAGE))));
    }

    @Test
    void theExampleOfThePageNamesTheOrganisationsOwnStages() throws IOException {
        List<String> examples = Pages.all("(?s)```json\\n(.*?)```", Pages.read(PAGE));
        assertEquals(1, examples.size());
        FieldMaps maps = FieldMapFile.salesforce(Optional.of(new ObjectMapper().readTree(examples.getFirst())));
        Field status = maps.deals().field("status").orElseThrow();
        assertEquals(
                "Waiting for us",
                status.stored(Side.CRM, new Value.Stage(Status.PENDING))
                        .get("StageName")
                        .asText());
    }

    @Test
    void thePageTellsEveryFlow() {
        List<String> flows = Pages.in("crm/salesforce/connector/events/flows").stream()
                .map(file -> file.getFileName().toString().replace(".flow-meta.xml", ""))
                .toList();
        List<String> told = Pages.rows(Pages.section(PAGE, "### 6. Events")).stream()
                .flatMap(row -> Pages.code(row.getFirst()).stream())
                .toList();
        assertEquals(new TreeSet<>(flows), new TreeSet<>(told));
    }

    /** A row per column; of columns that several objects have alike, one for all. */
    private static String table(List<SourceField> fields) {
        Map<String, List<String>> objects = new TreeMap<>();
        fields.forEach(field -> objects.computeIfAbsent(
                        "`" + field.name() + "`#" + kind(field.definition()), key -> new ArrayList<>())
                .add(field.object()));
        StringBuilder table = new StringBuilder(RULER);
        objects.forEach((column, on) -> table.append("| ")
                .append(column.replace("#", " | " + String.join(", ", on) + " | "))
                .append(" |\n"));
        return table.toString().strip();
    }

    private static String kind(JsonNode definition) {
        String length =
                String.format(Locale.ROOT, "%,d", definition.path("length").asInt());
        String kind = switch (definition.path("type").asText()) {
            case "boolean" -> "checkbox";
            case "string" -> "text, " + length;
            case "textarea" -> "long text area, " + length;
            case "url" -> "URL";
            case "date" -> "date";
            case "datetime" -> "date/time";
            case "currency" -> "currency, " + definition.path("scale").asInt() + " decimal places";
            case "picklist" -> "picklist, restricted: " + choices(definition);
            case "reference" -> lookup(definition);
            default ->
                throw new IllegalArgumentException("expected a kind that the page has words for, found "
                        + definition.path("type").asText());
        };
        return kind
                + (definition.path("externalId").asBoolean() ? ", external id" : "")
                + (definition.path("unique").asBoolean() ? ", unique" : "");
    }

    private static String lookup(JsonNode definition) {
        String target = definition.at("/references/0").asText();
        return definition.path("onDelete").asText().equals("cascade")
                ? "master-detail to " + target
                : "lookup to " + target + (definition.path("required").asBoolean() ? ", required" : "");
    }

    private static String choices(JsonNode definition) {
        List<String> choices = new ArrayList<>();
        definition
                .path("values")
                .forEach(value -> choices.add(value.path("value").asText(value.asText())));
        return String.join("; ", choices);
    }
}
