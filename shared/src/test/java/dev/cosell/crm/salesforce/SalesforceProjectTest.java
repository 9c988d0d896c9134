package dev.cosell.crm.salesforce;

import static dev.cosell.sandbox.salesforce.SourceXml.all;
import static dev.cosell.sandbox.salesforce.SourceXml.root;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.salesforce.PermissionSet.Rights;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.referral.CoSellType;
import dev.cosell.referral.HelpRequest;
import dev.cosell.referral.Taxonomy;
import dev.cosell.referral.Terms;
import dev.cosell.sandbox.salesforce.SourceField;
import dev.cosell.sandbox.salesforce.SourceXml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What administrators deploy is what the connector works with, no less and no more. */
class SalesforceProjectTest {
    private static final FieldMaps MAPS = FieldMapFile.salesforce();
    private static final List<String> KEYED = List.of("Account", "Contact", SolutionRows.OBJECT, SolutionRows.LIST);
    private static final Set<String> LISTS = Set.of("Partner_Role__c", "Solution_Area__c", "Solution_Play__c");

    /** A checkbox cannot be left open: whoever adds these has to look at the deals that are there. */
    static final Set<String> LEFT_OUT = Set.of("CoSell_Consent_To_Contact__c", "CoSell_Consent_To_Share__c");

    private static final Rights READ = new Rights(false, true, false, false, false, false);

    // --- Fields ---

    @Test
    void everyColumnThatTheConnectorWorksWithIsDeclaredAndNoOther() {
        Set<String> expected = new TreeSet<>();
        MAPS.all().forEach(map -> custom(map).forEach(column -> expected.add(map.table() + "." + column)));
        KEYED.forEach(object -> expected.add(object + "." + KeyedRows.KEY));
        expected.add(SolutionRows.OBJECT + "." + SolutionRows.DEAL);
        expected.add(SolutionRows.OBJECT + "." + SolutionRows.ENTRY);
        expected.add(SolutionRows.LIST + "." + SolutionRows.IDENTIFIER);
        expected.addAll(setByFlows());
        assertEquals(expected, names(everyField()));
    }

    @Test
    void besideMicrosoftsPackageNothingOfThePackageIsDeployed() {
        Set<String> others = names(SalesforceProject.connectorFields());
        others.removeIf(name -> name.contains(".CoSell_"));
        assertEquals(Set.of(), others);
        assertEquals(List.of(), SalesforceProject.files(SalesforceProject.CONNECTOR, ".object-meta.xml"));
        Set<String> ours = names(SalesforceProject.standaloneFields());
        ours.removeIf(name -> !name.contains(".CoSell_"));
        assertEquals(Set.of(), ours, "of the project that stands in for the package");
    }

    /** The sandbox knows the package's columns on its own account. */
    @Test
    void whatStandsInForThePackageHasItsColumnsAsThePackageHasThem() throws IOException {
        Map<String, JsonNode> known = sandboxFields();
        for (SourceField field : SalesforceProject.standaloneFields()) {
            JsonNode like = known.get(field.object() + "." + field.name());
            ObjectNode definition = field.definition();
            // Two deals cannot hold one referral where an organisation begins anew.
            definition.remove("unique");
            definition
                    .fieldNames()
                    .forEachRemaining(member -> assertEquals(
                            like.path(member),
                            definition.get(member),
                            field.object() + "." + field.name() + " " + member));
        }
    }

    @Test
    void anOrganisationMadeOfTheProjectsHasNoFault() {
        SandboxSalesforce organization = new SandboxSalesforce();
        SalesforceProject.standaloneFields().forEach(field -> {
            organization.without(field.object(), field.name());
            organization.control(
                    "PUT",
                    "fields/" + field.object() + "/" + field.name(),
                    field.definition().toString());
        });
        assertEquals(List.of(), CrmCheck.faults(MAPS, true, organization.adapter(MAPS)::describe));
    }

    @Test
    void noTwoReferralsCanHaveOneRecordNorTwoRowsOneKey() {
        List<String> ids = everyField().stream()
                .filter(field -> field.definition().path("unique").asBoolean())
                .map(field -> field.object() + "." + field.name() + " "
                        + field.definition().path("externalId").asBoolean())
                .toList();
        Set<String> expected = KEYED.stream()
                .map(object -> object + "." + KeyedRows.KEY + " true")
                .collect(Collectors.toCollection(TreeSet::new));
        MAPS.all().forEach(map -> expected.add(map.table() + "." + map.columns().referralId() + " true"));
        assertEquals(expected, new TreeSet<>(ids));
    }

    // --- Words ---

