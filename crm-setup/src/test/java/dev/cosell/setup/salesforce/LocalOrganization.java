package dev.cosell.setup.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.salesforce.SalesforceCrm;
import dev.cosell.crm.salesforce.SalesforceSignIn;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.CachedToken;
import dev.cosell.http.Call;
import dev.cosell.http.CallCounter;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.OrganizationSettings;
import dev.cosell.sandbox.salesforce.Salesforce;
import dev.cosell.setup.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The sandbox's Salesforce in this process, and the CLI of an administrator who is signed in to it. */
final class LocalOrganization implements SalesforceCli {
    static final Path PROJECTS = Path.of("..", "crm", "salesforce");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI ADDRESS = URI.create("https://fabrikam.my.salesforce.test");
    private static final String ADMINISTRATOR = "mara.lindqvist@fabrikam.example";
    private static final Path STANDALONE = PROJECTS.resolve("standalone/main");

    /** What was deployed and imported, in order. */
    final List<String> changes = new ArrayList<>();
    /** The variables of the last command. */
    Map<String, String> environment = Map.of();

    private final Salesforce salesforce = new Salesforce(
            () -> ADDRESS,
            (service, target, headers, body, retry, subject) -> {},
            Clock.systemUTC(),
            OrganizationSettings.international());
    private final Set<String> absent = new HashSet<>();
    private final Set<String> permissionSets = new TreeSet<>();
    private final Set<String> flows = new TreeSet<>();
    boolean flowsArriveActive = true;

    /** With Microsoft's package and nothing of ours. */
    static LocalOrganization withMicrosoftsPackage() {
        return new LocalOrganization();
    }

    /** As it is bought. */
    static LocalOrganization asBought() {
        LocalOrganization organization = new LocalOrganization();
        Set<String> objects = organization.objects();
        dev.cosell.sandbox.salesforce.SourceField.in(STANDALONE).stream()
                .filter(field -> !objects.contains(field.object()))
                .forEach(field -> organization.control("DELETE", "fields/" + field.object() + "/" + field.name(), ""));
        for (String list : List.of("Partner_Role__c", "Solution_Area__c")) {
            organization
                    .control("GET", "records/" + list, "")
                    .forEach(row -> organization.control(
                            "DELETE", "records/" + list + "/" + row.path("Id").asText(), ""));
        }
        organization.absent.addAll(objects);
        return organization;
    }

    /** What the connector finds at fault with the fields, once a person has added the stage. */
    List<String> faults() {
        control(
                "POST",
                "records/OpportunityStage",
                "{\"MasterLabel\": \"On Hold\", \"ApiName\": \"On Hold\", \"SortOrder\": 0, \"IsActive\": true}");
        SalesforceSignIn signIn = SalesforceSignIn.clientCredentials(
                ADDRESS,
                salesforce.credentials().get("consumerKey"),
                salesforce.credentials().get("consumerSecret"),
                this::send,
                InstantSource.system());
        FieldMaps maps = FieldMapFile.salesforce();
        SalesforceCrm crm = new SalesforceCrm(
                SalesforceCrm.Organization.at(ADDRESS),
                this::send,
                new CallCounter(),
                new CachedToken(signIn, InstantSource.system()),
                maps,
                InstantSource.system());
        return CrmCheck.faults(maps, true, crm::describe);
    }

    private Answer send(Call call) {
        Map<String, List<String>> headers = new HashMap<>();
        call.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        Response response = salesforce.answer(new Request(call.method(), call.uri(), headers, call.body()));
        return new Answer(response.status(), Map.of(), response.body());
    }

    SalesforceSetUp setUp() {
        return new SalesforceSetUp(
                this,
                PROJECTS,
                Optional.of(new SalesforceEvents(
                        URI.create("https://connector.test/api/events/salesforce"),
                        "s&cret",
                        "admin@fabrikam.example")));
    }

