package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.Difference;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.http.Call;
import dev.cosell.sandbox.salesforce.OrganizationSettings;
import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A Salesforce organisation in this process, and what people do in it. */
public final class LocalSalesforce extends LocalCrm {
    private final SandboxSalesforce salesforce;
    private final OrganizationSettings settings;

    /** With several currencies, and a list of countries. */
    public static LocalSalesforce international() {
        return new LocalSalesforce(OrganizationSettings.international());
    }

    /** With one currency, and countries as people write them. */
    public static LocalSalesforce standard() {
        return new LocalSalesforce(OrganizationSettings.standard());
    }

    private LocalSalesforce(OrganizationSettings settings) {
        this(new SandboxSalesforce(settings), settings);
    }

    private LocalSalesforce(SandboxSalesforce salesforce, OrganizationSettings settings) {
        super(FieldMapFile.salesforce(), salesforce::adapter);
        this.salesforce = salesforce;
        this.settings = settings;
        // A choice that no field is in, for maps that want one more.
        salesforce.alsoGrants("Opportunity", "Type");
    }

    /** A duplicate rule, which other CRMs' sandboxes do not have: rows that are equal in a column are refused. */
    public void refusesDuplicates(String object, String column) {
        ObjectNode rule = JsonNodeFactory.instance
                .objectNode()
                .put("object", object)
                .put("active", true)
                .put("allowSave", true);
        rule.putArray("matchFields").add(column);
        salesforce.control("PUT", "duplicate-rules/" + object, rule.toString());
    }

    @Override
    public List<Call> calls() {
        return salesforce.calls;
    }

    @Override
    public void onAnswer(Runnable happening) {
        salesforce.onAnswer(happening);
    }

    @Override
    public Set<Difference> differences() {
        return Difference.OF_SALESFORCE;
    }

    @Override
    public RecordRef account(String name, String postalCode, String country) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode().put("Name", name);
        put(columns, "BillingPostalCode", postalCode);
        put(columns, settings.countryPicklists() ? "BillingCountryCode" : "BillingCountry", country);
        return created("Account", columns);
    }

    @Override
    public void belongsTo(RecordRef account, RecordRef parent) {
        writes(account, JsonNodeFactory.instance.objectNode().put("ParentId", parent.id()));
    }

    @Override
    public RecordRef bare(String name, Optional<RecordRef> account) {
        ObjectNode columns = JsonNodeFactory.instance
                .objectNode()
                .put("Name", name)
                .put("StageName", "Qualification")
                .put("CloseDate", "2027-01-31")
                .put("Customer_purchase_intent__c", "Yes");
        account.ifPresent(customer -> columns.put("AccountId", customer.id()));
        return created("Opportunity", columns);
    }

    @Override
    public void writes(RecordRef record, ObjectNode columns) {
        salesforce.control("PATCH", path(record), columns.toString());
    }

    @Override
    public void chooses(RecordRef record, String column, String option) {
        writes(record, JsonNodeFactory.instance.objectNode().put(column, option));
    }

    @Override
    public RecordRef clones(RecordRef record) {
        return new RecordRef(
                record.table(),
                salesforce
                        .control("POST", path(record) + "/clone", "")
                        .path("Id")
                        .asText());
    }

    @Override
    public void deletes(RecordRef record) {
        salesforce.control("DELETE", path(record), "");
    }

    @Override
    public RecordRef qualifies(RecordRef lead) {
        JsonNode converted = salesforce.control("POST", path(lead) + "/convert", "{}");
        return new RecordRef(
                "Opportunity", converted.path("ConvertedOpportunityId").asText());
    }

    @Override
    public RecordRef unused() {
        return new RecordRef("Opportunity", "006000000000999AAA");
    }

    @Override
    protected List<String> forms(RecordRef record) {
        return List.of(
                record.id(),
                record.id().toUpperCase(Locale.ROOT),
                record.id().toLowerCase(Locale.ROOT),
                record.id().substring(0, 15));
    }

    @Override
    public int rows(String table) {
        return salesforce.control("GET", "records/" + table, "").size();
    }

    @Override
    public int accounts() {
        return rows("Account");
    }

    @Override
    public int contacts() {
        return rows("Contact");
    }

    @Override
    public String held(RecordRef record, String column) {
        return salesforce.control("GET", path(record), "").path(column).asText("");
    }

    @Override
    public String user(String email) {
        return salesforce
                .control("GET", "records/User", "")
                .valueStream()
                .filter(row -> row.path("Email").asText().equals(email))
                .map(row -> row.path("Id").asText())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void hides(String table, String column) {
        salesforce.control(
                "PUT",
                "field-permissions",
                JsonNodeFactory.instance
                        .objectNode()
                        .set(
                                table + "/" + column,
                                JsonNodeFactory.instance.objectNode().put("read", false))
                        .toString());
    }

    @Override
    public String isCalled(String name) {
        return "Name = " + Soql.literal(name);
    }

    @Override
    public String beginsWith(String name) {
        return "Name LIKE '" + name + "%'";
    }

    @Override
    public String isOpen() {
        return "IsClosed = false";
    }

    @Override
    public String isAny() {
        return "Name != null";
    }

    private RecordRef created(String object, ObjectNode columns) {
        return new RecordRef(
                object,
                salesforce
                        .control("POST", "records/" + object, columns.toString())
                        .path("Id")
                        .asText());
    }

    private static String path(RecordRef record) {
        return "records/" + record.table() + "/" + record.id();
    }
}
