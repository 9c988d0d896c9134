package dev.cosell.launcher.crm;

import static dev.cosell.launcher.crm.ControlledRecords.word;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import dev.cosell.launcher.Project;
import dev.cosell.launcher.SandboxDescription;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Salesforce, with the objects and fields of Microsoft's package and the connector's own; several currencies. */
public final class SalesforceSandbox implements CrmSandbox {
    /** Outbound messages cannot carry headers, so their secret stands in the address. */
    public static final String SECRET_PARAMETER = "secret";

    private static final String ROUTES = "/_sandbox/salesforce/";
    private static final String DESCRIBE_OPPORTUNITY =
            ROUTES + "as/mara.lindqvist@fabrikam.example/services/data/v67.0/sobjects/Opportunity/describe";
    private static final int NOTES_FIELD = 32_000;
    private static final String ON_HOLD = "On Hold";
    private static final String WORKED_ON = "Qualification";
    private static final String WON = "Closed Won";

    private static final Map<String, String> ADDRESS = Map.of(
            "line1", "BillingStreet",
            "city", "BillingCity",
            "state", "BillingState",
            "postalCode", "BillingPostalCode",
            "country", "BillingCountry");
    private static final Map<String, String> CONTACT =
            Map.of("firstName", "FirstName", "lastName", "LastName", "email", "Email", "phone", "Phone");
    private static final Map<Fact, String> OPPORTUNITY = Map.of(
            Fact.VALUE, "Amount",
            Fact.CLOSE_DATE, "CloseDate",
            Fact.NOTES, "Description",
            Fact.IN_PROGRESS, "StageName");
    private static final Map<Fact, String> LEAD = Map.of(
            Fact.VALUE, "CoSell_Deal_Value__c", Fact.CLOSE_DATE, "CoSell_Close_Date__c", Fact.NOTES, "Description");

    private final SandboxDescription sandbox;
    private final JsonClient control;
    private final String eventsSecret;
    private final ControlledRecords records;
    private final SalesforceSetup setup;
    private final SalesforceSolutions solutions;
    private final Map<String, Integer> decimals = new HashMap<>();
    private Optional<Choices> help = Optional.empty();

    /** @param eventsSecret what the address of its outbound messages is to carry as {@link #SECRET_PARAMETER} */
    SalesforceSandbox(SandboxDescription sandbox, JsonClient control, String eventsSecret) {
        this.sandbox = sandbox;
        this.control = control;
        this.eventsSecret = eventsSecret;
        this.records = new ControlledRecords(control, ROUTES, "Id");
        this.setup = new SalesforceSetup(
                control, ROUTES, records, Project.current().root().resolve("crm/salesforce/connector/main"));
        this.solutions = new SalesforceSolutions(records);
    }

    @Override
    public CrmProduct product() {
        return CrmProduct.SALESFORCE;
    }

    @Override
    public String address() {
        return sandbox.address(system());
    }

    @Override
    public void prepare() {
        setup.prepare();
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("CRM", product().word());
        settings.put("SALESFORCE_URL", address());
        settings.put("SALESFORCE_ORGANIZATION_ID", credential("organizationId"));
        settings.put("SALESFORCE_CLIENT_ID", credential("consumerKey"));
        settings.put("SALESFORCE_CLIENT_SECRET", credential("consumerSecret"));
        settings.put("SALESFORCE_EVENTS_SECRET", eventsSecret);
        return settings;
    }

    @Override
    public ObjectNode client() {
        return JsonClient.JSON
                .createObjectNode()
                .put("organizationId", credential("organizationId"))
                .put("clientId", credential("consumerKey"))
                .put("clientSecret", credential("consumerSecret"))
                .put("username", credential("username"))
                .put("tokenUrl", address() + "/services/oauth2/token");
    }

    @Override
    public ObjectNode eventsSecret() {
        return JsonClient.JSON
                .createObjectNode()
                .put("parameter", SECRET_PARAMETER)
                .put("value", eventsSecret);
    }

    @Override
    public void subscribe(URI functions) {
        setup.subscribe(URI.create(functions + "/api/events/salesforce?" + SECRET_PARAMETER + "=" + eventsSecret));
    }

