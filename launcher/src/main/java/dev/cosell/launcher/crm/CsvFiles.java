package dev.cosell.launcher.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.Comparison;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import dev.cosell.launcher.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * No CRM, but CSV files that people edit with a spreadsheet. Files tell of nothing: whoever saved them has the connector
 * look at once, which it else does every quarter of an hour.
 */
public final class CsvFiles implements CrmSandbox {
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(30);
    /** What the field map rounds to, and cuts notes at. */
    private static final int DECIMALS = 2;

    private static final int NOTES_CELL = 2000;
    private static final String SELLER = "mara.lindqvist@fabrikam.example";

    private static final Map<String, String> ADDRESS = Map.of(
            "line1", "street", "city", "city", "state", "state", "postalCode", "postal_code", "country", "country");
    private static final Map<String, String> CONTACT =
            Map.of("firstName", "first_name", "lastName", "last_name", "email", "email", "phone", "phone");
    private static final Map<String, String> DEAL = Map.of(
            "name", "name",
            "customer", "account",
            "value", "value",
            "currency", "currency",
            "closeDate", "close_date",
            "solutions", "solutions",
            "notes", "notes",
            "help", "help");
    private static final Map<String, String> SERVICES =
            Map.of("role", "partner_role", "area", "solution_area", "play", "solution_play");

    private final Path directory;
    private final JsonClient functions;
    private final CsvFile deals;
    private final CsvFile accounts;
    private final CsvFile contacts;

    /**
     * @param directory where the files are to be
     * @param functions who is asked to look
     */
    CsvFiles(Path directory, JsonClient functions) {
        this.directory = directory;
        this.functions = functions;
        this.deals = file("opportunities");
        this.accounts = file("accounts");
        this.contacts = file("contacts");
    }

    private CsvFile file(String name) {
        return new CsvFile(directory.resolve(name + ".csv"));
    }

    @Override
    public CrmProduct product() {
        return CrmProduct.FILE;
    }

    @Override
    public String address() {
        return directory.toString();
    }

    @Override
    public boolean keepsLeads() {
        return false;
    }

    // --- The administrator ---

