package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.Remembered;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.TableDescription;
import dev.cosell.fieldmap.Value;
import dev.cosell.http.CallMeter;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.CustomerSettings;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Customers;
import dev.cosell.sync.port.RecordChanges;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.Written;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Opportunities and leads of Salesforce through its REST API.
 *
 * <p><b>Conditions.</b> There is no general ETag. A record's version is its {@code SystemModstamp} with a fingerprint of
 * what it holds. Before a write the record is read and compared; the write itself goes with {@code
 * If-Unmodified-Since}, which has whole seconds. What remains: somebody saves the record between that reading and our
 * write (some milliseconds), in the very second of the save before. Such a save is overwritten where both touch the same
 * column. Solutions are rows of their own, of which the record's version says nothing; they are compared when written.
 *
 * <p><b>Calls.</b> A reading takes one, and one more if there is a contact. A write takes two: a reading to compare, and a
 * composite call that writes the record with its solutions and reads both back; one more if solutions are added, which have
 * to be found on the organisation's list. Once per process come a describe call per object, and where they are needed
 * the currencies and the closed stages.
 *
 * <p>Answers to writes show no rows behind lookups, so those paths are absent from their snapshots: unknown, not empty.
 *
 * <p>Safe for use by several threads.
 */
public final class SalesforceCrm implements Crm {
    /** The general release that this adapter was written for. */
    public static final String API_VERSION = "67.0";

    /** The stock column for web addresses; other ids of accounts have none of their own. */
    public static final CustomerSettings.Columns ACCOUNT_COLUMNS =
            new CustomerSettings.Columns(Optional.empty(), Optional.empty(), Optional.of("Website"));

    /**
     * How an organisation is spoken to.
     *
     * @param address of the organisation (My Domain), for instance {@code https://fabrikam.my.salesforce.com}
     * @param version of the API, for instance {@code 67.0}
     * @param currency the only one of an organisation without several, where its own answer is not to be relied upon
     * @param accountColumns by which customers are recognised
     */
    public record Organization(
            URI address, String version, Optional<String> currency, CustomerSettings.Columns accountColumns) {
        /** With the defaults. */
        public static Organization at(URI address) {
            return new Organization(address, API_VERSION, Optional.empty(), ACCOUNT_COLUMNS);
        }
    }

    private static final String CLOSE_DATE = "CloseDate";

    private final InstantSource clock;
    private final RestApi api;
    private final Schemas schemas;
    private final Currencies currencies;
    private final SolutionRows solutionRows;
    private final Table deals;
    private final Optional<Table> leads;
    private final SalesforceCustomers customers;
    private final ModifiedRows modified;

    /** A mapped object, and how its rows are named, read and saved. */
    private record Table(MappedObject object, RecordNames names, RowReader reader, Saving saving) {
        String name() {
            return object.name();
        }

        FieldMap map() {
            return object.map();
        }
    }

    /**
     * Makes no call.
     *
     * @param maps of object {@code Opportunity}, and of {@code Lead} if leads cross; without it no call is about leads
     * @param meter is told what the organisation says of its calls
     * @param clock for the audit line, positions of changes and Retry-After dates
     * @throws Failure with {@code MISCONFIGURED} if the version is none
     */
    public SalesforceCrm(
            Organization organization,
            Transport transport,
            CallMeter meter,
            TokenSource tokens,
            FieldMaps maps,
            InstantSource clock) {
        this.clock = clock;
        this.api = new RestApi(organization.address(), organization.version(), transport, meter, tokens, maps, clock);
        this.schemas = new Schemas(api);
        this.currencies = new Currencies(api, schemas, organization.currency());
        KeyedRows keyed = new KeyedRows(api, schemas);
        this.solutionRows = new SolutionRows(api, keyed);
        Remembered<String> connector = new Remembered<>(this::ownUser);
        this.deals = table(maps.deals(), connector);
        this.leads = maps.leads().map(map -> table(map, connector));
        this.customers =
                new SalesforceCustomers(api, schemas, keyed, maps.deals(), organization.accountColumns(), connector);
        this.modified = new ModifiedRows(api, clock);
    }