    @Override
    public void expireSessions() {
        control.send("POST", ROUTES + "expire-sessions", JsonClient.JSON.createObjectNode());
    }

    /** The solutions are chosen before the deal is shared: they are rows that point to it. */
    @Override
    public String enter(JsonNode deal) {
        String account = account(deal);
        ObjectNode columns = JsonClient.JSON.createObjectNode();
        columns.put("Name", deal.path("name").asText())
                .put("Amount", deal.path("value").decimalValue())
                .put("CurrencyIsoCode", deal.path("currency").asText())
                .put("CloseDate", deal.path("closeDate").asText())
                .put("StageName", WORKED_ON)
                .put("AccountId", account);
        ControlledRecords.text(columns, "Description", deal.path("notes"));
        if (deal.hasNonNull("help")) {
            columns.set("How_can_Microsoft_help__c", help(deal.path("help").asText()));
            columns.put("Referral_visible_to_Microsoft_sellers__c", true);
        }
        if (deal.path("contact").isObject()) {
            columns.put("ContactId", contact(deal.path("contact"), account));
        }
        if (deal.hasNonNull("role")) {
            columns.put("Co_sell_Type__c", "Services Co-sell");
            named(columns, "Partner_Role__c", deal.path("role"));
            named(columns, "Solution_Area__c", deal.path("area"));
            named(columns, "Solution_Play__c", deal.path("play"));
        } else {
            // The package takes a deal for IP co-sell unless the seller says otherwise, and wants to know this of one.
            columns.put("Customer_purchase_intent__c", "Yes");
        }
        String record = records.create("Opportunity", columns);
        solutions.put(record, Fact.ids(deal.path("solutions").asText("")));
        if (deal.path("shared").asBoolean()) {
            records.change(
                    "Opportunity", record, JsonClient.JSON.createObjectNode().put("Sync_With_Partner_Center__c", true));
        }
        return record;
    }

    @Override
    public void correctCountry(JsonNode deal, String country) {
        records.change(
                "Account", account(deal), JsonClient.JSON.createObjectNode().put("BillingCountry", country));
    }

    @Override
    public void edit(String record, Map<Fact, ?> facts) {
        Map<Fact, Object> columns = new HashMap<>(facts);
        Object chosen = columns.remove(Fact.SOLUTIONS);
        if (chosen != null) {
            solutions.put(record, Fact.ids(chosen.toString()));
        }
        if (!columns.isEmpty()) {
            records.change("Opportunity", record, columns(OPPORTUNITY, columns));
        }
    }

    @Override
    public JsonAnswer tryEdit(String record, Map<Fact, ?> facts) {
        return records.tryChange("Opportunity", record, columns(OPPORTUNITY, facts));
    }

    @Override
    public void editLead(String lead, Map<Fact, ?> facts) {
        records.change("Lead", lead, columns(LEAD, facts));
    }

    @Override
    public void win(String record) {
        records.change("Opportunity", record, JsonClient.JSON.createObjectNode().put("StageName", WON));
    }

    /** Salesforce proposes the company's name for the opportunity; the seller keeps the referral's. */
    @Override
    public void qualify(String lead) {
        String name = word(records.get("Lead", lead), "CoSell_Referral_Name__c");
        control.send(
                "POST",
                ROUTES + "records/Lead/" + lead + "/convert",
                JsonClient.JSON.createObjectNode().put("opportunityName", name));
    }

    @Override
    public RecordView record(String id) {
        return opportunity(records.get("Opportunity", id), solutions.all());
    }

    @Override
    public List<RecordView> records() {
        Map<String, Set<String>> chosen = solutions.all();
        return records.all("Opportunity").stream()
                .map(row -> opportunity(row, chosen))
                .toList();
    }

    @Override
    public List<RecordView> leads() {
        return records.all("Lead").stream()
                .map(row -> view(row, "CoSell_Referral_Name__c", LEAD, leadStage(row), Set.of(), ""))
                .toList();
    }

    @Override
    public Map<String, Customer> customers() {
        return records.all("Account").stream().collect(Collectors.toMap(records::id, SalesforceSandbox::customer));
    }

    @Override
    public List<Write> writes() {
        return records.writes(system());
    }