    @Override
    public void prepare() {
        Path templates = Project.current().root().resolve("crm/file");
        try {
            Files.createDirectories(directory);
            for (String name : List.of("opportunities", "accounts", "contacts", "users")) {
                Files.copy(templates.resolve(name + ".csv"), directory.resolve(name + ".csv"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not copy the files of " + templates + " to " + directory, e);
        }
        file("users")
                .edit(rows -> rows.add(
                        new LinkedHashMap<>(Map.of("first_name", "Mara", "last_name", "Lindqvist", "email", SELLER))));
        deals.watch();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("CRM", product().word(), "FILE_DIRECTORY", directory.toString());
    }

    @Override
    public ObjectNode client() {
        return JsonClient.JSON.createObjectNode();
    }

    @Override
    public ObjectNode eventsSecret() {
        return JsonClient.JSON.createObjectNode();
    }

    /** The first look only notes what is there; those after it find what has changed since. */
    @Override
    public void subscribe(URI functions) {
        look();
    }

    @Override
    public void expireSessions() {
        // Nobody signs in to a file.
    }

    // --- Sellers ---

    @Override
    public String enter(JsonNode deal) {
        return enterAll(List.of(deal), () -> {}).getFirst();
    }

    /** All in new rows without ids, which the connector gives them when it looks. */
    @Override
    public List<String> enterAll(List<JsonNode> entered, Runnable between) {
        for (JsonNode deal : entered) {
            add(deal);
            between.run();
        }
        look();
        List<Map<String, String>> rows = deals.rows();
        return entered.stream()
                .map(deal -> idOfLast(rows, deal.path("name").asText()))
                .toList();
    }

    /** New rows stand behind the others. */
    private static String idOfLast(List<Map<String, String>> rows, String name) {
        return rows.reversed().stream()
                .filter(row -> row.get("name").equals(name))
                .findFirst()
                .map(row -> row.get(CsvFile.ID))
                .orElseThrow(() -> new LaunchFailure("Expected a row with the name " + name + ", found none"));
    }

    private void add(JsonNode deal) {
        String customer = deal.path("customer").asText();
        if (accounts.rows().stream().noneMatch(row -> row.get("name").equals(customer))) {
            Map<String, String> account = cells(ADDRESS, deal.path("address"));
            account.put("name", customer);
            accounts.edit(rows -> rows.add(account));
        }
        Map<String, String> row = cells(DEAL, deal);
        row.putAll(cells(SERVICES, deal));
        row.putAll(Map.of("owner", SELLER, "state", "Open", "stage", "Active", "shared", yesOrNo(deal.path("shared"))));
        if (deal.hasNonNull("help")) {
            row.put("visible_to_microsoft", "yes");
        }
        if (deal.hasNonNull("role")) {
            row.put("co_sell_type", "Services Co-sell");
        }
        if (deal.path("contact").isObject()) {
            Map<String, String> contact = cells(CONTACT, deal.path("contact"));
            contact.put("account", customer);
            contacts.edit(rows -> rows.add(contact));
            row.put("contact", contact.get("email"));
        }
        deals.edit(rows -> rows.add(row));
    }

    /** The file of customers is nobody's deal, so the seller asks for the deal to be looked at. */
    @Override
    public void correctCountry(JsonNode deal, String country) {
        String customer = deal.path("customer").asText();
        accounts.edit(rows -> rows.stream()
                .filter(row -> row.get("name").equals(customer))
                .forEach(row -> row.put("country", country)));
        deals.edit(rows -> rows.stream()
                .filter(row -> row.get("account").equals(customer))
                .forEach(row -> row.put("sync_now", "yes")));
        look();
    }

    @Override
    public void edit(String record, Map<Fact, ?> facts) {
        Map<String, String> cells = new LinkedHashMap<>();
        facts.forEach((fact, value) -> cells.put(column(fact), fact == Fact.IN_PROGRESS ? "Active" : value.toString()));
        deals.change(record, cells);
        look();
    }

    private static String column(Fact fact) {
        return switch (fact) {
            case VALUE -> "value";
            case CLOSE_DATE -> "close_date";
            case NOTES -> "notes";
            case SOLUTIONS -> "solutions";
            case IN_PROGRESS -> "stage";
        };
    }

    /** A file refuses nothing. */
    @Override
    public JsonAnswer tryEdit(String record, Map<Fact, ?> facts) {
        edit(record, facts);
        return new JsonAnswer(200, MissingNode.getInstance(), HttpHeaders.of(Map.of(), (name, value) -> true));
    }

    @Override
    public void editLead(String lead, Map<Fact, ?> facts) {
        throw noLeads();
    }

    @Override
    public void win(String record) {
        deals.change(record, Map.of("state", "Won", "stage", "Won"));
        look();
    }

    @Override
    public void qualify(String lead) {
        throw noLeads();
    }

    private static UnsupportedOperationException noLeads() {
        return new UnsupportedOperationException("there are no leads in files");
    }

    private void look() {
        Comparison.finish(functions, LOOK_LIMIT);
    }

    // --- What stands there ---

    @Override
    public RecordView record(String id) {
        return view(deals.row(id), accounts.rows());
    }

    @Override
    public List<RecordView> records() {
        List<Map<String, String>> companies = accounts.rows();
        return deals.rows().stream().map(row -> view(row, companies)).toList();
    }

    @Override
    public List<RecordView> leads() {
        return List.of();
    }

    @Override
    public Map<String, Customer> customers() {
        return accounts.rows().stream().collect(Collectors.toMap(CsvFiles::key, CsvFiles::customer));
    }

    @Override
    public List<Write> writes() {
        return deals.writesOfOthers();
    }

    private static Customer customer(Map<String, String> account) {
        String key = account.get("name") + "|" + account.get("postal_code") + "|" + account.get("country");
        return new Customer(account.get("name"), key.toLowerCase(Locale.ROOT));
    }

    /** People know a customer by its name, until the connector has given it an id. */
    private static String key(Map<String, String> account) {
        return account.get(CsvFile.ID).isEmpty() ? account.get("name") : account.get(CsvFile.ID);
    }

    private static RecordView view(Map<String, String> row, List<Map<String, String>> companies) {
        String account = row.get("account");
        String customer = companies.stream()
                .filter(company -> account.equals(company.get(CsvFile.ID)) || account.equals(company.get("name")))
                .findFirst()
                .map(CsvFiles::key)
                .orElse("");
        return new RecordView(
                row.get(CsvFile.ID),
                row.get("name"),
                row.get("value"),
                DECIMALS,
                row.get("currency"),
                row.get("close_date"),
                row.get("notes"),
                NOTES_CELL,
                stage(row),
                Fact.ids(row.get("solutions")),
                row.get("referral_id"),
                row.get("referral_link"),
                row.get("microsoft_crm_id"),
                customer,
                row.get("sync_status"),
                row.get("sync_problem"));
    }

    private static RecordView.Stage stage(Map<String, String> row) {
        return switch (row.get("state")) {
            case "Won" -> RecordView.Stage.WON;
            case "Lost" -> RecordView.Stage.LOST;
            default -> row.get("stage").equals("New") ? RecordView.Stage.NEW : RecordView.Stage.ACTIVE;
        };
    }

    /** The cells for members that have values. */
    private static Map<String, String> cells(Map<String, String> columns, JsonNode members) {
        Function<Map.Entry<String, String>, String> value =
                column -> members.path(column.getKey()).asText();
        return columns.entrySet().stream()
                .filter(column -> members.hasNonNull(column.getKey()))
                .collect(Collectors.toMap(Map.Entry::getValue, value, (one, other) -> one, LinkedHashMap::new));
    }

    private static String yesOrNo(JsonNode flag) {
        return flag.asBoolean() ? "yes" : "no";
    }
}
