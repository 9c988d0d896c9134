package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.Remembered;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.http.Answer;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
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
import java.util.stream.Stream;

/**
 * Accounts, contacts and users of Salesforce. Whatever comes from outside is a quoted literal in a query.
 *
 * <p>Making an account or contact takes two calls: one to look whether it is there.
 */
final class SalesforceCustomers implements Customers {
    private static final String ACCOUNT = "Account";
    private static final String CONTACT = "Contact";
    private static final String USER = "User";
    private static final List<String> PERSON = List.of("FirstName", "LastName", "Email", "Phone", "Title");

    /** Stock columns of a contact: by none of these ways. */
    private static final List<String> NOT_BY = List.of("HasOptedOutOfEmail", "DoNotCall", "HasOptedOutOfFax");

    private final RestApi api;
    private final Schemas schemas;
    private final KeyedRows keyed;
    private final CustomerSettings.Columns columns;
    private final Remembered<String> connector;
    private final String name;
    private final Optional<String> postalCode;
    private final Optional<String> country;

    SalesforceCustomers(
            RestApi api,
            Schemas schemas,
            KeyedRows keyed,
            FieldMap map,
            CustomerSettings.Columns columns,
            Remembered<String> connector) {
        this.api = api;
        this.schemas = schemas;
        this.keyed = keyed;
        this.columns = columns;
        this.connector = connector;
        this.name = map.customerColumn(Customer.NAME).orElse("Name");
        this.postalCode = map.customerColumn(Customer.POSTAL_CODE);
        this.country = map.customerColumn(Customer.COUNTRY);
    }

    /** One call per page; the CRM finds what may match, and what does match is decided elsewhere. */
    @Override
    public List<Account> candidates(Customer customer, CustomerKeys keys) {
        List<String> any = new ArrayList<>();
        any.add(name + " = " + Soql.literal(customer.name()));
        any.add(name + " LIKE " + Soql.containing(new CompanyName(customer.name()).stem()));
        columns.externalId().ifPresent(column -> keys.externalIds().forEach(id -> any.add(is(column, id))));
        columns.duns().ifPresent(column -> keys.duns().forEach(id -> any.add(is(column, id))));
        columns.website()
                .ifPresent(column ->
                        keys.domains().forEach(domain -> any.add(column + " LIKE " + Soql.containing(domain))));
        return accounts(String.join(" OR ", any));
    }

    @Override
    public RecordRef accountRef(String id) {
        return new RecordRef(ACCOUNT, id);
    }

    @Override
    public Optional<Account> account(String writtenId) {
        return SalesforceId.parse(writtenId)
                .flatMap(id -> accounts("Id = " + Soql.literal(id)).stream().findFirst());
    }

    @Override
    public Optional<Snapshot> read(RecordRef account) {
        return SalesforceId.parse(account.id()).flatMap(this::shown);
    }

    /** Compared, written under a condition, and read back, as {@link SalesforceCrm} does it. Three calls. */
    @Override
    public Written update(RecordRef account, String version, Map<String, JsonNode> values) {
        String id = SalesforceId.of(account.id());
        if (!shown(id).flatMap(Snapshot::version).equals(Optional.of(version))) {
            return new Written.Stale();
        }
        ObjectNode row = RestApi.JSON.createObjectNode();
        ObjectSchema schema = schemas.of(ACCOUNT);
        values.forEach((column, value) -> row.set(schema.actual(column), value));
        String path = "sobjects/" + ACCOUNT + "/" + id;
        Answer answer = api.send("PATCH", path, RowVersion.unmodifiedSince(version), row);
        if (!answer.ok() && RestError.of(answer).stale()) {
            return new Written.Stale();
        }
        if (!answer.ok()) {
            throw api.refusal(answer, "PATCH", path).failure();
        }
        return new Written.Done(readBack(id));
    }

    /** The write arrived: a reading that fails must not be taken for a refusal. */
    private Snapshot readBack(String id) {
        try {
            return shown(id)
                    .orElseThrow(() -> Problem.of(ProblemCode.RECORD_GONE, "the account is gone")
                            .from(RemoteSystem.CRM)
                            .failure());
        } catch (Failure failure) {
            throw failure.problem().withOutcomeUnknown().failure(failure);
        }
    }

    private Optional<Snapshot> shown(String id) {
        ObjectSchema schema = schemas.of(ACCOUNT);
        Set<String> mapped = mapped();
        Set<String> selected = new LinkedHashSet<>(List.of("Id", RowVersion.STAMP));
        mapped.forEach(column -> selected.add(schema.actual(column)));
        return api
                .query("SELECT " + String.join(", ", selected) + " FROM " + ACCOUNT + " WHERE " + is("Id", id))
                .stream()
                .map(row -> {
                    Map<String, JsonNode> values = new LinkedHashMap<>();
                    mapped.forEach(column -> values.put(column, row.path(schema.actual(column))));
                    return new Snapshot(values, Optional.of(RowVersion.of(row, selected)), RowVersion.stamp(row));
                })
                .findFirst();
    }