    private static Customer customer(JsonNode account) {
        String key = String.join(
                "|", word(account, "Name"), word(account, "BillingPostalCode"), word(account, "BillingCountry"));
        return new Customer(word(account, "Name"), key.toLowerCase(Locale.ROOT));
    }

    private RecordView opportunity(JsonNode row, Map<String, Set<String>> chosen) {
        return view(
                row,
                "Name",
                OPPORTUNITY,
                dealStage(row),
                chosen.getOrDefault(records.id(row), Set.of()),
                word(row, "AccountId"));
    }

    private RecordView view(
            JsonNode row,
            String name,
            Map<Fact, String> columns,
            RecordView.Stage stage,
            Set<String> chosen,
            String account) {
        String currency = word(row, "CurrencyIsoCode");
        return new RecordView(
                records.id(row),
                word(row, name),
                word(row, columns.get(Fact.VALUE)),
                decimals(currency),
                currency,
                word(row, columns.get(Fact.CLOSE_DATE)),
                word(row, columns.get(Fact.NOTES)),
                NOTES_FIELD,
                stage,
                chosen,
                word(row, "Referral_Identifier__c"),
                word(row, "Referral_Link__c"),
                word(row, "Microsoft_CRM_Identifier__c"),
                account,
                word(row, "CoSell_Sync_Status__c"),
                word(row, "CoSell_Sync_Problem__c"));
    }

    private static RecordView.Stage dealStage(JsonNode row) {
        if (row.path("IsClosed").asBoolean()) {
            return row.path("IsWon").asBoolean() ? RecordView.Stage.WON : RecordView.Stage.LOST;
        }
        return word(row, "StageName").equals(ON_HOLD) ? RecordView.Stage.NEW : RecordView.Stage.ACTIVE;
    }

    private static RecordView.Stage leadStage(JsonNode row) {
        return row.path("IsConverted").asBoolean() ? RecordView.Stage.ACTIVE : RecordView.Stage.NEW;
    }

    private String account(JsonNode deal) {
        return records.customer(deal, name -> {
            ObjectNode columns = JsonClient.JSON.createObjectNode().put("Name", name);
            ControlledRecords.texts(columns, ADDRESS, deal.path("address"));
            return records.create("Account", columns);
        });
    }

    private String contact(JsonNode contact, String account) {
        ObjectNode columns = JsonClient.JSON.createObjectNode().put("AccountId", account);
        ControlledRecords.texts(columns, CONTACT, contact);
        return records.create("Contact", columns);
    }

    private JsonNode help(String label) {
        if (help.isEmpty()) {
            for (JsonNode field : control.get(DESCRIBE_OPPORTUNITY).path("fields")) {
                if (field.path("name").asText().equals("How_can_Microsoft_help__c")) {
                    help = Optional.of(new Choices(field.path("picklistValues"), "/label", "/value"));
                }
            }
        }
        return help.orElseThrow(() -> new LaunchFailure("Expected a picklist of kinds of help, found none"))
                .stored(label);
    }

    /** A row of one of Microsoft's small objects, by its name. */
    private void named(ObjectNode columns, String object, JsonNode name) {
        String id = records.all(object).stream()
                .filter(row -> word(row, "Name").equals(name.asText()))
                .map(records::id)
                .findFirst()
                .orElseThrow(() -> new LaunchFailure("Expected a row of " + object + ", found " + name));
        columns.put(object, id);
    }

    /** Currencies do not change while a story is played. */
    private synchronized int decimals(String currency) {
        if (decimals.isEmpty()) {
            records.all("CurrencyType")
                    .forEach(row -> decimals.put(
                            word(row, "IsoCode"), row.path("DecimalPlaces").asInt(2)));
        }
        return decimals.getOrDefault(currency, 2);
    }

    private static ObjectNode columns(Map<Fact, String> names, Map<Fact, ?> facts) {
        ObjectNode columns = JsonClient.JSON.createObjectNode();
        facts.forEach((fact, value) -> columns.set(
                names.get(fact), JsonClient.JSON.valueToTree(fact == Fact.IN_PROGRESS ? WORKED_ON : value)));
        return columns;
    }

    private String credential(String member) {
        return sandbox.credential(system(), member);
    }
}
