package dev.cosell.sync.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.TableDescription;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.Author;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Fingerprint;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.RecordChanges;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.Written;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A CRM in memory: versions, closed records, sums rounded and texts limited as its metadata says, its own line ends, an
 * event with fingerprints for every write, whoever made it.
 */
public final class MemoryCrm implements Crm {
    private static final String STATE = "statecode";
    /** Begins the name of a record that is yet to be made where ids are the CRM's choice. */
    private static final String NAME = "referral=";
    /** As whom the port's calls are made. */
    private static final String CONNECTOR = "Connector (application user)";

    private static final Map<String, JsonNode> QUALIFIED =
            Map.of(STATE, IntNode.valueOf(1), "statuscode", IntNode.valueOf(3));

    private static final class Row {
        private final RecordRef record;
        private final Map<String, JsonNode> columns = new LinkedHashMap<>();
        private Optional<RecordRef> customer = Optional.empty();
        private String version = "";
        private Instant updatedAt = Instant.EPOCH;
        private String by = CONNECTOR;

        Row(RecordRef record) {
            this.record = record;
        }
    }

    private final InstantSource clock;
    private final Line line;
    /** Of the deals. */
    private final FieldMap map;

    private final FieldMaps maps;
    private final Map<String, Limit> limits;
    private final Consumer<Event> events;
    private final Map<RecordRef, Row> rows = new LinkedHashMap<>();
    private final Map<RecordRef, RecordRef> accountsOfLeads = new LinkedHashMap<>();
    private final MemoryCustomers customers;
    private final Map<RecordRef, RecordRef> merges = new LinkedHashMap<>();
    private final Map<RecordRef, Row> bin = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private String person = "Ada Byron";
    private Set<String> currencies = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private Set<String> leftBehind = Set.of();
    private final Map<String, Set<String>> lists = new LinkedHashMap<>();
    private boolean versionsMatter = true;
    private boolean upserts;
    private boolean choosesIds;
    private boolean qualifies = true;
    private boolean tells = true;
    private boolean wholeRecords;
    private boolean bySeconds;
    private Duration clockOff = Duration.ZERO;
    private long versions;
    private int ids;
    /** Every write by its number. */
    private final NavigableMap<Long, RecordRef> written = new TreeMap<>();

    /** Positions of an earlier memory are not known any more. */
    private int memory;

    /**
     * A CRM without records.
     *
     * @param limits by column; the engine's map is expected to know them
     * @param events takes every event at once, in order
     */
    public MemoryCrm(
            InstantSource clock, Line line, FieldMaps maps, Map<String, Limit> limits, Consumer<Event> events) {
        this.clock = clock;
        this.line = line;
        this.map = maps.deals();
        this.maps = maps;
        this.limits = limits;
        this.events = events;
        this.customers = new MemoryCustomers(line);
    }

    // --- The port ---

    @Override
    public Snapshot read(RecordRef record) {
        return line.read("crm.read", record.toString(), () -> snapshot(existing(record)));
    }

    @Override
    public RecordRef nameOfNew(String table, String id, String referralId) {
        return new RecordRef(table, choosesIds ? NAME + referralId : id);
    }

    @Override
    public RecordRef itself(RecordRef name, Snapshot shown) {
        return choosesIds
                ? new RecordRef(
                        name.table(), shown.values().get(name.table() + "id").asText())
                : name;
    }

    @Override
    public Optional<RecordRef> ref(String table, String writtenId) {
        String id = writtenId.strip().replaceAll("[{}]", "").toLowerCase(Locale.ROOT);
        return Optional.of(id).filter(text -> text.matches("[0-9a-z-]+")).map(text -> new RecordRef(table, text));
    }

    @Override
    public Optional<RecordRef> find(String writtenId) {
        String id = writtenId.strip().replaceAll("[{}]", "").toLowerCase(Locale.ROOT);
        return line.read(
                "crm.find",
                writtenId,
                () -> maps.all().stream()
                        .map(table -> new RecordRef(table.table(), id))
                        .filter(rows::containsKey)
                        .findFirst());
    }

    @Override
    public List<RecordRef> findBy(String table, String column, String text) {
        return line.read(
                "crm.findBy",
                column,
                () -> rows.entrySet().stream()
                        .filter(row -> row.getKey().table().equals(table))
                        .filter(row -> row.getValue()
                                .columns
                                .getOrDefault(column, NullNode.getInstance())
                                .asText("")
                                .equalsIgnoreCase(text))
                        .map(Map.Entry::getKey)
                        .limit(MOST_FOUND)
                        .toList());
    }