    @Test
    void picklistsHoldTheWordsThatPartnerCenterKnows() {
        assertEquals(HelpRequest.labels(), choices(MAPS.deals().columns().help().orElseThrow()));
        assertEquals(Stream.of(CoSellType.values()).map(CoSellType::label).toList(), choices(column("coSellType")));
        assertEquals(
                current("CustomerMarketplaceIntent").stream()
                        .map(Terms.Term::id)
                        .toList(),
                choices(column("purchaseIntent")));
    }

    @Test
    void theListsOfServicesDealsComeWithTheTermsInUse() throws IOException {
        assertEquals(current("PartnerRole").stream().map(Terms.Term::name).toList(), rows("Partner_Role__c"));
        assertEquals(current("SolutionArea").stream().map(Terms.Term::name).toList(), rows("Solution_Area__c"));
    }

    // --- Rights ---

    @Test
    void s57_theConnectorMayReadAndWriteWhatIsMappedAndNothingElse() {
        PermissionSet granted = SalesforceProject.permissionSet("CoSell_Connector");
        assertEquals(connectorsFields(), granted.fields());
        Map<String, Rights> objects = new TreeMap<>();
        Stream.of("Opportunity", "Lead", "Account", "Contact", SolutionRows.LIST)
                .forEach(object -> objects.put(object, new Rights(true, true, true, false, true, false)));
        // They are seen and edited by who may do so with their deal.
        objects.put(SolutionRows.OBJECT, new Rights(true, true, true, true, false, false));
        LISTS.forEach(list -> objects.put(list, new Rights(false, true, false, false, true, false)));
        assertEquals(objects, granted.objects());
        assertEquals(Set.of("ApiEnabled"), granted.user());
    }

    @Test
    void sellersSeeWhatConcernsThemAndEditWhatIsTheirs() {
        PermissionSet granted = SalesforceProject.permissionSet("CoSell_Seller");
        Map<String, Boolean> expected = new TreeMap<>();
        MAPS.all()
                .forEach(map -> custom(map)
                        .forEach(column -> expected.put(map.table() + "." + column, isSellers(map, column))));
        assertEquals(expected, granted.fields());
        assertEquals(Set.of(), granted.user());
        Map<String, Rights> objects = new TreeMap<>();
        objects.put(SolutionRows.OBJECT, new Rights(true, true, true, true, false, false));
        Stream.concat(LISTS.stream(), Stream.of(SolutionRows.LIST)).forEach(list -> objects.put(list, READ));
        // Salesforce grants the solutions of a deal only together with the deal, and the deal with its account.
        Stream.of("Opportunity", "Account").forEach(object -> objects.put(object, READ));
        assertEquals(objects, granted.objects());
    }

    // --- What sellers see ---

    @Test
    void aLayoutShowsEverythingASellerMayEditAndWhereTheDealStands() {
        for (FieldMap map : MAPS.all()) {
            Path file = SalesforceProject.LAYOUTS.resolve("layouts/" + map.table() + "-CoSell Layout.layout-meta.xml");
            Map<String, String> shown = new TreeMap<>();
            all(root(file), "layoutSections", "layoutColumns", "layoutItems")
                    .forEach(item -> shown.put(text(item, "field"), text(item, "behavior")));
            Set<String> missing = custom(map);
            missing.removeIf(column -> !isSellers(map, column));
            Stream.of(
                            map.columns().told().status(),
                            map.columns().told().problem(),
                            map.columns().told().deadline(),
                            map.columns().told().timeline())
                    .forEach(column -> missing.add(column.orElseThrow()));
            missing.removeAll(shown.keySet());
            assertEquals(Set.of(), missing, file.toString());
            shown.forEach((column, behavior) -> {
                if (column.endsWith("__c")) {
                    assertEquals(isSellers(map, column) ? "Edit" : "Readonly", behavior, column);
                }
            });
        }
    }

    // --- Events ---

    @Test
    void anOutboundMessageTellsTheRecordAndNothingElse() {
        for (FieldMap map : MAPS.all()) {
            Element message = message(map);
            assertEquals(
                    List.of("Id"),
                    all(message, "fields").stream().map(Element::getTextContent).toList());
            assertEquals("false", text(message, "includeSessionId"));
        }
    }

