package dev.cosell.sync.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Consent;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Account;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.Customers;
import dev.cosell.sync.port.Written;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accounts, contacts and users of a CRM in memory. Every account is a candidate: what matches is decided elsewhere. */
public final class MemoryCustomers implements Customers {
    private static final List<String> OF_CONTACT =
            List.of("firstname", "lastname", "emailaddress1", "telephone1", "jobtitle");
    private static final List<String> OF_USER =
            List.of("firstname", "lastname", "internalemailaddress", "mobilephone", "title");

    private record Kept(Customer customer, CustomerKeys keys) {}

    private final Line line;
    private final Map<RecordRef, Kept> accounts = new LinkedHashMap<>();
    private final Map<RecordRef, RecordRef> contactsAccounts = new LinkedHashMap<>();
    private final Map<RecordRef, TeamMember> contacts = new LinkedHashMap<>();
    private final Map<RecordRef, TeamMember> primary = new LinkedHashMap<>();
    private final Map<RecordRef, TeamMember> users = new LinkedHashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<RecordRef, Integer> versions = new LinkedHashMap<>();
    private final Set<RecordRef> notToBeContacted = new HashSet<>();

    MemoryCustomers(Line line) {
        this.line = line;
    }

    // --- The port ---

    @Override
    public List<Account> candidates(Customer customer, CustomerKeys keys) {
        return line.read(
                "crm.candidates",
                customer.name(),
                () -> accounts.keySet().stream().map(this::shown).toList());
    }

    @Override
    public RecordRef accountRef(String id) {
        return new RecordRef("account", id);
    }

    @Override
    public Optional<Account> account(String writtenId) {
        RecordRef account = new RecordRef("account", writtenId.strip().toLowerCase(Locale.ROOT));
        return line.read(
                "crm.account",
                writtenId,
                () -> Optional.of(account).filter(accounts::containsKey).map(this::shown));
    }

    @Override
    public Optional<Snapshot> read(RecordRef account) {
        return line.read(
                "crm.readAccount",
                account.toString(),
                () -> Optional.ofNullable(accounts.get(account)).map(kept -> snapshot(account, kept)));
    }

    @Override
    public Written update(RecordRef account, String version, Map<String, JsonNode> columns) {
        return line.write("crm.updateAccount", account.toString(), () -> {
            if (!version.equals(version(account))) {
                return new Written.Stale();
            }
            edits(account, columns);
            return new Written.Done(snapshot(account, accounts.get(account)));
        });
    }

    private Snapshot snapshot(RecordRef account, Kept kept) {
        return new Snapshot(kept.customer().columns(), Optional.of(version(account)), Optional.empty());
    }

    private String version(RecordRef account) {
        return String.valueOf(versions.getOrDefault(account, 1));
    }

    @Override
    public RecordRef createAccount(String id, Customer customer, CustomerKeys keys) {
        return line.write("crm.createAccount", id, () -> knows(id, customer, keys));
    }

    @Override
    public List<Contact> contacts(RecordRef account) {
        return line.read("crm.contacts", account.toString(), () -> of(account));
    }

    @Override
    public RecordRef createContact(String id, RecordRef account, TeamMember person, Consent consent) {
        return line.write("crm.createContact", id, () -> {
            if (refused.contains(person.email())) {
                throw Problem.of(ProblemCode.PLUGIN_REFUSED, "this contact is not wanted")
                        .from(RemoteSystem.CRM)
                        .failure();
            }
            RecordRef contact = has(id, account, person);
            if (consent.refusesContact()) {
                notToBeContacted.add(contact);
            }
            return contact;
        });
    }

    @Override
    public Optional<TeamMember> primaryContact(RecordRef account) {
        return line.read("crm.primaryContact", account.toString(), () -> Optional.ofNullable(primary.get(account)));
    }

    @Override
    public Map<String, RecordRef> users(Collection<String> emails) {
        return line.read("crm.users", "", () -> {
            Map<String, RecordRef> found = new LinkedHashMap<>();
            users.forEach((user, person) -> {
                String email = person.email().toLowerCase(Locale.ROOT);
                if (emails.contains(email)) {
                    found.put(email, user);
                }
            });
            return found;
        });
    }

    // --- People ---

    /** An account that is there already. */
    public RecordRef knows(String accountId, Customer customer, CustomerKeys keys) {
        RecordRef account = new RecordRef("account", accountId);
        accounts.putIfAbsent(account, new Kept(customer, keys));
        return account;
    }