    @Override
    public Optional<RecordRef> survivor(RecordRef gone) {
        return Optional.ofNullable(merges.get(gone));
    }

    @Override
    public List<RecordRef> findByReferral(String referralId) {
        return line.read("crm.findByReferral", referralId, () -> holders(referralId));
    }

    @Override
    public MemoryCustomers customers() {
        return customers;
    }

    /** A position is the number of writes so far; pages hold two records. */
    @Override
    public Optional<RecordChanges> changes(String table, Optional<String> position) {
        return line.read("crm.changes", table, () -> {
            if (position.filter(given -> !given.startsWith(memory + ":")).isPresent()) {
                return Optional.empty();
            }
            long since = position.map(given -> Long.parseLong(given.substring(given.indexOf(':') + 1)))
                    .orElse(0L);
            List<RecordRef> later = written.entrySet().stream()
                    .filter(write -> write.getKey() > since)
                    .map(Map.Entry::getValue)
                    .filter(record -> record.table().equals(table))
                    .toList();
            List<RecordRef> page = later.subList(0, Math.min(2, later.size()));
            boolean more = later.size() > page.size();
            long last = more
                    ? written.entrySet().stream()
                            .filter(write -> write.getKey() > since)
                            .filter(write -> write.getValue().table().equals(table))
                            .skip(1)
                            .findFirst()
                            .orElseThrow()
                            .getKey()
                    : versions;
            return Optional.of(new RecordChanges(page.stream().map(this::change).toList(), memory + ":" + last, more));
        });
    }

    private RecordChanges.Change change(RecordRef record) {
        Row row = rows.get(record);
        return row == null
                ? new RecordChanges.Change(record, false, true, Optional.empty())
                : new RecordChanges.Change(
                        record,
                        row.columns
                                .getOrDefault(map.columns().sync(), BooleanNode.FALSE)
                                .asBoolean(),
                        false,
                        Optional.of(row.version));
    }

    /** Knows no filters of its own. */
    @Override
    public RecordPage records(RecordQuery query, Optional<String> next) {
        return line.read("crm.records", query.table(), () -> {
            int from = next.map(Integer::parseInt).orElse(0);
            List<RecordPage.Entry> matching = rows.entrySet().stream()
                    .filter(row -> row.getKey().table().equals(query.table()))
                    .filter(row -> query.shared().isEmpty()
                            || query.shared().get()
                                    == row.getValue()
                                            .columns
                                            .getOrDefault(map.columns().sync(), BooleanNode.FALSE)
                                            .asBoolean())
                    .map(row -> new RecordPage.Entry(row.getKey(), snapshot(row.getValue())))
                    .toList();
            int to = Math.min(matching.size(), from + query.size());
            return new RecordPage(
                    matching.subList(Math.min(from, to), to),
                    to < matching.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
        });
    }

    @Override
    public Written create(RecordRef record, Optional<RecordRef> customer, Map<String, JsonNode> values) {
        return line.write("crm.create", record.toString(), () -> {
            String referralId = values.getOrDefault(map.columns().referralId(), NullNode.getInstance())
                    .asText("");
            if (rows.containsKey(record)
                    || !referralId.isEmpty() && !holders(referralId).isEmpty()) {
                return new Written.Stale();
            }
            RecordRef made = choosesIds ? new RecordRef(record.table(), "3000-" + ++ids) : record;
            Row row = new Row(made);
            row.customer = customer;
            rows.put(made, row);
            Map<String, JsonNode> columns = new LinkedHashMap<>(values);
            columns.put(map.columns().sync(), BooleanNode.TRUE);
            store(made, row, columns, "Create");
            return new Written.Done(snapshot(row));
        });
    }

    @Override
    public Written update(RecordRef record, String version, Map<String, JsonNode> values) {
        return line.write("crm.update", record.toString(), () -> {
            if (upserts && bin.containsKey(record)) {
                restores(record);
            }
            Row row = existing(record);
            if (versionsMatter && !upserts && !row.version.equals(version)) {
                return new Written.Stale();
            }
            Set<String> ordinary = new LinkedHashSet<>(values.keySet());
            ordinary.removeAll(ourOwn());
            ordinary.removeAll(Set.of(STATE, "statuscode"));
            if (isClosed(row) && !ordinary.isEmpty()) {
                violations.add("wrote " + ordinary + " to closed record " + record);
                throw Problem.of(ProblemCode.RECORD_CLOSED, "the record is closed")
                        .from(RemoteSystem.CRM)
                        .failure();
            }
            values.forEach((column, value) -> {
                if (lists.containsKey(column) && !lists.get(column).contains(value.asText())) {
                    throw refused("expected one of " + lists.get(column) + " for " + column + ", found " + value);
                }
            });
            store(record, row, values, "Update");
            return new Written.Done(snapshot(row));
        });
    }

    @Override
    public Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns) {
        if (!tells) {
            return Optional.empty();
        }
        return line.write("crm.tell", record.toString(), () -> {
            Row row = existing(record);
            store(record, row, columns, "Update");
            return Optional.of(snapshot(row));
        });
    }

