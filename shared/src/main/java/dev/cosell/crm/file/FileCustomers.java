package dev.cosell.crm.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.file.CsvDirectory.Change;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Accounts, contacts and users, a file each. Every row of the users is a user in use. */
final class FileCustomers implements Customers {
    /** A contact's own way to say it. */
    static final String NOT_TO_BE_CONTACTED = "do_not_contact";

    private static final String ACCOUNT = "account";
    private static final String CONTACT = "contact";
    private static final List<String> PERSON = List.of("first_name", "last_name", "email", "phone", "title");

    private final CsvDirectory directory;
    private final CustomerSettings.Columns columns;
    private final String name;
    private final Optional<String> postalCode;
    private final Optional<String> country;

    FileCustomers(CsvDirectory directory, FieldMap map, CustomerSettings.Columns columns) {
        this.directory = directory;
        this.columns = columns;
        this.name = map.customerColumn(Customer.NAME).orElse("name");
        this.postalCode = map.customerColumn(Customer.POSTAL_CODE);
        this.country = map.customerColumn(Customer.COUNTRY);
    }

    /** All there are: a file is small, and what matches is decided elsewhere. */
    @Override
    public List<Account> candidates(Customer customer, CustomerKeys keys) {
        CsvTable accounts = directory.named(ColumnKinds.ACCOUNTS);
        return accounts.records().map(row -> account(accounts, row)).toList();
    }

    @Override
    public RecordRef accountRef(String id) {
        return new RecordRef(ColumnKinds.ACCOUNTS, id);
    }

    @Override
    public Optional<Account> account(String writtenId) {
        CsvTable accounts = directory.named(ColumnKinds.ACCOUNTS);
        return accounts.row(writtenId.strip().toLowerCase(Locale.ROOT)).map(row -> account(accounts, row));
    }

    @Override
    public Optional<Snapshot> read(RecordRef account) {
        CsvTable accounts = directory.named(ColumnKinds.ACCOUNTS);
        return accounts.row(account.id()).map(row -> shown(accounts, row));
    }

    @Override
    public Written update(RecordRef account, String version, Map<String, JsonNode> values) {
        return directory.change(ColumnKinds.ACCOUNTS, accounts -> {
            Optional<CsvRow> row = accounts.row(account.id());
            if (row.filter(found -> accounts.version(found).equals(version)).isEmpty()) {
                return Change.none(new Written.Stale());
            }
            CsvTable after = accounts.with(row.get(), cells(accounts, values));
            return Change.to(
                    after, new Written.Done(shown(after, after.row(account.id()).orElseThrow())));
        });
    }

    @Override
    public RecordRef createAccount(String id, Customer customer, CustomerKeys keys) {
        Map<String, JsonNode> values = new LinkedHashMap<>(customer.columns());
        values.put(name, TextNode.valueOf(customer.name()));
        CsvTable accounts = directory.read(ColumnKinds.ACCOUNTS);
        first(values, columns.externalId().filter(accounts::has), keys.externalIds());
        first(values, columns.duns().filter(accounts::has), keys.duns());
        first(values, columns.website().filter(accounts::has), keys.domains());
        return create(ColumnKinds.ACCOUNTS, id, values);
    }

    @Override
    public List<Contact> contacts(RecordRef account) {
        CsvTable contacts = directory.named(ColumnKinds.CONTACTS);
        CsvTable accounts = directory.named(ColumnKinds.ACCOUNTS);
        return contacts.records()
                .filter(row -> contacts.has(ACCOUNT))
                .filter(row -> Pointer.to(accounts, ColumnKinds.ACCOUNTS, contacts.cell(row, ACCOUNT))
                        .filter(found -> accounts.id(found).equals(account.id()))
                        .isPresent())
                .map(row -> new Contact(ref(ColumnKinds.CONTACTS, contacts, row), person(contacts, row)))
                .toList();
    }