    private Table table(FieldMap map, Remembered<String> connector) {
        MappedObject object = new MappedObject(map, schemas, currencies);
        RecordNames names = new RecordNames(map);
        RowReader reader = new RowReader(api, schemas, object, currencies, solutionRows, connector);
        RowWriter writer = new RowWriter(object, currencies, new Terms(api), new Stages(api));
        return new Table(object, names, reader, new Saving(api, object, names, reader, writer, solutionRows));
    }

    @Override
    public Snapshot read(RecordRef record) {
        Table table = table(record);
        List<RecordPage.Entry> found =
                schemas.noticing(() -> table.reader().whole(table.names().condition(record) + " LIMIT 2"));
        if (found.size() > 1) {
            throw table.names().several(record).failure();
        }
        return found.stream()
                .map(RecordPage.Entry::snapshot)
                .findFirst()
                .orElseThrow(() -> table.names().gone().failure());
    }

    /** Salesforce chooses the ids; a new record goes by the referral's id in the external id column. */
    @Override
    public RecordRef nameOfNew(String table, String id, String referralId) {
        return table(table).names().ofNew(referralId);
    }

    @Override
    public RecordRef itself(RecordRef name, Snapshot shown) {
        return new RecordRef(name.table(), shown.values().get(MappedObject.ID).asText());
    }

    /** Takes an id of 15 or 18 characters. */
    @Override
    public Optional<RecordRef> ref(String table, String writtenId) {
        return SalesforceId.parse(writtenId).map(id -> new RecordRef(table, id));
    }

    /** Nothing but an id is tried. One call per table. */
    @Override
    public Optional<RecordRef> find(String writtenId) {
        return SalesforceId.parse(writtenId)
                .flatMap(id -> tables().flatMap(table -> refs(table, "Id = " + Soql.literal(id), 1))
                        .findFirst());
    }

    @Override
    public List<RecordRef> findBy(String table, String column, String text) {
        if (!column.matches("[A-Za-z][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("expected a column of " + table + ", found " + column);
        }
        return refs(table(table), column + " = " + Soql.literal(text), MOST_FOUND)
                .toList();
    }

    /** Salesforce merges leads, accounts and contacts, and keeps the trace; of an opportunity there is none. */
    @Override
    public Optional<RecordRef> survivor(RecordRef gone) {
        Table table = table(gone);
        if (!table.object().has("MasterRecordId")
                || SalesforceId.parse(gone.id()).isEmpty()) {
            return Optional.empty();
        }
        return api
                .queryAll("SELECT MasterRecordId FROM " + table.name() + " WHERE "
                        + table.names().condition(gone))
                .stream()
                .map(row -> row.path("MasterRecordId").asText(""))
                .flatMap(id -> SalesforceId.parse(id).stream())
                .map(id -> new RecordRef(table.name(), id))
                .findFirst();
    }

    /** One call per table. */
    @Override
    public List<RecordRef> findByReferral(String referralId) {
        // Three are enough to know that it is not one.
        return tables().flatMap(
                        table -> refs(table, table.map().columns().referralId() + " = " + Soql.literal(referralId), 3))
                .toList();
    }

    @Override
    public Customers customers() {
        return customers;
    }

    /** See {@link Saving}. A record that is there already is not touched: an upsert would write to it. */
    @Override
    public Written create(RecordRef name, Optional<RecordRef> customer, Map<String, JsonNode> values) {
        Table table = table(name);
        if (refs(table, table.names().condition(name), 1).findFirst().isPresent()) {
            return new Written.Stale();
        }
        return schemas.noticing(() -> table.saving().create(name, customer, values, clock.instant()));
    }

    /** Won and lost are stages like any other, so all columns travel together. */
    @Override
    public Written update(RecordRef record, String version, Map<String, JsonNode> values) {
        return schemas.noticing(() -> table(record).saving().update(record, version, values, clock.instant()));
    }

    /**
     * Shows the seller where the pair stands, whatever the record's version.
     *
     * @param columns control columns; a text for the audit column is one message, added as its newest line (which takes
     *     a reading first). Texts are cut to what their columns hold
     * @return nothing if the CRM has none of the columns
     */
    @Override
    public Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns) {
        return schemas.noticing(() -> table(record).saving().tell(record, columns, clock.instant()));
    }