    /** Exactly the columns that its map names, each of the kind the map expects. */
    @Override
    public TableDescription describe(String table) {
        return line.read(
                "crm.describe", table, () -> MemorySchema.of(map, limits).describe(table));
    }

    @Override
    public Map<String, Limit> limits(String table) {
        return limits;
    }

    @Override
    public Set<String> currencies() {
        return currencies;
    }

    @Override
    public Optional<String> webAddress(RecordRef record) {
        return Optional.of("https://crm.example/" + record);
    }

    @Override
    public Optional<RecordRef> accountOf(RecordRef lead) {
        return line.read("crm.accountOf", lead.toString(), () -> {
            existing(lead);
            return Optional.ofNullable(accountsOfLeads.get(lead));
        });
    }

    @Override
    public Optional<RecordRef> leadOf(RecordRef deal) {
        return Optional.empty();
    }

    @Override
    public boolean qualifiesLeads() {
        return qualifies;
    }

    @Override
    public Set<String> madeUp(Map<String, JsonNode> deal) {
        return Set.of();
    }

    @Override
    public RecordRef qualify(RecordRef lead, Optional<RecordRef> account) {
        return line.write("crm.qualify", lead.toString(), () -> qualified(lead, account));
    }

    // --- People ---

    /** Who makes the following edits. */
    public void isUsedBy(String name) {
        person = name;
    }

    /** A seller's new opportunity with everything a referral needs, shared or not. */
    public RecordRef enters(String name, boolean shared) {
        RecordRef record = new RecordRef(map.table(), "0000-" + ++ids);
        Row row = new Row(record);
        rows.put(record, row);
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        columns.put("name", TextNode.valueOf(name));
        columns.put("description", TextNode.valueOf("as typed by the seller"));
        columns.put("estimatedvalue", IntNode.valueOf(5000));
        columns.put("transactioncurrencyid", TextNode.valueOf("EUR"));
        columns.put("estimatedclosedate", TextNode.valueOf("2026-10-31"));
        columns.put(STATE, IntNode.valueOf(0));
        columns.put("statuscode", IntNode.valueOf(1));
        columns.put("msft_microsoftpartnercentersolutions", TextNode.valueOf("SOL-7-XYZ"));
        columns.put("customerid/name", TextNode.valueOf("Contoso AG"));
        columns.put("customerid/address1_country", TextNode.valueOf("DE"));
        columns.put("parentcontactid/firstname", TextNode.valueOf("Ada"));
        columns.put("parentcontactid/lastname", TextNode.valueOf("Byron"));
        columns.put("parentcontactid/emailaddress1", TextNode.valueOf("ada@contoso.com"));
        columns.put("parentcontactid/telephone1", TextNode.valueOf("+49 30 1234"));
        columns.put(map.columns().sync(), BooleanNode.valueOf(shared));
        store(record, row, columns, "Create");
        row.by = person;
        return record;
    }

    /** A seller edits; of a closed record only the connector's own columns, unless it is reopened with it. */
    public boolean edits(RecordRef record, Map<String, JsonNode> columns) {
        Row row = existing(record);
        Set<String> ordinary = new LinkedHashSet<>(columns.keySet());
        ordinary.removeAll(ourOwn());
        ordinary.remove(map.columns().sync());
        map.columns().help().ifPresent(ordinary::remove);
        if (isClosed(row) && !ordinary.isEmpty() && !columns.containsKey(STATE)) {
            return false;
        }
        store(record, row, columns, "Update");
        row.by = person;
        return true;
    }