    @Override
    public RecordRef createContact(String id, RecordRef account, TeamMember person, Consent consent) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        List<String> parts =
                List.of(person.firstName(), person.lastName(), person.email(), person.phone(), person.title());
        for (int i = 0; i < parts.size(); i++) {
            first(values, Optional.of(PERSON.get(i)), List.of(parts.get(i)));
        }
        values.put(ACCOUNT, TextNode.valueOf(account.id()));
        if (consent.refusesContact()) {
            values.put(NOT_TO_BE_CONTACTED, BooleanNode.TRUE);
        }
        return create(ColumnKinds.CONTACTS, id, values);
    }

    @Override
    public Optional<TeamMember> primaryContact(RecordRef account) {
        CsvTable accounts = directory.named(ColumnKinds.ACCOUNTS);
        CsvTable contacts = directory.named(ColumnKinds.CONTACTS);
        return accounts.row(account.id())
                .filter(row -> accounts.has(CONTACT))
                .flatMap(row -> Pointer.to(contacts, ColumnKinds.CONTACTS, accounts.cell(row, CONTACT)))
                .map(row -> person(contacts, row));
    }

    @Override
    public Map<String, RecordRef> users(Collection<String> emails) {
        CsvTable users = directory.named(ColumnKinds.USERS);
        Map<String, RecordRef> found = new LinkedHashMap<>();
        users.records()
                .forEach(row -> emails.stream()
                        .map(email -> email.strip().toLowerCase(Locale.ROOT))
                        .filter(text(users, row, "email").strip()::equalsIgnoreCase)
                        .forEach(email -> found.putIfAbsent(email, ref(ColumnKinds.USERS, users, row))));
        return found;
    }

    private RecordRef create(String table, String id, Map<String, JsonNode> values) {
        RecordRef ref = new RecordRef(table, id.toLowerCase(Locale.ROOT));
        return directory.change(table, rows -> {
            if (rows.row(ref.id()).isPresent()) {
                return Change.none(ref);
            }
            Map<String, String> cells = cells(rows, values);
            cells.put(CsvTable.ID, ref.id());
            return Change.to(rows.plus(cells), ref);
        });
    }

    private static Map<String, String> cells(CsvTable table, Map<String, JsonNode> values) {
        Map<String, String> cells = new LinkedHashMap<>();
        values.forEach((column, value) -> {
            if (!table.has(column)) {
                throw Problem.of(
                                ProblemCode.SCHEMA_MISMATCH,
                                table.file() + ": expected a column " + column + ", found none")
                        .from(RemoteSystem.CRM)
                        .failure();
            }
            cells.put(column, Cell.written(value, table.format()));
        });
        return cells;
    }

    private Snapshot shown(CsvTable accounts, CsvRow row) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        mapped().stream()
                .filter(accounts::has)
                .forEach(column ->
                        Cell.read(Kind.TEXT, accounts.cell(row, column)).ifPresent(value -> values.put(column, value)));
        return new Snapshot(
                values, Optional.of(accounts.version(row)), Optional.of(directory.savedAt(ColumnKinds.ACCOUNTS)));
    }

    /** The columns of accounts that the map and the settings name. */
    private Set<String> mapped() {
        Set<String> mapped = new LinkedHashSet<>(List.of(name));
        Stream.of(postalCode, country, columns.externalId(), columns.duns(), columns.website())
                .flatMap(Optional::stream)
                .forEach(mapped::add);
        return mapped;
    }

    private Account account(CsvTable accounts, CsvRow row) {
        return new Account(
                ref(ColumnKinds.ACCOUNTS, accounts, row),
                text(accounts, row, name),
                text(accounts, row, postalCode),
                text(accounts, row, country),
                text(accounts, row, columns.externalId()),
                text(accounts, row, columns.duns()),
                text(accounts, row, columns.website()),
                directory.path().resolve(accounts.file()).toUri());
    }

    private static TeamMember person(CsvTable table, CsvRow row) {
        List<String> parts =
                PERSON.stream().map(column -> text(table, row, column)).toList();
        return new TeamMember(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4));
    }

    private static RecordRef ref(String name, CsvTable table, CsvRow row) {
        return new RecordRef(name, table.id(row));
    }

    /** The first of some texts that is not empty. */
    private static void first(Map<String, JsonNode> values, Optional<String> column, List<String> texts) {
        column.ifPresent(known -> texts.stream()
                .filter(text -> !text.isEmpty())
                .findFirst()
                .ifPresent(text -> values.put(known, TextNode.valueOf(text))));
    }

    private static String text(CsvTable table, CsvRow row, Optional<String> column) {
        return column.map(known -> text(table, row, known)).orElse("");
    }

    private static String text(CsvTable table, CsvRow row, String column) {
        return table.has(column) ? Formula.meant(table.cell(row, column)) : "";
    }
}