    @Test
    void aFlowSendsItWheneverARecordIsMadeOrChangedThatIsOrWasShared() {
        for (FieldMap map : MAPS.all()) {
            String name = text(message(map), "fullName");
            Element flow = root(SalesforceProject.EVENTS.resolve("flows/" + name + ".flow-meta.xml"));
            assertEquals(map.table(), text(flow, "start", "object"));
            assertEquals("CreateAndUpdate", text(flow, "start", "recordTriggerType"));
            assertEquals("RecordAfterSave", text(flow, "start", "triggerType"));
            assertEquals("outboundMessage", text(flow, "actionCalls", "actionType"));
            assertEquals(map.table() + "." + name, text(flow, "actionCalls", "actionName"));
            String sync = map.columns().sync();
            assertEquals(
                    Set.of(
                            "$Record." + sync,
                            "$Record__Prior." + sync,
                            "$Record." + map.columns().referralId()),
                    all(flow, "decisions", "rules", "conditions", "leftValueReference").stream()
                            .map(Element::getTextContent)
                            .collect(Collectors.toSet()));
            assertEquals("or", text(flow, "decisions", "rules", "conditionLogic"));
        }
    }

    @Test
    void aChangeOfASolutionIsAChangeOfItsDeal() {
        Set<String> when = new TreeSet<>();
        for (Element flow : flows()) {
            if (text(flow, "start", "object").equals(SolutionRows.OBJECT)) {
                when.add(text(flow, "start", "recordTriggerType"));
                assertEquals(MAPS.deals().table(), text(flow, "recordUpdates", "object"));
                assertEquals(
                        "$Record." + SolutionRows.DEAL,
                        text(flow, "recordUpdates", "filters", "value", "elementReference"));
            }
        }
        assertEquals(Set.of("CreateAndUpdate", "Delete"), when);
    }

