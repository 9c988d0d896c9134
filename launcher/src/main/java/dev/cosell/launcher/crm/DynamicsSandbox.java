package dev.cosell.launcher.crm;

import static dev.cosell.launcher.crm.ControlledRecords.word;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import dev.cosell.launcher.SandboxDescription;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Dynamics 365 Sales, with the columns of Microsoft's co-sell solution and the connector's own. */
public final class DynamicsSandbox implements CrmSandbox {
    public static final String SECRET_HEADER = "x-cosell-secret";

    private static final String ROUTES = "/_sandbox/dynamics/";
    private static final String WEB_API = ROUTES + "as/mara.lindqvist@fabrikam.example/api/data/v9.2/";
    private static final int NOTES_COLUMN = 2000;
    private static final int SERVICES_CO_SELL = 299600001;
    private static final int IN_PROGRESS = 1;
    private static final int ON_HOLD = 2;
    private static final int WON = 3;

    private static final Map<String, String> ADDRESS = Map.of(
            "line1", "address1_line1",
            "city", "address1_city",
            "state", "address1_stateorprovince",
            "postalCode", "address1_postalcode",
            "country", "address1_country");
    private static final Map<String, String> CONTACT =
            Map.of("firstName", "firstname", "lastName", "lastname", "email", "emailaddress1", "phone", "telephone1");
    private static final Map<Fact, String> OPPORTUNITY = Map.of(
            Fact.VALUE, "estimatedvalue",
            Fact.CLOSE_DATE, "estimatedclosedate",
            Fact.NOTES, "description",
            Fact.SOLUTIONS, "msft_microsoftpartnercentersolutions",
            Fact.IN_PROGRESS, "statuscode");
    private static final Map<Fact, String> LEAD =
            Map.of(Fact.VALUE, "estimatedamount", Fact.CLOSE_DATE, "estimatedclosedate", Fact.NOTES, "description");

    private final SandboxDescription sandbox;
    private final JsonClient control;
    private final String webhookSecret;
    private final ControlledRecords records;
    private final Map<String, JsonNode> currencies = new HashMap<>();
    private Optional<Choices> help = Optional.empty();

    /** @param webhookSecret what its webhooks are to carry in {@link #SECRET_HEADER} */
    DynamicsSandbox(SandboxDescription sandbox, JsonClient control, String webhookSecret) {
        this.sandbox = sandbox;
        this.control = control;
        this.webhookSecret = webhookSecret;
        this.records = new ControlledRecords(control, ROUTES, "id");
    }

    @Override
    public CrmProduct product() {
        return CrmProduct.DYNAMICS;
    }

    @Override
    public String address() {
        return sandbox.address(system());
    }

    @Override
    public void prepare() {
        // The environment has the connector's columns from the start.
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("CRM", product().word());
        settings.put("DYNAMICS_URL", address());
        settings.put("DYNAMICS_TENANT_ID", sandbox.login("tenantId"));
        settings.put("DYNAMICS_CLIENT_ID", sandbox.login("clientId"));
        settings.put("DYNAMICS_CLIENT_SECRET", sandbox.login("clientSecret"));
        settings.put("DYNAMICS_WEBHOOK_HEADER", SECRET_HEADER);
        settings.put("DYNAMICS_WEBHOOK_SECRET", webhookSecret);
        return settings;
    }

    @Override
    public ObjectNode client() {
        return JsonClient.JSON
                .createObjectNode()
                .put("tenant", sandbox.login("tenantId"))
                .put("clientId", sandbox.login("clientId"))
                .put("clientSecret", sandbox.login("clientSecret"))
                .put("scope", sandbox.scope(system()));
    }

    @Override
    public ObjectNode eventsSecret() {
        return JsonClient.JSON.createObjectNode().put("header", SECRET_HEADER).put("value", webhookSecret);
    }

    @Override
    public void subscribe(URI functions) {
        URI events = URI.create(functions + "/api/events/dynamics");
        DynamicsWebhooks.all(events, SECRET_HEADER, webhookSecret)
                .forEach(step -> control.send("POST", ROUTES + "webhooks", step));
    }