    /** Where the organisation has no column for the key, an account of the same name and place is the one. */
    @Override
    public RecordRef createAccount(String id, Customer customer, CustomerKeys keys) {
        ObjectSchema schema = schemas.of(ACCOUNT);
        ObjectNode account = RestApi.JSON.createObjectNode();
        put(account, columns.externalId(), keys.externalIds());
        put(account, columns.duns(), keys.duns());
        put(account, columns.website(), keys.domains());
        account.put(name, customer.name());
        customer.columns().forEach((column, value) -> {
            if (!schema.isListedState(column)) {
                account.set(schema.actual(column), value);
            }
        });
        List<String> alike = new ArrayList<>(List.of(is(name, customer.name())));
        postalCode
                .filter(column -> !customer.postalCode().isEmpty())
                .ifPresent(column -> alike.add(is(column, customer.postalCode())));
        country.filter(column -> !customer.country().isEmpty())
                .ifPresent(column -> alike.add(is(schema.actual(column), customer.country())));
        return accountRef(keyed.create(ACCOUNT, id, account, String.join(" AND ", alike)));
    }

    @Override
    public List<Contact> contacts(RecordRef account) {
        return api
                .query("SELECT Id, " + String.join(", ", PERSON) + " FROM " + CONTACT + " WHERE "
                        + is("AccountId", account.id()))
                .stream()
                .map(row -> new Contact(new RecordRef(CONTACT, RowReader.id(row)), person(row)))
                .toList();
    }

    /**
     * A contact needs a last name; who has none goes by the e-mail address. Who is not to be contacted says so in the stock
     * columns for it, as far as the connector's user may see them.
     */
    @Override
    public RecordRef createContact(String id, RecordRef account, TeamMember person, Consent consent) {
        String lastName = person.lastName().isEmpty() ? person.email() : person.lastName();
        ObjectNode contact = RestApi.JSON.createObjectNode();
        put(contact, Optional.of("FirstName"), List.of(person.firstName()));
        put(contact, Optional.of("LastName"), List.of(lastName));
        put(contact, Optional.of("Email"), List.of(person.email()));
        put(contact, Optional.of("Phone"), List.of(person.phone()));
        put(contact, Optional.of("Title"), List.of(person.title()));
        contact.put("AccountId", account.id());
        if (consent.refusesContact()) {
            ObjectSchema schema = schemas.of(CONTACT);
            NOT_BY.stream().filter(schema::has).forEach(way -> contact.put(way, true));
        }
        String alike = is("AccountId", account.id()) + " AND "
                + (person.email().isEmpty()
                        ? is("LastName", lastName) + " AND FirstName = " + Soql.literal(person.firstName())
                        : is("Email", person.email()));
        return new RecordRef(CONTACT, keyed.create(CONTACT, id, contact, alike));
    }

    /** Salesforce has no first contact of an account, only of opportunities. No call. */
    @Override
    public Optional<TeamMember> primaryContact(RecordRef account) {
        return Optional.empty();
    }

    /** By e-mail address or user name, which looks like one. */
    @Override
    public Map<String, RecordRef> users(Collection<String> emails) {
        Set<String> wanted = new LinkedHashSet<>();
        emails.forEach(email -> wanted.add(email.strip().toLowerCase(Locale.ROOT)));
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, RecordRef> users = new LinkedHashMap<>();
        String any = Soql.in(wanted);
        for (JsonNode row : api.query("SELECT Id, Email, Username FROM " + USER
                + " WHERE IsActive = true AND (Email IN " + any + " OR Username IN " + any + ")")) {
            if (!RowReader.id(row).equals(connector.get())) {
                Stream.of("Email", "Username")
                        .map(column -> text(row, column).toLowerCase(Locale.ROOT))
                        .filter(wanted::contains)
                        .forEach(email -> users.putIfAbsent(email, new RecordRef(USER, RowReader.id(row))));
            }
        }
        return users;
    }

    private List<Account> accounts(String condition) {
        ObjectSchema schema = schemas.of(ACCOUNT);
        Set<String> selected = new LinkedHashSet<>(List.of("Id"));
        mapped().forEach(column -> selected.add(schema.actual(column)));
        return api.query("SELECT " + String.join(", ", selected) + " FROM " + ACCOUNT + " WHERE " + condition).stream()
                .map(row -> account(schema, row))
                .toList();
    }

    /** The columns of accounts that the map and the settings name. */
    private Set<String> mapped() {
        Set<String> mapped = new LinkedHashSet<>(List.of(name));
        Stream.of(postalCode, country, columns.externalId(), columns.duns(), columns.website())
                .flatMap(Optional::stream)
                .forEach(mapped::add);
        return mapped;
    }

    private Account account(ObjectSchema schema, JsonNode row) {
        RecordRef ref = accountRef(RowReader.id(row));
        return new Account(
                ref,
                text(row, name),
                text(row, postalCode),
                text(row, country.map(schema::actual)),
                text(row, columns.externalId()),
                text(row, columns.duns()),
                text(row, columns.website()),
                URI.create(api.organization() + "/lightning/r/" + ACCOUNT + "/" + ref.id() + "/view"));
    }

    private static TeamMember person(JsonNode row) {
        List<String> parts = PERSON.stream().map(column -> text(row, column)).toList();
        return new TeamMember(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4));
    }

    /** The first of some texts that is not empty. */
    private static void put(ObjectNode row, Optional<String> column, List<String> texts) {
        column.ifPresent(known ->
                texts.stream().filter(text -> !text.isEmpty()).findFirst().ifPresent(text -> row.put(known, text)));
    }

    private static String is(String column, String text) {
        return column + " = " + Soql.literal(text);
    }

    private static String text(JsonNode row, Optional<String> column) {
        return column.map(known -> text(row, known)).orElse("");
    }

    private static String text(JsonNode row, String column) {
        return Optional.ofNullable(row.path(column).textValue()).orElse("");
    }
}