    /** A seller's new lead, shared or not. */
    public RecordRef entersLead(String subject, boolean shared) {
        RecordRef lead = new RecordRef(maps.leads().orElseThrow().table(), "1000-" + ++ids);
        Row row = new Row(lead);
        rows.put(lead, row);
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        columns.put("subject", TextNode.valueOf(subject));
        columns.put("companyname", TextNode.valueOf("Contoso AG"));
        columns.put("address1_country", TextNode.valueOf("DE"));
        columns.put("firstname", TextNode.valueOf("Ada"));
        columns.put("lastname", TextNode.valueOf("Byron"));
        columns.put("emailaddress1", TextNode.valueOf("ada@contoso.com"));
        columns.put("telephone1", TextNode.valueOf("+49 30 1234"));
        columns.put("description", TextNode.valueOf("as typed by the seller"));
        columns.put(STATE, IntNode.valueOf(0));
        columns.put("statuscode", IntNode.valueOf(1));
        columns.put(map.columns().sync(), BooleanNode.valueOf(shared));
        store(lead, row, columns, "Create");
        return lead;
    }

    /** The seller enters who the lead's customer is. */
    public void chooses(RecordRef lead, String accountId) {
        accountsOfLeads.put(lead, new RecordRef("account", accountId));
    }

    /** A seller qualifies a lead; nothing if it is closed. Who is known is taken, as on the lead's form. */
    public Optional<RecordRef> qualifies(RecordRef lead) {
        return isClosed(existing(lead))
                ? Optional.empty()
                : Optional.of(qualified(lead, Optional.ofNullable(accountsOfLeads.get(lead))));
    }

    /** A seller qualifies a lead without making a deal of it. */
    public void qualifiesOnly(RecordRef lead) {
        store(lead, existing(lead), QUALIFIED, "Update");
    }

    /** Columns that the CRM forgets when it makes a deal of a lead. */
    public void leavesBehind(Set<String> dealColumns) {
        leftBehind = dealColumns;
    }

    /** A seller names the account a record is for. */
    public void isFor(RecordRef record, RecordRef account) {
        existing(record).customer = Optional.of(account);
    }

    /** A seller copies a record, referral id included. A copy is open, and came of nothing, as in life. */
    public RecordRef copies(RecordRef original) {
        RecordRef copy = new RecordRef(original.table(), "0000-" + ++ids);
        Row row = new Row(copy);
        rows.put(copy, row);
        Map<String, JsonNode> columns = new LinkedHashMap<>(existing(original).columns);
        maps.leads().filter(leads -> leads.table().equals(original.table())).ifPresent(leads -> {
            columns.put(STATE, IntNode.valueOf(0));
            columns.put("statuscode", IntNode.valueOf(1));
            leads.columns().lineage().ifPresent(columns::remove);
        });
        store(copy, row, columns, "Create");
        return copy;
    }

    public void deletes(RecordRef record) {
        Optional.ofNullable(rows.remove(record)).ifPresent(row -> bin.put(record, row));
        written.put(++versions, record);
        if (!wholeRecords) {
            events.accept(new Event(Subject.record(record), Causes.DELETED, Optional.empty(), Map.of()));
        }
    }

    /** A deleted record comes back under its id, as it was. */
    public void restores(RecordRef record) {
        Row row = Optional.ofNullable(bin.remove(record)).orElseThrow();
        rows.put(record, row);
        store(record, row, Map.copyOf(row.columns), "Create");
    }

    /** A seller merges a record into another one; the CRM remembers into which. */
    public void merges(RecordRef loser, RecordRef survivor) {
        merges.put(loser, survivor);
        deletes(loser);
    }

    /**
     * A seller merges a lead into another one, as Dataverse does it: the loser stays, closed, and names the survivor.
     *
     * @param kept what the survivor takes
     */
    public void mergesLeads(RecordRef loser, RecordRef survivor, Map<String, JsonNode> kept) {
        merges.put(loser, survivor);
        store(loser, existing(loser), Map.of(STATE, IntNode.valueOf(2), "statuscode", IntNode.valueOf(7)), "Update");
        store(survivor, existing(survivor), kept, "Merge");
    }

    /** The administrator keeps only these currencies. */
    public void hasOnly(Set<String> codes) {
        currencies = Set.copyOf(codes);
    }

    public void deletesQuietly(RecordRef record) {
        rows.remove(record);
        written.put(++versions, record);
    }

    /** An account that is there already. */
    public void knows(String accountId, Customer customer) {
        customers.knows(accountId, customer, CustomerKeys.NONE);
    }