    List<Finding> apply() {
        return setUp().apply(finding -> {});
    }

    List<Finding> check() {
        return setUp().check(finding -> {});
    }

    void without(String object) {
        absent.add(object);
    }

    void without(String object, String field) {
        control("DELETE", "fields/" + object + "/" + field, "");
    }

    @Override
    public String org() {
        return "cosell";
    }

    @Override
    public Ran run(Path folder, Map<String, String> variables, List<String> arguments) {
        environment = variables;
        String last = arguments.getLast();
        return switch (String.join(" ", arguments.subList(0, 2))) {
            case "sobject describe" -> described(last);
            case "data query" -> new Ran(0, result(queried(last)));
            case "project deploy" -> deployed(folder.resolve(last));
            case "data import" -> imported(folder.resolve(last));
            default -> throw new AssertionError("not a command of the CLI: " + arguments);
        };
    }

    private Ran described(String object) {
        return absent.contains(object)
                ? new Ran(1, JSON.createObjectNode().put("name", "NOT_FOUND").put("message", "no " + object))
                : new Ran(0, result(api("sobjects/" + object + "/describe")));
    }

    private JsonNode queried(String soql) {
        if (soql.contains("FROM PermissionSet ")) {
            return records(permissionSets, "Name");
        }
        if (soql.contains("FROM FlowDefinitionView ")) {
            return records(flows, "ApiName");
        }
        return api("query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8));
    }

    private ObjectNode records(Set<String> names, String member) {
        ObjectNode answer = JSON.createObjectNode();
        var records = answer.putArray("records");
        names.forEach(name -> records.addObject().put(member, name).put("IsActive", flowsArriveActive));
        return answer;
    }

    private Ran deployed(Path folder) {
        changes.add("deploy " + PROJECTS.relativize(folder));
        if (folder.startsWith(STANDALONE)) {
            absent.clear();
        }
        dev.cosell.sandbox.salesforce.SourceField.in(folder).stream()
                .filter(field -> !field.object().endsWith("__c") || field.name().startsWith("CoSell_"))
                .forEach(field -> control(
                        "PUT",
                        "fields/" + field.object() + "/" + field.name(),
                        field.definition().toString()));
        permissionSets.addAll(names(folder.resolve("permissionsets"), ".permissionset-meta.xml"));
        flows.addAll(names(folder.resolve("flows"), ".flow-meta.xml"));
        return new Ran(0, result(JSON.createObjectNode().put("status", "Succeeded")));
    }

    private Ran imported(Path file) {
        changes.add("import " + file.getFileName());
        try {
            for (JsonNode row : JSON.readTree(file.toFile()).path("records")) {
                ObjectNode values = row.deepCopy();
                String object = values.remove("attributes").path("type").asText();
                control("POST", "records/" + object, values.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Ran(0, result(JSON.createArrayNode()));
    }

    private Set<String> objects() {
        Set<String> objects = new TreeSet<>();
        dev.cosell.sandbox.salesforce.SourceField.in(STANDALONE).stream()
                .map(dev.cosell.sandbox.salesforce.SourceField::object)
                .filter(object -> object.endsWith("__c"))
                .forEach(objects::add);
        objects.addAll(List.of("Partner_Role__c", "Solution_Area__c", "Solution_Play__c"));
        return objects;
    }

    private static List<String> names(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(suffix, ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode result(JsonNode body) {
        return JSON.createObjectNode().put("status", 0).set("result", body);
    }

    private JsonNode api(String path) {
        return control("GET", "as/" + ADMINISTRATOR + "/services/data/v67.0/" + path, "");
    }

    private JsonNode control(String method, String path, String body) {
        Response response = salesforce.control(new Request(
                method,
                URI.create(ADDRESS + "/_sandbox/salesforce/" + path),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8)));
        if (response.status() >= 300) {
            throw new AssertionError(method + " " + path + ": " + response.status() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