    @Test
    void whatBelongsToOneOrganisationIsGivenWhenItIsDeployed() throws IOException {
        JsonNode project = RestApi.JSON.readTree(
                Files.readString(SalesforceProject.FOLDER.resolve("connector/sfdx-project.json")));
        Set<String> replaced = new TreeSet<>();
        project.path("replacements")
                .forEach(one -> replaced.add(one.path("stringToReplace").asText()));
        for (FieldMap map : MAPS.all()) {
            Element message = message(map);
            assertEquals(
                    replaced, new TreeSet<>(List.of(text(message, "endpointUrl"), text(message, "integrationUser"))));
        }
        Pattern address = Pattern.compile("https?://[^\\s\"<]+|[\\w.+-]+@[\\w.-]+");
        for (Path file : SalesforceProject.files(SalesforceProject.FOLDER, "")) {
            address.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group())
                    .filter(found -> !replaced.contains(found))
                    .forEach(found -> assertEquals("http://soap.sforce.com/2006/04/metadata", found, file.toString()));
        }
    }

    @Test
    void projectsAndAdapterAreOfOneVersion() throws IOException {
        List<String> versions = new ArrayList<>();
        for (Path project : SalesforceProject.files(SalesforceProject.FOLDER, "sfdx-project.json")) {
            versions.add(RestApi.JSON
                    .readTree(Files.readString(project))
                    .path("sourceApiVersion")
                    .asText());
        }
        flows().forEach(flow -> versions.add(text(flow, "apiVersion")));
        MAPS.all().forEach(map -> versions.add(text(message(map), "apiVersion")));
        assertEquals(Set.of(SalesforceCrm.API_VERSION), Set.copyOf(versions));
    }

    // --- What is expected ---

    /** The columns of a map's own table that somebody has to add. */
    private static Set<String> custom(FieldMap map) {
        return Stream.of(
                        map.paths(Side.CRM),
                        map.columns().needed(),
                        map.columns().forSellers(),
                        map.columns().lineage().stream().toList())
                .flatMap(Collection::stream)
                .filter(column ->
                        column.endsWith("__c") && !column.contains("/") && !column.equals(SolutionRows.OBJECT))
                .filter(column -> !LEFT_OUT.contains(column))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether sellers may edit a column: what they ask, what crosses to Partner Center, and the id that a copy must lose. */
    private static boolean isSellers(FieldMap map, String column) {
        return map.columns().needed().contains(column)
                || map.columns().asked().columns().contains(column)
                || map.fields().stream()
                        .anyMatch(field -> field.crm().contains(column) && field.direction() == Direction.BOTH);
    }

    private static Map<String, Boolean> connectorsFields() {
        Map<String, Boolean> fields = new TreeMap<>();
        MAPS.all().forEach(map -> {
            map.fields().forEach(field -> field.crm().forEach(path -> name(fields, map, path, isWritten(field))));
            map.columns().otherCountries().forEach(path -> name(fields, map, path, false));
            map.columns().told().columns().forEach(column -> name(fields, map, column, true));
            map.columns().help().ifPresent(column -> name(fields, map, column, false));
            name(fields, map, map.columns().sync(), true);
            name(fields, map, map.columns().referralId(), true);
            // Set back when it is done; why somebody closes a deal stays.
            map.columns().asked().syncNow().ifPresent(column -> name(fields, map, column, true));
            map.columns().asked().keep().ifPresent(column -> name(fields, map, column, true));
            map.columns().asked().closeReason().ifPresent(column -> name(fields, map, column, false));
        });
        KEYED.forEach(object -> fields.put(object + "." + KeyedRows.KEY, true));
        fields.put("Account.Website", true);
        // Of a contact that is made, all that is known.
        Stream.of("AccountId", "Title", "HasOptedOutOfEmail", "DoNotCall", "HasOptedOutOfFax")
                .forEach(column -> fields.put("Contact." + column, true));
        fields.remove("Opportunity." + SolutionRows.OBJECT);
        fields.keySet().removeIf(field -> LEFT_OUT.contains(field.substring(field.indexOf('.') + 1)));
        return fields;
    }

    private static boolean isWritten(Field field) {
        return field.direction() != Direction.TO_PARTNER_CENTER;
    }

    /** A path as a permission set names it, with the lookups on its way. */
    private static void name(Map<String, Boolean> fields, FieldMap map, String path, boolean edit) {
        String object = map.table();
        String rest = path;
        while (rest.contains("/")) {
            String lookup = rest.substring(0, rest.indexOf('/'));
            // Whom a new deal is for is written, whichever way the customer's name crosses.
            boolean isCustomer = map.customerLookup().filter(lookup::equals).isPresent() && object.equals(map.table());
            PermissionSet.named(object, lookup).ifPresent(known -> fields.merge(known, isCustomer, Boolean::logicalOr));
            object = lookup.equals("ParentId") ? object : lookup.replaceFirst("(Id)$", "");
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        if (!object.equals("Owner")) {
            PermissionSet.named(object, rest).ifPresent(known -> fields.merge(known, edit, Boolean::logicalOr));
        }
    }

    private static Set<String> setByFlows() {
        Set<String> set = new TreeSet<>();
        for (Element flow : flows()) {
            for (Element update : all(flow, "recordUpdates")) {
                set.add(text(update, "object") + "." + text(update, "inputAssignments", "field"));
            }
        }
        return set;
    }

    // --- What is there ---

    private static List<SourceField> everyField() {
        return Stream.concat(
                        SalesforceProject.connectorFields().stream(), SalesforceProject.standaloneFields().stream())
                .toList();
    }

    private static Set<String> names(Collection<SourceField> fields) {
        return fields.stream()
                .map(field -> field.object() + "." + field.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Element> flows() {
        return SalesforceProject.files(SalesforceProject.EVENTS, ".flow-meta.xml").stream()
                .map(SourceXml::root)
                .toList();
    }

    private static Element message(FieldMap map) {
        Element workflow = root(SalesforceProject.EVENTS.resolve("workflows/" + map.table() + ".workflow-meta.xml"));
        return all(workflow, "outboundMessages").getFirst();
    }

    private static String text(Element from, String... path) {
        return SourceXml.text(from, path).orElse("");
    }

    private static String column(String field) {
        return MAPS.deals().fields().stream()
                .filter(mapped -> mapped.name().equals(field))
                .findFirst()
                .orElseThrow()
                .crm()
                .getFirst();
    }

    private static List<String> choices(String column) {
        JsonNode values = everyField().stream()
                .filter(field ->
                        field.object().equals("Opportunity") && field.name().equals(column))
                .findFirst()
                .orElseThrow()
                .definition()
                .path("values");
        List<String> choices = new ArrayList<>();
        values.forEach(value -> choices.add(value.path("value").asText(value.asText())));
        return choices;
    }

    private static List<Terms.Term> current(String list) {
        return Taxonomy.ours().list(list).all().stream()
                .filter(term -> term.retired().isEmpty())
                .toList();
    }

    private static List<String> rows(String object) throws IOException {
        Path file = SalesforceProject.FOLDER.resolve("standalone/data/" + object + ".json");
        List<String> names = new ArrayList<>();
        for (JsonNode row : RestApi.JSON.readTree(Files.readString(file)).path("records")) {
            assertEquals(object, row.at("/attributes/type").asText());
            names.add(row.path("Name").asText());
        }
        return names;
    }

    private static Map<String, JsonNode> sandboxFields() throws IOException {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        try (InputStream file = SourceField.class.getResourceAsStream("schema.json")) {
            JsonNode schema = RestApi.JSON.readTree(file);
            for (JsonNode object : schema.path("objects")) {
                String prefix = object.path("name").asText() + ".";
                object.path("fields")
                        .forEach(field -> fields.put(prefix + field.path("name").asText(), field));
                object.path("groups")
                        .forEach(group -> schema.path("fieldGroups")
                                .path(group.asText())
                                .forEach(field ->
                                        fields.put(prefix + field.path("name").asText(), field)));
            }
        }
        return fields;
    }
}
