package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.http.Answer;
import dev.cosell.problem.Failure;
import dev.cosell.referral.CompanyName;
import dev.cosell.referral.Consent;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.CustomerSettings;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Account;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.Customers;
import dev.cosell.sync.port.Written;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Accounts, contacts and users of Dataverse. Whatever comes from outside is a quoted literal in a query. */
final class DynamicsCustomers implements Customers {
    private static final String IN_USE = "statecode eq 0";
    private static final String PERSON = "firstname,lastname,emailaddress1,telephone1,jobtitle";

    /** Stock columns of a contact: by none of these ways. */
    private static final List<String> NOT_BY =
            List.of("donotemail", "donotbulkemail", "donotphone", "donotfax", "donotpostalmail", "donotbulkpostalmail");

    private final WebApi api;
    private final URI environment;
    private final CustomerSettings.Columns columns;
    private final String name;
    private final Optional<String> postalCode;
    private final Optional<String> country;

    DynamicsCustomers(WebApi api, URI environment, FieldMap map, CustomerSettings.Columns columns) {
        this.api = api;
        this.environment = environment;
        this.columns = columns;
        this.name = map.customerColumn(Customer.NAME).orElse("name");
        this.postalCode = map.customerColumn(Customer.POSTAL_CODE);
        this.country = map.customerColumn(Customer.COUNTRY);
    }

    /** One call per page; the CRM finds what may match, and what does match is decided elsewhere. */
    @Override
    public List<Account> candidates(Customer customer, CustomerKeys keys) {
        List<String> any = new ArrayList<>();
        any.add(name + " eq " + quoted(customer.name()));
        any.add("contains(" + name + "," + quoted(new CompanyName(customer.name()).stem()) + ")");
        columns.externalId()
                .ifPresent(column -> keys.externalIds().forEach(id -> any.add(column + " eq " + quoted(id))));
        columns.duns().ifPresent(column -> keys.duns().forEach(id -> any.add(column + " eq " + quoted(id))));
        columns.website()
                .ifPresent(column ->
                        keys.domains().forEach(domain -> any.add("contains(" + column + "," + quoted(domain) + ")")));
        String filter = IN_USE + " and (" + String.join(" or ", any) + ")";
        return api
                .list(Table.ACCOUNT.entitySet() + "?$select=" + select() + "&$filter=" + WebApi.encode(filter))
                .stream()
                .map(this::account)
                .toList();
    }

    @Override
    public RecordRef accountRef(String id) {
        return new RecordRef(Table.ACCOUNT.logicalName(), id);
    }

    @Override
    public Optional<Account> account(String writtenId) {
        Optional<String> id = Guid.parse(writtenId);
        return id.flatMap(guid -> optional(Table.ACCOUNT.row(guid) + "?$select=" + select()))
                .map(this::account);
    }

    @Override
    public Optional<Snapshot> read(RecordRef account) {
        return optional(Table.ACCOUNT.row(id(account)) + "?$select=" + select()).map(this::snapshot);
    }

    @Override
    public Written update(RecordRef account, String version, Map<String, JsonNode> columns) {
        ObjectNode payload = WebApi.JSON.createObjectNode();
        columns.forEach(payload::set);
        String path = Table.ACCOUNT.row(id(account)) + "?$select=" + select();
        Answer answer =
                api.send("PATCH", path, Map.of("If-Match", version, "Prefer", "return=representation"), payload);
        if (answer.ok()) {
            return new Written.Done(written(answer, path));
        }
        if (WebApiError.of(answer).stale()) {
            return new Written.Stale();
        }
        throw api.refusal(answer, "PATCH", path).failure();
    }

    /** The write arrived: an answer that cannot be read must not be taken for a refusal. */
    private Snapshot written(Answer answer, String path) {
        try {
            return snapshot(api.body(answer, "PATCH", path));
        } catch (Failure failure) {
            throw failure.problem().withOutcomeUnknown().failure(failure);
        }
    }