    // --- What a test looks at ---

    /** What anybody reads, without a call. */
    public Map<String, JsonNode> look(RecordRef record) {
        return snapshot(existing(record)).values();
    }

    /** The version anybody reads, without a call. */
    public String version(RecordRef record) {
        return existing(record).version;
    }

    public String text(RecordRef record, String column) {
        return look(record).get(column).asText("");
    }

    public Set<RecordRef> all() {
        return Set.copyOf(rows.keySet());
    }

    public Set<RecordRef> accounts() {
        return customers.accounts();
    }

    /** E-mail addresses of all contacts. */
    public List<String> contacts() {
        return customers.addresses();
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** A column takes only these values from now on, as a choice or a lookup does. */
    public void knowsOnly(String column, String... values) {
        lists.put(column, Set.of(values));
    }

    /** Change tracking no longer knows what was before now. */
    public void forgetsChanges() {
        memory++;
    }

    /** It chooses the ids of records itself: a record that is to be made goes by its referral. */
    public void choosesIds() {
        choosesIds = true;
    }

    /** It leaves it to the sellers to qualify leads. */
    public void leavesLeadsToSellers() {
        qualifies = false;
    }

    /** Its events are about whole records and name no column, and of a deletion it says nothing. */
    public void tellsOfWholeRecords() {
        wholeRecords = true;
    }

    /** By how much its own clock is ahead. */
    public void clockIsOffBy(Duration ahead) {
        clockOff = ahead;
    }

    /** A version is the second of the last save, with a fingerprint of what the record holds. */
    public void stampsBySeconds() {
        bySeconds = true;
    }

    /** It has none of the columns in which the seller is told something. */
    public void hasNoColumnsForSellers() {
        tells = false;
    }

    /** A defect for tests of the tests: {@code If-Match} is not looked at. */
    public void ignoreVersions() {
        versionsMatter = false;
    }

    /** A defect for tests of the tests: a write makes the row it finds deleted, as an upsert does without a condition. */
    public void bringsBackWhatIsWritten() {
        upserts = true;
    }

    // --- Leads ---

    /** As the CRM does it: the deal gets what both tables have, the lead is closed, and each names the other. */
    private RecordRef qualified(RecordRef lead, Optional<RecordRef> account) {
        Row row = existing(lead);
        if (isClosed(row)) {
            throw Problem.of(ProblemCode.RECORD_CLOSED, "the lead is closed")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        FieldMap leads = maps.leads().orElseThrow();
        RecordRef deal = new RecordRef(map.table(), "2000-" + ++ids);
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        for (String field : List.of("name", "notes", "dealValue", "currency", "closeDate")) {
            columns.put(column(map, field), row.columns.getOrDefault(column(leads, field), NullNode.getInstance()));
        }
        columns.keySet().removeAll(leftBehind);
        columns.put(STATE, IntNode.valueOf(0));
        columns.put("statuscode", IntNode.valueOf(1));
        columns.put(map.columns().sync(), BooleanNode.FALSE);
        columns.put(map.columns().lineage().orElseThrow(), TextNode.valueOf(lead.id()));
        columns.put(
                "parentcontactid",
                TextNode.valueOf(
                        customers.meets("of-" + lead.id(), account, person(row)).id()));
        Row made = new Row(deal);
        made.customer = account;
        rows.put(deal, made);
        store(deal, made, columns, "Create");
        Map<String, JsonNode> closing = new LinkedHashMap<>(QUALIFIED);
        closing.put(leads.columns().lineage().orElseThrow(), TextNode.valueOf(deal.id()));
        store(lead, row, closing, "Update");
        return deal;
    }

    private static String column(FieldMap table, String field) {
        return table.field(field).orElseThrow().crm().getFirst();
    }

    private static TeamMember person(Row lead) {
        return new TeamMember(
                text(lead, "firstname"),
                text(lead, "lastname"),
                text(lead, "emailaddress1"),
                text(lead, "telephone1"),
                text(lead, "jobtitle"));
    }

    private static String text(Row row, String column) {
        return row.columns.getOrDefault(column, NullNode.getInstance()).asText("");
    }

    // --- Rows ---

    private void store(RecordRef record, Row row, Map<String, JsonNode> values, String cause) {
        Map<String, String> fingerprints = new LinkedHashMap<>();
        values.forEach((column, value) -> {
            JsonNode stored = normal(column, value);
            row.columns.put(column, stored);
            fingerprints.put(column, Fingerprint.of(stored));
        });
        row.columns.put(record.table() + "id", TextNode.valueOf(record.id()));
        written.put(++versions, record);
        row.updatedAt = clock.instant().plus(clockOff);
        row.version = bySeconds ? stamp(row) : "W/\"" + versions + "\"";
        row.by = CONNECTOR;
        events.accept(
                new Event(Subject.record(record), cause, Optional.empty(), wholeRecords ? Map.of() : fingerprints));
    }

    private static String stamp(Row row) {
        StringBuilder held = new StringBuilder();
        new TreeMap<>(row.columns)
                .forEach((column, value) ->
                        held.append(column).append('=').append(value).append('\n'));
        return row.updatedAt.truncatedTo(ChronoUnit.SECONDS) + " " + Fingerprint.of(TextNode.valueOf(held.toString()));
    }

    private JsonNode normal(String column, JsonNode value) {
        if (column.equals("transactioncurrencyid") && value.isTextual() && !currencies.contains(value.asText())) {
            throw Problem.of(
                            ProblemCode.CURRENCY_UNKNOWN,
                            "expected one of " + currencies + ", found \"" + value.asText() + "\"")
                    .on("currency")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        Limit limit = limits.getOrDefault(column, Limit.NONE);
        if (value.isNumber() && limit.precision().isPresent()) {
            return DecimalNode.valueOf(
                    value.decimalValue().setScale(limit.precision().getAsInt(), RoundingMode.HALF_UP));
        }
        if (!value.isTextual()) {
            return value;
        }
        String text = value.asText().replace("\r\n", "\n");
        if (limit.maxLength().isPresent() && text.length() > limit.maxLength().getAsInt()) {
            violations.add("wrote " + text.length() + " characters to " + column);
            throw refused(column + " is too long");
        }
        return text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(text.replace("\n", "\r\n"));
    }

    private Snapshot snapshot(Row row) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        FieldMap table = maps.of(Optional.of(row.record.table()));
        Set<String> columns = new LinkedHashSet<>(table.paths(Side.CRM));
        columns.addAll(ourOwn());
        columns.addAll(table.columns().needed());
        columns.addAll(table.columns().otherCountries());
        table.columns().lineage().ifPresent(columns::add);
        columns.forEach(column -> values.put(column, row.columns.getOrDefault(column, NullNode.getInstance())));
        values.putAll(customers.seenFrom(row.customer, row.columns));
        return new Snapshot(
                values,
                Optional.of(row.version),
                Optional.of(row.updatedAt),
                Optional.of(author(row)),
                Optional.ofNullable(merges.get(row.record)));
    }

    private static Author author(Row row) {
        return new Author("user of " + row.by, row.by);
    }

    private Set<String> ourOwn() {
        Set<String> columns = new LinkedHashSet<>();
        columns.addAll(map.columns().forSellers());
        map.fields().stream().filter(Field::informs).forEach(field -> columns.addAll(field.crm()));
        return columns;
    }

    private List<RecordRef> holders(String referralId) {
        return rows.entrySet().stream()
                .filter(row -> row.getValue()
                        .columns
                        .getOrDefault(map.columns().referralId(), NullNode.getInstance())
                        .asText("")
                        .equals(referralId))
                .map(Map.Entry::getKey)
                .filter(record -> !merges.containsKey(record))
                .sorted(Comparator.comparing(record -> !record.table().equals(map.table())))
                .toList();
    }

    private static boolean isClosed(Row row) {
        return row.columns.getOrDefault(STATE, IntNode.valueOf(0)).asInt() != 0;
    }

    private Row existing(RecordRef record) {
        return Optional.ofNullable(rows.get(record))
                .or(() -> named(record))
                .orElseThrow(() -> Problem.of(ProblemCode.RECORD_GONE, "no record " + record)
                        .from(RemoteSystem.CRM)
                        .failure());
    }

    private Optional<Row> named(RecordRef name) {
        return Optional.of(name.id())
                .filter(id -> id.startsWith(NAME))
                .flatMap(id -> holders(id.substring(NAME.length())).stream()
                        .filter(record -> record.table().equals(name.table()))
                        .findFirst())
                .map(rows::get);
    }

    private static RuntimeException refused(String why) {
        return Problem.of(ProblemCode.INVALID_VALUE, why).from(RemoteSystem.CRM).failure();
    }
}
