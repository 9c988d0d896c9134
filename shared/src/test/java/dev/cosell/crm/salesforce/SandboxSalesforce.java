package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.salesforce.SalesforceCrm.Organization;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.CachedToken;
import dev.cosell.http.Call;
import dev.cosell.http.SignIn;
import dev.cosell.http.Transport;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.OrganizationSettings;
import dev.cosell.sandbox.salesforce.Salesforce;
import dev.cosell.sandbox.salesforce.SourceField;
import dev.cosell.sync.CustomerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The sandbox's Salesforce in this process, without a network: the adapter against the whole documented behaviour. */
public final class SandboxSalesforce implements Transport {
    static final URI ADDRESS = URI.create("https://fabrikam.my.salesforce.test");

    private static final String ADMINISTRATOR = "mara.lindqvist@fabrikam.example";

    private static final List<SourceField> ADDITIONS = SalesforceProject.connectorFields();
    private static final PermissionSet GRANTED = SalesforceProject.permissionSet("CoSell_Connector");

    /** Every call the adapter made, oldest first. */
    public final List<Call> calls = new ArrayList<>();

    private final Salesforce salesforce;
    private final ObjectNode fieldRights = RestApi.JSON.createObjectNode();
    private Optional<Answer> next = Optional.empty();
    private Runnable answered = () -> {};

    /** With several currencies, stages for deals that wait, and what the project in {@code crm/salesforce} deploys. */
    public SandboxSalesforce() {
        this(OrganizationSettings.international());
    }

    public SandboxSalesforce(OrganizationSettings settings) {
        salesforce = new Salesforce(
                () -> ADDRESS, (service, target, headers, body, retry, subject) -> {}, Clock.systemUTC(), settings);
        control(
                "POST",
                "records/OpportunityStage",
                "{\"MasterLabel\": \"On Hold\", \"ApiName\": \"On Hold\", \"SortOrder\": 0, \"IsActive\": true}");
        withAdditions();
        withPermissionSet();
    }

    private void withAdditions() {
        ADDITIONS.forEach(
                field -> add(field.object(), field.name(), field.definition().toString()));
        // Stock columns that the sandbox's organisation does not have by itself.
        Stream.of("HasOptedOutOfEmail", "DoNotCall")
                .forEach(column -> add("Contact", column, "{\"type\": \"boolean\", \"default\": false}"));
    }

    /** The connector's user may do what its permission set grants, and nothing else. */
    private void withPermissionSet() {
        control("PUT", "object-permissions", GRANTED.objectRights().toString());
        GRANTED.objects()
                .keySet()
                .forEach(object -> GRANTED.fieldRights(
                        fieldRights,
                        control(
                                "GET",
                                "as/" + ADMINISTRATOR + "/services/data/v67.0/sobjects/" + object + "/describe",
                                "")));
        control("PUT", "field-permissions", fieldRights.toString());
    }

    /** Grants further columns, as an administrator does who names them in the settings. */
    void alsoGrants(String object, String... columns) {
        Stream.of(columns).forEach(column -> fieldRights.remove(object + "/" + column));
        control("PUT", "field-permissions", fieldRights.toString());
    }

    private void add(String object, String column, String type) {
        control("PUT", "fields/" + object + "/" + column, type);
    }

    public void without(String object, String column) {
        control("DELETE", "fields/" + object + "/" + column, "");
    }

    /** As the platform is without anything but Microsoft's package. */
    public void withoutAdditions() {
        ADDITIONS.forEach(field -> without(field.object(), field.name()));
        without("Opportunity", "Audit__c");
    }

    /** The adapter on this organisation, with a memory of its own. */
    public SalesforceCrm adapter(FieldMaps maps) {
        return adapter(maps, SalesforceCrm.ACCOUNT_COLUMNS);
    }

    /** As above, with the columns of accounts by which customers are recognised. */
    public SalesforceCrm adapter(FieldMaps maps, CustomerSettings.Columns accountColumns) {
        return new SalesforceCrm(
                new Organization(ADDRESS, SalesforceCrm.API_VERSION, Optional.of("USD"), accountColumns),
                this,
                new CachedToken(signIn(), InstantSource.system()),
                maps,
                InstantSource.system());
    }

    SignIn signIn() {
        return SalesforceSignIn.clientCredentials(
                ADDRESS,
                credential("consumerKey"),
                credential("consumerSecret"),
                this::answered,
                InstantSource.system());
    }

    String credential(String name) {
        return salesforce.credentials().get(name);
    }

    @Override
    public Answer send(Call call) {
        calls.add(call);
        Optional<Answer> instead = next;
        next = Optional.empty();
        Answer answer = instead.orElseGet(() -> answered(call));
        answered.run();
        return answer;
    }

    /** What happens, from now on, between an answer and whoever asked. */
    public void onAnswer(Runnable happening) {
        answered = happening;
    }

    Answer answered(Call call) {
        return answer(salesforce.answer(request(call.method(), call.uri(), call.headers(), call.body())));
    }

    /** The next call is refused like this. */
    public void refusesNext(int status, Map<String, String> headers) {
        Answer refusal = answer(salesforce.failure(status));
        next = Optional.of(new Answer(status, headers, refusal.body()));
    }

    void throttle(Duration wait) {
        refusesNext(403, Map.of("retry-after", Long.toString(wait.toSeconds())));
    }

    /**
     * What a person or an administrator does around the API; routes in the sandbox's package {@code salesforce}.
     *
     * @param path below {@code /_sandbox/salesforce/}
     * @param body JSON, or empty
     */
    public JsonNode control(String method, String path, String body) {
        URI uri = URI.create(ADDRESS + "/_sandbox/salesforce/" + path);
        Response response = salesforce.control(request(method, uri, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        if (response.status() >= 300) {
            throw new AssertionError(method + " " + path + ": " + response.status() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return json(response.body());
    }

    JsonNode edits(String object, String id, ObjectNode columns) {
        return control("PATCH", "records/" + object + "/" + id, columns.toString());
    }

    private static JsonNode json(byte[] body) {
        try {
            return RestApi.JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Request request(String method, URI uri, Map<String, String> headers, byte[] body) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Request(method, uri, all, body);
    }

    private static Answer answer(Response response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Answer(response.status(), headers, response.body());
    }
}