    /** In the order of ids; the next page begins behind the last one. */
    @Override
    public RecordPage records(RecordQuery query, Optional<String> next) {
        Table table = table(query.table());
        List<String> conditions = new ArrayList<>();
        String sync = table.map().columns().sync();
        query.shared().ifPresent(on -> conditions.add(sync + " = " + on));
        query.filter().ifPresent(filter -> conditions.add("(" + filter + ")"));
        next.map(SalesforceCrm::page).ifPresent(id -> conditions.add("Id > " + Soql.literal(id)));
        String condition = conditions.isEmpty() ? "Id != null" : String.join(" AND ", conditions);
        List<RecordPage.Entry> entries =
                schemas.noticing(() -> table.reader().whole(condition + " ORDER BY Id LIMIT " + query.size()));
        return new RecordPage(
                entries,
                entries.size() < query.size()
                        ? Optional.empty()
                        : Optional.of(entries.getLast().record().id()));
    }

    private static String page(String next) {
        return SalesforceId.parse(next)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "expected next to be what the page before gave, found another text")
                        .failure());
    }

    @Override
    public Optional<RecordChanges> changes(String table, Optional<String> position) {
        Table mapped = table(table);
        return schemas.noticing(() -> modified.since(mapped.object(), mapped.reader(), position));
    }

    @Override
    public TableDescription describe(String table) {
        return tables().filter(mapped -> mapped.name().equals(table))
                .findFirst()
                .map(mapped -> Descriptions.of(mapped.object()))
                .orElseGet(() -> Descriptions.of(schemas.of(table)));
    }

    /** A lead has no account until it is converted. No call. */
    @Override
    public Optional<RecordRef> accountOf(RecordRef lead) {
        return Optional.empty();
    }

    @Override
    public Optional<RecordRef> leadOf(RecordRef deal) {
        return leads.flatMap(table -> refs(table, "ConvertedOpportunityId = " + Soql.literal(deal.id()), 1)
                .findFirst());
    }

    /** The REST API cannot convert leads. */
    @Override
    public boolean qualifiesLeads() {
        return false;
    }

    /** An opportunity must have a close date: converting a lead sets the end of the fiscal quarter, the end of a month. */
    @Override
    public Set<String> madeUp(Map<String, JsonNode> deal) {
        boolean endOfMonth = deals.object().map().fields().stream()
                .filter(field -> field.crm().contains(CLOSE_DATE))
                .flatMap(field -> field.on(Side.CRM, deal).stream())
                .anyMatch(value ->
                        value instanceof Value.Day(LocalDate day) && day.getDayOfMonth() == day.lengthOfMonth());
        return endOfMonth ? Set.of(CLOSE_DATE) : Set.of();
    }

    @Override
    public RecordRef qualify(RecordRef lead, Optional<RecordRef> account) {
        throw new UnsupportedOperationException("leads of Salesforce are converted by people");
    }

    @Override
    public Map<String, Limit> limits(String table) {
        return table(table).object().limits();
    }

    @Override
    public Set<String> currencies() {
        return currencies.all(deals.name());
    }

    /** The documented address of a record's page in Lightning Experience. */
    @Override
    public Optional<String> webAddress(RecordRef record) {
        return SalesforceId.parse(record.id())
                .map(id -> api.organization() + "/lightning/r/" + Soql.encode(record.table()) + "/" + id + "/view");
    }

    // --- Finding ---

    private Stream<RecordRef> refs(Table table, String condition, int most) {
        return schemas
                .noticing(() -> api.query("SELECT Id FROM " + table.name() + " WHERE " + condition + " LIMIT " + most))
                .stream()
                .map(table.reader()::ref);
    }

    private String ownUser() {
        return SalesforceId.of(
                api.get("/services/oauth2/userinfo").path("user_id").asText());
    }

    /** Deals first: most records are deals. */
    private Stream<Table> tables() {
        return Stream.concat(Stream.of(deals), leads.stream());
    }

    private Table table(RecordRef record) {
        return table(record.table());
    }

    private Table table(String name) {
        return tables().filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a record of " + tables().map(Table::name).toList() + ", found one of " + name));
    }
}