    @Override
    public void expireSessions() {
        control.send("POST", "/_sandbox/login/expire-tokens", JsonClient.JSON.createObjectNode());
    }

    @Override
    public String enter(JsonNode deal) {
        String account = account(deal);
        ObjectNode columns = JsonClient.JSON.createObjectNode();
        columns.put("name", deal.path("name").asText())
                .put("estimatedvalue", deal.path("value").decimalValue())
                .put("estimatedclosedate", deal.path("closeDate").asText())
                .put(
                        "msft_microsoftpartnercenterreferralsync",
                        deal.path("shared").asBoolean());
        reference(columns, "customerid", "account", account);
        reference(columns, "transactioncurrencyid", "transactioncurrency", currency(deal));
        ControlledRecords.text(columns, "description", deal.path("notes"));
        ControlledRecords.text(columns, "msft_microsoftpartnercentersolutions", deal.path("solutions"));
        if (deal.hasNonNull("help")) {
            columns.set(
                    "msft_microsoftpartnercenterhelp", help(deal.path("help").asText()));
            columns.put("msft_microsoftpartnercenterreferralvisible", true);
        }
        if (deal.path("contact").isObject()) {
            reference(columns, "parentcontactid", "contact", contact(deal.path("contact"), account));
        }
        if (deal.hasNonNull("role")) {
            columns.put("msft_coselltype", SERVICES_CO_SELL);
            named(columns, "msft_partnerrole", deal.path("role"));
            named(columns, "msft_solutionarea", deal.path("area"));
            named(columns, "msft_solutionplay", deal.path("play"));
        }
        return records.create("opportunity", columns);
    }

    @Override
    public void correctCountry(JsonNode deal, String country) {
        records.change(
                "account", account(deal), JsonClient.JSON.createObjectNode().put("address1_country", country));
    }

    @Override
    public void edit(String record, Map<Fact, ?> facts) {
        records.change("opportunity", record, columns(OPPORTUNITY, facts));
    }

    @Override
    public JsonAnswer tryEdit(String record, Map<Fact, ?> facts) {
        return records.tryChange("opportunity", record, columns(OPPORTUNITY, facts));
    }

    @Override
    public void editLead(String lead, Map<Fact, ?> facts) {
        records.change("lead", lead, columns(LEAD, facts));
    }

    @Override
    public void win(String record) {
        ObjectNode win = JsonClient.JSON.createObjectNode().put("Status", WON);
        win.putObject("OpportunityClose")
                .put("subject", "Won")
                .put("opportunityid@odata.bind", "/opportunities(" + record + ")");
        control.send("POST", WEB_API + "WinOpportunity", win);
    }

    @Override
    public void qualify(String lead) {
        control.send(
                "POST",
                WEB_API + "leads(" + lead + ")/Microsoft.Dynamics.CRM.QualifyLead",
                JsonClient.JSON
                        .createObjectNode()
                        .put("CreateAccount", true)
                        .put("CreateContact", true)
                        .put("CreateOpportunity", true)
                        .put("Status", 3));
    }

    @Override
    public RecordView record(String id) {
        return opportunity(records.get("opportunity", id));
    }

    @Override
    public List<RecordView> records() {
        return records.all("opportunity").stream().map(this::opportunity).toList();
    }

    @Override
    public List<RecordView> leads() {
        return records.all("lead").stream()
                .map(row -> view(row, "subject", "estimatedamount"))
                .toList();
    }

    @Override
    public Map<String, Customer> customers() {
        return records.all("account").stream()
                .collect(Collectors.toMap(records::id, row -> customer(row.path("values"))));
    }

    @Override
    public List<Write> writes() {
        return records.writes(system());
    }

    private static Customer customer(JsonNode account) {
        String key = word(account, "name") + "|" + word(account, "address1_postalcode") + "|"
                + word(account, "address1_country");
        return new Customer(word(account, "name"), key.toLowerCase(java.util.Locale.ROOT));
    }

    private RecordView opportunity(JsonNode row) {
        return view(row, "name", "estimatedvalue");
    }

