package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.fieldmap.ConflictRule;
import dev.cosell.fieldmap.ControlColumns;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.Occasion;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.referral.Patchable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The field map reads what exists, and the pages tell what it reads. */
class FieldMapDocsTest {
    private static final FieldMap MAP = FieldMapFile.dynamics().deals();
    private static final String PAGE = "docs/field-map.md";
    private static final Map<String, String> RELATED =
            Map.of("customerid", "account", "parentcontactid", "contact", "ownerid", "systemuser");

    @Test
    void thePageTellsEveryFieldAndItsRule() {
        assertTable(MAP, "## Deals");
        assertTable(FieldMapFile.dynamics().leads().orElseThrow(), "## Leads");
    }

    @Test
    void thePageTellsWhatCanBeChangedAndEveryMember() throws IOException {
        String cannot = Pages.section(PAGE, "## What cannot cross, and why");
        String can = cannot.substring(cannot.indexOf("can be changed, and no others"));
        Set<String> referral = new TreeSet<>(Patchable.paths());
        referral.removeIf(path -> path.startsWith("/registrations/"));
        assertEquals(referral, new TreeSet<>(Pages.all("`(/[A-Za-z/]+)`", can)));
        JsonNode schema = new ObjectMapper()
                .readTree(Pages.read("shared/src/main/resources/dev/cosell/fieldmap/field-map.schema.json"));
        Set<String> members = new TreeSet<>();
        schema.at("/$defs/field/properties").fieldNames().forEachRemaining(members::add);
        Set<String> told = Pages.rows(Pages.section(PAGE, "## Members of a field")).stream()
                .flatMap(row -> Pages.code(row.getFirst()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(members, told);
    }

    @Test
    void theExamplesOfThePageAreSound() throws IOException {
        List<String> examples = Pattern.compile("(?s)```json\\n(.*?)```")
                .matcher(Pages.read(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(4, examples.size());
        for (String example : examples) {
            FieldMapFile.dynamics(Optional.of(new ObjectMapper().readTree(example)));
        }
    }

    private static void assertTable(FieldMap map, String section) {
        List<String> expected =
                map.fields().stream().map(FieldMapDocsTest::line).toList();
        List<String> found = Pages.section(PAGE, section)
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    @Test
    void everyPointerIsInTheReferralOfTheReference() throws IOException {
        JsonNode shape = new ObjectMapper()
                .readTree(
                        Pages.read("sandbox/src/main/resources/dev/cosell/sandbox/partnercenter/referral-shape.json"));
        List<String> unknown = MAP.paths(Side.PARTNER_CENTER).stream()
                .map(pointer -> pointer.replaceFirst("^/microsoft/", "/"))
                .map(pointer -> pointer.replaceFirst("/attributes(/.*)?$", "/attributes?"))
                .map(pointer -> pointer.replaceFirst("^/registrations$", "/registrations?"))
                .filter(pointer -> shape.at(pointer).isMissingNode())
                .toList();
        assertEquals(List.of(), unknown);
    }

    @Test
    void everyColumnIsInTheTablesOfTheSandbox() throws IOException {
        Map<String, Set<String>> tables = tables();
        Set<String> unknown = columns()
                .filter(path -> !tables.get(table(path)).contains(path.substring(path.indexOf('/') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unknown);
    }

    @Test
    void theWebhookStepsNameEveryColumnThatCrosses() {
        Map<String, Set<String>> expected = new HashMap<>(
                Map.of("opportunity", new TreeSet<>(), "account", new TreeSet<>(), "contact", new TreeSet<>()));
        ControlColumns control = MAP.columns();
        expected.get("opportunity").addAll(control.needed());
        control.asked().syncNow().ifPresent(expected.get("opportunity")::add);
        control.asked().keep().ifPresent(expected.get("opportunity")::add);
        MAP.fields().stream()
                .filter(field -> field.direction() != Direction.TO_CRM)
                .flatMap(field -> field.crm().stream())
                .filter(path -> !path.equals("opportunityid"))
                .forEach(path -> {
                    // Users send no events; a change of one is seen when the deal is read next.
                    expected.getOrDefault(table(path), new TreeSet<>()).add(path.substring(path.indexOf('/') + 1));
                    if (path.contains("/")) {
                        expected.get("opportunity").add(path.substring(0, path.indexOf('/')));
                    }
                });
        // Of an account: its other address, and which account it belongs to.
        control.otherCountries().forEach(path -> expected.get("account").add(path.split("/")[1]));
        FieldMap leads = FieldMapFile.dynamics().leads().orElseThrow();
        Set<String> ofLeads = new TreeSet<>(leads.columns().needed());
        leads.columns().asked().syncNow().ifPresent(ofLeads::add);
        leads.columns().asked().keep().ifPresent(ofLeads::add);
        leads.fields().stream()
                .filter(field ->
                        field.direction() == Direction.BOTH || field.direction() == Direction.TO_PARTNER_CENTER)
                .flatMap(field -> field.crm().stream())
                .filter(path -> !path.equals("leadid") && !path.contains("/"))
                .forEach(ofLeads::add);
        expected.put("lead", ofLeads);
        Map<String, Set<String>> found = new HashMap<>();
        Pages.rows(Pages.section("docs/crm-setup.md", "### Webhook")).stream()
                .filter(row -> row.getFirst().equals("Update"))
                .forEach(row -> found.put(row.get(1), new TreeSet<>(Pages.code(row.get(2)))));
        assertEquals(expected, found);
    }

    private static String line(Field field) {
        return "| " + field.name() + " | " + codes(field.partnerCenter()) + " | " + codes(field.crm()) + " | "
                + way(field.direction()) + " |" + (rule(field).isEmpty() ? "" : " " + rule(field)) + " |"
                + (needed(field).isEmpty() ? "" : " " + needed(field)) + " |";
    }

    private static String needed(Field field) {
        return Stream.of(Occasion.values())
                .filter(field.requiredFor()::contains)
                .map(FieldMapDocsTest::when)
                .collect(Collectors.joining("; "));
    }

    private static String when(Occasion occasion) {
        return switch (occasion) {
            case CREATE -> "a referral is made";
            case HELP -> "Microsoft's help is asked for";
            case CLOSE -> "the referral is closed";
            case CRM -> "a record is made";
        };
    }

    private static String codes(List<String> paths) {
        return paths.stream().map(path -> "`" + path + "`").collect(Collectors.joining(", "));
    }

    private static String way(Direction direction) {
        return switch (direction) {
            case BOTH -> "both ways";
            case TO_CRM -> "to the CRM";
            case TO_PARTNER_CENTER -> "to Partner Center";
            case ON_CREATE -> "when made";
        };
    }

    private static String rule(Field field) {
        Optional<String> fixed =
                field.patchable() ? Optional.empty() : Optional.of("cannot be changed in Partner Center");
        Optional<String> both = field.direction() == Direction.BOTH ? Optional.of(conflict(field)) : Optional.empty();
        Optional<String> group =
                field.group().equals(field.name()) ? Optional.empty() : Optional.of("group " + field.group());
        return Stream.of(both, group, fixed).flatMap(Optional::stream).collect(Collectors.joining("; "));
    }

    private static String conflict(Field field) {
        if (field.type() == ValueType.SOLUTIONS) {
            return "union";
        }
        if (field.type() == ValueType.STATUS) {
            return "the CRM's if a legal next step, else Partner Center's";
        }
        return field.rule() == ConflictRule.HOLD
                ? "held"
                : field.rule() == ConflictRule.CRM ? "the CRM's" : "Partner Center's";
    }

    private static Stream<String> columns() {
        ControlColumns control = MAP.columns();
        return Stream.of(MAP.paths(Side.CRM), control.needed(), control.forSellers())
                .flatMap(Collection::stream);
    }

    private static String table(String path) {
        return path.contains("/") ? RELATED.get(path.substring(0, path.indexOf('/'))) : MAP.table();
    }

    private static Map<String, Set<String>> tables() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Pages.read("sandbox/src/main/resources/dev/cosell/sandbox/dataverse/schema.json"));
        Map<String, Set<String>> tables = new HashMap<>();
        for (JsonNode table : schema.path("tables")) {
            Set<String> columns = new TreeSet<>();
            columns.add(table.path("primaryId").asText());
            table.path("columns")
                    .forEach(column -> columns.add(column.path("name").asText()));
            table.path("groups")
                    .forEach(group -> schema.path("columnGroups")
                            .path(group.asText())
                            .forEach(column -> columns.add(column.path("name").asText())));
            tables.put(table.path("logicalName").asText(), columns);
        }
        return tables;
    }
}