    /** Somebody changes an account. */
    public void edits(RecordRef account, Map<String, JsonNode> columns) {
        Kept kept = accounts.get(account);
        Map<String, JsonNode> now = new LinkedHashMap<>(kept.customer().columns());
        now.putAll(columns);
        Customer was = kept.customer();
        String country =
                now.getOrDefault("address1_country", NullNode.getInstance()).asText("");
        accounts.put(account, new Kept(new Customer(was.name(), was.postalCode(), country, now), kept.keys()));
        versions.merge(account, 2, (before, more) -> before + 1);
    }

    /** A contact that is there already. */
    public RecordRef has(String contactId, RecordRef account, TeamMember person) {
        RecordRef contact = new RecordRef("contact", contactId);
        if (contacts.putIfAbsent(contact, person) == null) {
            contactsAccounts.put(contact, account);
        }
        return contact;
    }

    /** The contact of a qualified lead: who has this address already, or else a new one. */
    RecordRef meets(String contactId, Optional<RecordRef> account, TeamMember person) {
        return contacts.entrySet().stream()
                .filter(contact ->
                        !person.email().isEmpty() && contact.getValue().email().equalsIgnoreCase(person.email()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> {
                    RecordRef contact = new RecordRef("contact", contactId);
                    contacts.put(contact, person);
                    account.ifPresent(ref -> contactsAccounts.put(contact, ref));
                    return contact;
                });
    }

    public void namesFirst(RecordRef account, TeamMember person) {
        primary.put(account, person);
    }

    public RecordRef employs(String userId, TeamMember person) {
        RecordRef user = new RecordRef("systemuser", userId);
        users.put(user, person);
        return user;
    }

    public void deletesContact(RecordRef contact) {
        contacts.remove(contact);
        contactsAccounts.remove(contact);
    }

    public void refusesContact(String email) {
        refused.add(email);
    }

    // --- What a test looks at ---

    public Set<RecordRef> accounts() {
        return Set.copyOf(accounts.keySet());
    }

    /** What an account shows. */
    public Map<String, JsonNode> columns(RecordRef account) {
        return accounts.get(account).customer().columns();
    }

    /** How often an account was changed. */
    public int changes(RecordRef account) {
        return versions.getOrDefault(account, 1) - 1;
    }

    /** Whether a contact says that it is not to be contacted. */
    public boolean isNotToBeContacted(RecordRef contact) {
        return notToBeContacted.contains(contact);
    }

    List<String> addresses() {
        return contacts.values().stream().map(TeamMember::email).toList();
    }

    public List<Contact> of(RecordRef account) {
        return contacts.entrySet().stream()
                .filter(contact -> account.equals(contactsAccounts.get(contact.getKey())))
                .map(contact -> new Contact(contact.getKey(), contact.getValue()))
                .toList();
    }

    // --- What records show through their lookups ---

    Map<String, JsonNode> seenFrom(Optional<RecordRef> account, Map<String, JsonNode> columns) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put(
                "customerid",
                account.<JsonNode>map(ref -> TextNode.valueOf(ref.id())).orElse(NullNode.getInstance()));
        account.map(accounts::get).ifPresent(kept -> {
            values.put("customerid/name", TextNode.valueOf(kept.customer().name()));
            kept.customer().columns().forEach((column, value) -> values.put("customerid/" + column, value));
        });
        related(columns, "parentcontactid", "contact", contacts, OF_CONTACT, values);
        related(columns, "ownerid", "systemuser", users, OF_USER, values);
        return values;
    }

    private static void related(
            Map<String, JsonNode> columns,
            String lookup,
            String table,
            Map<RecordRef, TeamMember> people,
            List<String> names,
            Map<String, JsonNode> values) {
        JsonNode id = columns.getOrDefault(lookup, NullNode.getInstance());
        TeamMember person = people.get(new RecordRef(table, id.asText("")));
        if (person != null) {
            List<String> parts =
                    List.of(person.firstName(), person.lastName(), person.email(), person.phone(), person.title());
            for (int i = 0; i < names.size(); i++) {
                values.put(
                        lookup + "/" + names.get(i),
                        parts.get(i).isEmpty() ? NullNode.getInstance() : TextNode.valueOf(parts.get(i)));
            }
        }
    }

    private Account shown(RecordRef account) {
        Kept kept = accounts.get(account);
        return new Account(
                account,
                kept.customer().name(),
                kept.customer().postalCode(),
                kept.customer().country(),
                kept.keys().externalIds().stream().findFirst().orElse(""),
                kept.keys().duns().stream().findFirst().orElse(""),
                kept.keys().domains().stream().findFirst().orElse(""),
                URI.create("https://crm.example/account/" + account.id()));
    }
}