    private RecordView view(JsonNode row, String nameColumn, String valueColumn) {
        JsonNode values = row.path("values");
        JsonNode currency = currencyRow(values.at("/transactioncurrencyid/id").asText(""));
        return new RecordView(
                records.id(row),
                word(values, nameColumn),
                word(values, valueColumn),
                currency.path("currencyprecision").asInt(2),
                word(currency, "isocurrencycode"),
                word(values, "estimatedclosedate"),
                word(values, "description"),
                NOTES_COLUMN,
                stage(
                        values.path("statecode").asInt(),
                        values.path("statuscode").asInt()),
                Fact.ids(word(values, "msft_microsoftpartnercentersolutions")),
                word(values, "msft_microsoftpartnercenterreferralidentifier"),
                word(values, "msft_microsoftpartnercenterreferrallink"),
                word(values, "msft_microsoftcrmidentifier"),
                values.at("/customerid/id").asText(""),
                word(values, "cosell_syncstatus"),
                word(values, "cosell_syncproblem"));
    }

    private static RecordView.Stage stage(int state, int reason) {
        return switch (state) {
            case 0 -> reason == ON_HOLD ? RecordView.Stage.NEW : RecordView.Stage.ACTIVE;
            case 1 -> RecordView.Stage.WON;
            default -> RecordView.Stage.LOST;
        };
    }

    private String account(JsonNode deal) {
        return records.customer(deal, name -> {
            ObjectNode columns = JsonClient.JSON.createObjectNode().put("name", name);
            ControlledRecords.texts(columns, ADDRESS, deal.path("address"));
            return records.create("account", columns);
        });
    }

    private String contact(JsonNode contact, String account) {
        ObjectNode columns = JsonClient.JSON.createObjectNode();
        ControlledRecords.texts(columns, CONTACT, contact);
        reference(columns, "parentcustomerid", "account", account);
        return records.create("contact", columns);
    }

    /** Currencies do not change while a story is played. */
    private synchronized JsonNode currencyRow(String id) {
        if (currencies.isEmpty()) {
            records.all("transactioncurrency").forEach(row -> currencies.put(records.id(row), row.path("values")));
        }
        return currencies.getOrDefault(id, JsonClient.JSON.createObjectNode());
    }

    private String currency(JsonNode deal) {
        String iso = deal.path("currency").asText();
        currencyRow("");
        return currencies.entrySet().stream()
                .filter(row -> word(row.getValue(), "isocurrencycode").equals(iso))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new LaunchFailure("Expected a currency of the CRM, found " + iso));
    }

    /** A choice is stored as a number; which one, only the metadata tells. */
    private JsonNode help(String label) {
        if (help.isEmpty()) {
            JsonNode column = control.get(WEB_API
                    + "EntityDefinitions(LogicalName='opportunity')/Attributes"
                    + "(LogicalName='msft_microsoftpartnercenterhelp')"
                    + "/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet");
            help = Optional.of(
                    new Choices(column.at("/OptionSet/Options"), "/Label/UserLocalizedLabel/Label", "/Value"));
        }
        return help.get().stored(label);
    }

    /** A row of one of Microsoft's small tables, by its name. */
    private void named(ObjectNode columns, String table, JsonNode name) {
        String id = records.all(table).stream()
                .filter(row -> row.at("/values/msft_name").asText().equals(name.asText()))
                .map(records::id)
                .findFirst()
                .orElseThrow(() -> new LaunchFailure("Expected a row of " + table + ", found " + name));
        reference(columns, table, table, id);
    }

    private static ObjectNode columns(Map<Fact, String> names, Map<Fact, ?> facts) {
        ObjectNode columns = JsonClient.JSON.createObjectNode();
        facts.forEach((fact, value) -> columns.set(
                names.get(fact), JsonClient.JSON.valueToTree(fact == Fact.IN_PROGRESS ? (Object) IN_PROGRESS : value)));
        return columns;
    }

    private static void reference(ObjectNode columns, String column, String table, String id) {
        columns.putObject(column).put("table", table).put("id", id);
    }
}
