package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.Remembered;
import dev.cosell.crm.Telling;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import dev.cosell.http.Answer;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
 * <p><b>Calls.</b> A reading takes one, and one more if there is a contact. A write takes two: compare; then write and read
 * back in one. Solutions that changed take three more, and those that are new or gone one or two each. Once per process come
 * a describe call per object, and where they are needed the currencies and the closed stages.
 *
 * <p>Answers to writes show no related rows, so those paths are absent from their snapshots: unknown, not empty.
 *
 * <p>Safe for use by several threads.
 */
public final class SalesforceCrm implements Crm {
    /** The general release that this adapter was written for. */
    public static final String API_VERSION = "67.0";

    /** The stock column for web addresses; other ids of accounts have none of their own. */
    public static final CustomerSettings.Columns ACCOUNT_COLUMNS =
            new CustomerSettings.Columns(Optional.empty(), Optional.empty(), Optional.of("Website"));

    /** Between the column and the value by which a new record goes. */
    private static final char NAMED_BY = '=';

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

    private final InstantSource clock;
    private final RestApi api;
    private final Schemas schemas;
    private final WriteAndLook rows;
    private final Currencies currencies;
    private final SolutionRows solutionRows;
    private final Table deals;
    private final Optional<Table> leads;
    private final SalesforceCustomers customers;
    private final ModifiedRows modified;

    /** A mapped object, and how its rows are read and written. */
    private record Table(MappedObject object, RowReader reader, RowWriter writer) {
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
     * @param clock for the audit line, positions of changes and Retry-After dates
     * @throws Failure with {@code MISCONFIGURED} if the version is none
     */
    public SalesforceCrm(
            Organization organization, Transport transport, TokenSource tokens, FieldMaps maps, InstantSource clock) {
        this.clock = clock;
        this.api = new RestApi(organization.address(), organization.version(), transport, tokens, maps, clock);
        this.schemas = new Schemas(api);
        this.rows = new WriteAndLook(api);
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
        return new Table(
                object,
                new RowReader(api, schemas, object, currencies, solutionRows, connector),
                new RowWriter(object, currencies, new Terms(api), new Stages(api)));
    }

    /** What the organisation used of its calls, as the latest answer said; nothing before the first one. No call. */
    public Optional<ApiUsage> usage() {
        return api.usage();
    }

    @Override
    public Snapshot read(RecordRef record) {
        Table table = table(record);
        List<RecordPage.Entry> found = noticing(() -> table.reader().whole(is(table, record) + " LIMIT 2"));
        if (found.size() > 1) {
            throw several(record).failure();
        }
        return found.stream()
                .map(RecordPage.Entry::snapshot)
                .findFirst()
                .orElseThrow(() -> gone(table).failure());
    }

    /** Salesforce chooses the ids; a new record goes by the referral's id in the external id column. */
    @Override
    public RecordRef nameOfNew(String table, String id, String referralId) {
        return new RecordRef(table, table(table).map().columns().referralId() + NAMED_BY + referralId);
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
        return refs(table(table), column + " = " + Soql.literal(text), 5).toList();
    }