    private Snapshot snapshot(JsonNode row) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        selected().filter(row::has).forEach(column -> values.put(column, row.get(column)));
        return new Snapshot(values, Optional.ofNullable(row.path("@odata.etag").asText(null)), Optional.empty());
    }

    @Override
    public RecordRef createAccount(String id, Customer customer, CustomerKeys keys) {
        ObjectNode account = WebApi.JSON.createObjectNode();
        put(account, columns.externalId(), keys.externalIds());
        put(account, columns.duns(), keys.duns());
        put(account, columns.website(), keys.domains());
        account.put(name, customer.name());
        customer.columns().forEach(account::set);
        return create(Table.ACCOUNT, id, account);
    }

    @Override
    public List<Contact> contacts(RecordRef account) {
        String filter = IN_USE + " and _parentcustomerid_value eq " + id(account);
        return api
                .list(Table.CONTACT.entitySet() + "?$select=" + Table.CONTACT.key() + "," + PERSON + "&$filter="
                        + WebApi.encode(filter))
                .stream()
                .map(row -> new Contact(ref(Table.CONTACT, row), person(row)))
                .toList();
    }

    /** A contact needs a last name; who has none goes by the e-mail address. */
    @Override
    public RecordRef createContact(String id, RecordRef account, TeamMember person, Consent consent) {
        ObjectNode contact = WebApi.JSON.createObjectNode();
        put(contact, Optional.of("firstname"), List.of(person.firstName()));
        put(contact, Optional.of("lastname"), List.of(person.lastName(), person.email()));
        put(contact, Optional.of("emailaddress1"), List.of(person.email()));
        put(contact, Optional.of("telephone1"), List.of(person.phone()));
        put(contact, Optional.of("jobtitle"), List.of(person.title()));
        contact.put("parentcustomerid_account@odata.bind", Table.ACCOUNT.reference(id(account)));
        if (consent.refusesContact()) {
            NOT_BY.forEach(way -> contact.put(way, true));
        }
        return create(Table.CONTACT, id, contact);
    }

    @Override
    public Optional<TeamMember> primaryContact(RecordRef account) {
        return optional(Table.ACCOUNT.row(id(account)) + "?$select=" + Table.ACCOUNT.key()
                        + "&$expand=primarycontactid($select=" + PERSON + ")")
                .map(row -> row.path("primarycontactid"))
                .filter(JsonNode::isObject)
                .map(DynamicsCustomers::person);
    }

    @Override
    public Map<String, RecordRef> users(Collection<String> emails) {
        Set<String> wanted = new LinkedHashSet<>();
        emails.forEach(email -> wanted.add(email.strip().toLowerCase(Locale.ROOT)));
        if (wanted.isEmpty()) {
            return Map.of();
        }
        List<String> any = wanted.stream()
                .flatMap(email ->
                        Stream.of("internalemailaddress", "domainname").map(column -> column + " eq " + quoted(email)))
                .toList();
        String filter = "isdisabled eq false and applicationid eq null and (" + String.join(" or ", any) + ")";
        Map<String, RecordRef> users = new LinkedHashMap<>();
        api.list(Table.USER.entitySet() + "?$select=" + Table.USER.key() + ",internalemailaddress,domainname&$filter="
                        + WebApi.encode(filter))
                .forEach(row -> Stream.of("internalemailaddress", "domainname")
                        .map(column -> text(row, column).toLowerCase(Locale.ROOT))
                        .filter(wanted::contains)
                        .forEach(email -> users.putIfAbsent(email, ref(Table.USER, row))));
        return users;
    }

    /** One call; a row that exists under this id is left as it is. */
    private RecordRef create(Table table, String id, ObjectNode row) {
        String path = table.row(id);
        Answer answer = api.send("PATCH", path, Map.of("If-None-Match", "*"), row);
        if (!answer.ok() && !existsAlready(WebApiError.of(answer))) {
            throw api.refusal(answer, "PATCH", path).failure();
        }
        return new RecordRef(table.logicalName(), id.toLowerCase(Locale.ROOT));
    }

    /** Seen beforehand, or only by the key when two makers met. */
    private static boolean existsAlready(WebApiError error) {
        return error.stale() || error.duplicateKey();
    }

    private Optional<JsonNode> optional(String path) {
        Answer answer = api.send("GET", path, Map.of());
        if (!answer.ok() && WebApiError.of(answer).gone()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw api.refusal(answer, "GET", path).failure();
        }
        return Optional.of(api.body(answer, "GET", path));
    }

    private String select() {
        return selected().collect(Collectors.joining(","));
    }

    private Stream<String> selected() {
        return Stream.concat(
                        Stream.of(Table.ACCOUNT.key(), name),
                        Stream.of(postalCode, country, columns.externalId(), columns.duns(), columns.website())
                                .flatMap(Optional::stream))
                .distinct();
    }

    private Account account(JsonNode row) {
        RecordRef ref = ref(Table.ACCOUNT, row);
        return new Account(
                ref,
                text(row, name),
                text(row, postalCode),
                text(row, country),
                text(row, columns.externalId()),
                text(row, columns.duns()),
                text(row, columns.website()),
                URI.create(environment.toString().replaceFirst("/+$", "")
                        + "/main.aspx?pagetype=entityrecord&etn=account&id=" + ref.id()));
    }

    private static TeamMember person(JsonNode row) {
        return new TeamMember(
                text(row, "firstname"),
                text(row, "lastname"),
                text(row, "emailaddress1"),
                text(row, "telephone1"),
                text(row, "jobtitle"));
    }

    /** The first of some texts that is not empty. */
    private static void put(ObjectNode row, Optional<String> column, List<String> texts) {
        column.ifPresent(name ->
                texts.stream().filter(text -> !text.isEmpty()).findFirst().ifPresent(text -> row.put(name, text)));
    }

    private static RecordRef ref(Table table, JsonNode row) {
        return new RecordRef(table.logicalName(), Guid.in(row, table.key()));
    }

    private static String id(RecordRef row) {
        return Guid.parse(row.id())
                .orElseThrow(() -> new IllegalArgumentException("expected a GUID, found " + row.id()));
    }

    private static String text(JsonNode row, Optional<String> column) {
        return column.map(name -> text(row, name)).orElse("");
    }

    private static String text(JsonNode row, String column) {
        return row.path(column).asText("");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