    /** Salesforce merges leads, accounts and contacts, and keeps the trace; of an opportunity there is none. */
    @Override
    public Optional<RecordRef> survivor(RecordRef gone) {
        Table table = table(gone);
        if (!table.object().has("MasterRecordId")
                || SalesforceId.parse(gone.id()).isEmpty()) {
            return Optional.empty();
        }
        return api.queryAll("SELECT MasterRecordId FROM " + table.name() + " WHERE " + is(table, gone)).stream()
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

    /**
     * Makes a record by its external id; the sync flag is set in the same call, the solutions follow. An upsert would write
     * to a record that is there, so it is looked for first.
     */
    @Override
    public Written create(RecordRef name, Optional<RecordRef> customer, Map<String, JsonNode> values) {
        Table table = table(name);
        String column = table.map().columns().referralId();
        if (!name.id().startsWith(column + NAMED_BY)) {
            throw new IllegalArgumentException("expected a name given by nameOfNew, found " + name);
        }
        if (refs(table, is(table, name), 1).findFirst().isPresent()) {
            return new Written.Stale();
        }
        ObjectNode row = payload(table, values, () -> "");
        row.put(table.map().columns().sync(), true);
        customer.ifPresent(account -> row.put(lookup(table), account.id()));
        row.remove(List.of(column, MappedObject.ID));
        String path = "sobjects/" + table.name() + "/" + column + "/"
                + Soql.encode(name.id().substring(column.length() + 1));
        Answer answer = api.send("PATCH", path, Map.of(), row);
        if (answer.status() == 300) {
            throw several(name).failure();
        }
        if (!answer.ok()) {
            throw refused(answer, "PATCH", path);
        }
        if (answer.status() != 201) {
            return new Written.Stale();
        }
        return new Written.Done(committed(() -> {
            String id =
                    SalesforceId.of(api.body(answer, "PATCH", path).path("id").asText());
            return complete(table, new RecordRef(table.name(), id), values);
        }));
    }

    /** Won and lost are stages like any other, so all columns travel together. */
    @Override
    public Written update(RecordRef record, String version, Map<String, JsonNode> values) {
        Table table = table(record);
        Optional<Snapshot> now = noticing(() -> table.reader().own(is(table, record), Map.of()));
        if (now.isEmpty()) {
            throw gone(table).failure();
        }
        if (!now.get().version().equals(Optional.of(version))) {
            return new Written.Stale();
        }
        ObjectNode row = payload(table, values, () -> audit(table, record));
        if (row.isEmpty()) {
            return new Written.Done(committed(() -> complete(table, record, values)));
        }
        WriteAndLook.Seen seen = written(table, record, RowVersion.unmodifiedSince(version), row);
        if (!seen.write().ok() && RestError.of(seen.write()).stale()) {
            return new Written.Stale();
        }
        demandOk(seen.write(), record);
        return new Written.Done(committed(() -> writesSolutions(table, values)
                ? complete(table, record, values)
                : shown(table, seen.rows().get(), Map.of())));
    }

    /**
     * Shows the seller where the pair stands, whatever the record's version.
     *
     * @param columns control columns; a text for the audit column is one message, added as its newest line (which takes
     *     a reading first). Texts are cut to what their columns hold
     * @return nothing if the CRM has none of the columns, or the lead is converted and refuses
     */
    @Override
    public Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns) {
        Table table = table(record);
        Telling telling = table.object().telling();
        Map<String, JsonNode> existing = telling.existing(columns);
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        String earlier = telling.addsLine(existing) ? audit(table, record) : "";
        ObjectNode row = table.writer().payload(telling.fitting(existing, earlier, clock.instant()));
        WriteAndLook.Seen seen = written(table, record, Map.of(), row);
        demandOk(seen.write(), record);
        return Optional.of(committed(() -> shown(table, seen.rows().get(), Map.of())));
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
                noticing(() -> table.reader().whole(condition + " ORDER BY Id LIMIT " + query.size()));
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
        return noticing(() -> modified.since(mapped.object(), mapped.reader(), position));
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

    // --- Writing ---

    /** @param earlierAudit gives the audit text as it is; asked only if a line is added to it */
    private ObjectNode payload(Table table, Map<String, JsonNode> values, Supplier<String> earlierAudit) {
        Map<String, JsonNode> columns = new LinkedHashMap<>(values);
        columns.remove(MappedObject.ID);
        return table.writer().payload(table.object().telling().alongside(columns, earlierAudit, clock.instant()));
    }

    private WriteAndLook.Seen written(Table table, RecordRef record, Map<String, String> headers, ObjectNode row) {
        return rows.patch(row(record), headers, row, table.reader().queryOfOwn(is(table, record)));
    }

    private void demandOk(Answer answer, RecordRef record) {
        if (!answer.ok()) {
            throw refused(answer, "PATCH", row(record));
        }
    }

    private static boolean writesSolutions(Table table, Map<String, JsonNode> values) {
        return table.object().solutions().filter(values::containsKey).isPresent();
    }

    /** What follows the row itself: its solutions, and what all of it shows now. */
    private Snapshot complete(Table table, RecordRef record, Map<String, JsonNode> values) {
        Map<String, JsonNode> solutions = new LinkedHashMap<>();
        table.object().solutions().filter(values::containsKey).ifPresent(column -> {
            solutionRows.write(record.id(), values.get(column));
            solutions.put(column, solutionRows.of(record.id()));
        });
        return shown(table, api.query(table.reader().queryOfOwn(is(table, record))), solutions);
    }

    private static Snapshot shown(Table table, List<JsonNode> rows, Map<String, JsonNode> further) {
        return table.reader().own(rows, further).orElseThrow(() -> gone(table).failure());
    }

    /** What follows a write that arrived: if it fails, the caller must not take the write for undone. */
    private static <T> T committed(Supplier<T> following) {
        try {
            return following.get();
        } catch (Failure failure) {
            throw failure.problem().withOutcomeUnknown().failure(failure);
        }
    }

    private String audit(Table table, RecordRef record) {
        String column = table.map().columns().told().audit();
        return api.query("SELECT " + column + " FROM " + table.name() + " WHERE " + is(table, record)).stream()
                .map(row -> row.path(column).asText(""))
                .filter(text -> !text.equals("null"))
                .findFirst()
                .orElse("");
    }

    private static String lookup(Table table) {
        return table.map()
                .customerLookup()
                .orElseThrow(() -> new IllegalArgumentException(table.name() + " has no lookup to a customer"));
    }

    // --- Finding ---

    /** The condition that tells a record: its id, or its external id as long as that is all that is known. */
    private static String is(Table table, RecordRef record) {
        String named = table.map().columns().referralId() + NAMED_BY;
        return record.id().startsWith(named)
                ? table.map().columns().referralId() + " = "
                        + Soql.literal(record.id().substring(named.length()))
                : "Id = " + Soql.literal(id(record));
    }

    private static String row(RecordRef record) {
        return "sobjects/" + record.table() + "/" + id(record);
    }

    private static String id(RecordRef record) {
        return SalesforceId.parse(record.id())
                .orElseThrow(() -> new IllegalArgumentException("expected a Salesforce id, found " + record.id()));
    }

    private Stream<RecordRef> refs(Table table, String condition, int most) {
        return noticing(() -> api.query("SELECT Id FROM " + table.name() + " WHERE " + condition + " LIMIT " + most))
                .stream()
                .map(table.reader()::ref);
    }

    private static Problem several(RecordRef name) {
        return Problem.of(
                        ProblemCode.CLAIMED_TWICE,
                        "expected one record of " + name.table() + " with " + name.id() + ", found several")
                .from(RemoteSystem.CRM);
    }

    private static Problem gone(Table table) {
        return Problem.of(
                        ProblemCode.RECORD_GONE,
                        "expected the " + table.name() + " to be there and visible, found none by its id")
                .from(RemoteSystem.CRM);
    }

    private Failure refused(Answer answer, String method, String path) {
        Problem problem = api.refusal(answer, method, path);
        if (problem.code() == ProblemCode.SCHEMA_MISMATCH) {
            schemas.forget();
        }
        return problem.failure();
    }

    /** A query that names a column which is no longer there must not fail for ever. */
    private <T> T noticing(Supplier<T> query) {
        try {
            return query.get();
        } catch (Failure failure) {
            if (failure.problem().code() == ProblemCode.SCHEMA_MISMATCH) {
                schemas.forget();
            }
            throw failure;
        }
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
