package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.Telling;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.http.Answer;
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
import java.math.BigDecimal;
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
 * Opportunities and leads of Dynamics 365 Sales through the Dataverse Web API v9.2.
 *
 * <p>Calls: one per operation, except that closing takes an action and a reading more, reopening with other changes
 * takes two more writes, and an audit line is added to the text that is read first. Once per process come the names of
 * the columns, and where they are needed the options of choices, the currencies and the limits (one call each; limits
 * one per kind of column).
 *
 * <p>Answers to writes show no related rows, so those paths are absent from their snapshots: unknown, not empty.
 *
 * <p>Safe for use by several threads.
 */
public final class DynamicsCrm implements Crm {
    private static final Map<String, String> IF_ABSENT =
            Map.of("If-None-Match", "*", "Prefer", "return=representation");
    private static final String DEAL_VALUE = "/details/dealValue";

    private final URI environment;
    private final InstantSource clock;
    private final WebApi api;
    private final TableReader tables;
    private final Currencies currencies;
    private final MappedTable deals;
    private final Optional<MappedTable> leads;
    private final Optional<Qualification> qualification;
    private final DynamicsCustomers customers;
    private final ChangeTracking tracking;
    private final OwnWrites own;

    /**
     * Makes no call.
     *
     * @param environment the environment's address, for instance {@code https://org.crm4.dynamics.com}
     * @param tokens for that environment's audience
     * @param maps of table {@code opportunity}, and of table {@code lead} if leads cross; without it no call is about leads
     * @param clock for the audit line and Retry-After dates
     * @throws Failure with {@code MISCONFIGURED} if the map names a table or related row this adapter does not know
     */
    public DynamicsCrm(URI environment, Transport transport, TokenSource tokens, FieldMaps maps, InstantSource clock) {
        this(environment, transport, tokens, maps, clock, CustomerSettings.Columns.DEFAULT, OwnWrites.UNMARKED);
    }

    /**
     * As above.
     *
     * @param accountColumns the columns of accounts by which customers are recognised
     * @param own marks the writes to deals and leads
     */
    public DynamicsCrm(
            URI environment,
            Transport transport,
            TokenSource tokens,
            FieldMaps maps,
            InstantSource clock,
            CustomerSettings.Columns accountColumns,
            OwnWrites own) {
        this.environment = environment;
        this.clock = clock;
        this.api = new WebApi(environment, transport, tokens, maps, clock);
        this.currencies = new Currencies(api);
        this.deals = MappedTable.of(maps.deals(), Table.OPPORTUNITY, api, currencies);
        this.leads = maps.leads().map(map -> MappedTable.of(map, Table.LEAD, api, currencies));
        this.qualification = maps.leads().map(map -> new Qualification(api, maps, map));
        this.customers = new DynamicsCustomers(api, environment, maps.deals(), accountColumns);
        this.tables = new TableReader(api);
        this.tracking = new ChangeTracking(api);
        this.own = own;
    }

    @Override
    public Snapshot read(RecordRef record) {
        MappedTable table = table(record);
        String path = row(record) + "?" + table.reader().selectAndExpand();
        Answer answer = api.send("GET", path, RecordReader.WITH_NAMES);
        if (!answer.ok()) {
            throw refused(answer, "GET", path);
        }
        return table.reader().snapshot(api.body(answer, "GET", path));
    }

    /** The caller's GUID is the record's own id. */
    @Override
    public RecordRef nameOfNew(String table, String id, String referralId) {
        return table(table).ref(id);
    }

    @Override
    public RecordRef itself(RecordRef name, Snapshot shown) {
        return name;
    }

    /** Takes a GUID in any form: braces, upper case, without dashes. */
    @Override
    public Optional<RecordRef> ref(String table, String writtenId) {
        return Guid.parse(writtenId).map(id -> new RecordRef(table, id));
    }

    /** Nothing but a GUID is tried. One call per table. */
    @Override
    public Optional<RecordRef> find(String writtenId) {
        return Guid.parse(writtenId)
                .flatMap(id ->
                        tables().flatMap(table -> existing(table, id).stream()).findFirst());
    }

    @Override
    public List<RecordRef> findBy(String table, String column, String text) {
        if (!column.matches("[a-z0-9_]+")) {
            throw new IllegalArgumentException("expected a column of " + table + ", found " + column);
        }
        MappedTable mapped = table(table);
        String key = mapped.name().key();
        return api
                .list(mapped.name().entitySet() + "?$select=" + key + "&$filter=" + WebApi.encode(column + " eq ")
                        + WebApi.literal(text) + "&$top=" + MOST_FOUND)
                .stream()
                .map(mapped::found)
                .toList();
    }

    /**
     * Dataverse merges accounts, contacts, leads and cases, and keeps a merged one, closed, with the id of its master; of
     * an opportunity there is no trace. One call for a lead, none for an opportunity.
     */
    @Override
    public Optional<RecordRef> survivor(RecordRef gone) {
        MappedTable table = table(gone);
        if (!table.reader().keepsMerged()) {
            return Optional.empty();
        }
        String path = row(gone) + "?" + RecordReader.selectMerge();
        Answer answer = api.send("GET", path, Map.of());
        if (!answer.ok() && WebApiError.of(answer).gone()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw refused(answer, "GET", path);
        }
        return table.reader().mergedInto(api.body(answer, "GET", path));
    }

    /** One call per table. */
    @Override
    public List<RecordRef> findByReferral(String referralId) {
        return tables().flatMap(table -> holders(table, referralId)).toList();
    }

    private Stream<RecordRef> holders(MappedTable table, String referralId) {
        String filter = WebApi.encode(table.map().columns().referralId() + " eq ")
                + WebApi.literal(referralId)
                + (table.reader().keepsMerged() ? WebApi.encode(" and " + RecordReader.unmerged()) : "");
        // Three are enough to know that it is not one.
        return api
                .list(table.name().entitySet() + "?$select=" + table.name().key() + "&$filter=" + filter + "&$top=3")
                .stream()
                .map(table::found);
    }

    @Override
    public Customers customers() {
        return customers;
    }

    /**
     * Makes an opportunity or a lead under the caller's primary key; the sync flag is set in the same call.
     *
     * <p>The Web API makes both open, so a closed one is made open and then closed. Columns of related rows
     * and the primary key among the values are left out: they are given by {@code customer} and {@code record}.
     */
    @Override
    public Written create(RecordRef record, Optional<RecordRef> customer, Map<String, JsonNode> values) {
        MappedTable table = table(record);
        Optional<Closing> closing = Closing.in(values);
        Map<String, JsonNode> columns = new LinkedHashMap<>(closing.isPresent() ? Closing.without(values) : values);
        columns.remove(Closing.STATE);
        columns.remove(table.name().key());
        columns.keySet().removeIf(Relation::isRelated);
        ObjectNode payload = table.writer()
                .payload(table.telling().alongside(columns, () -> "", clock.instant()))
                .put(table.map().columns().sync(), true);
        customer.ifPresent(account ->
                payload.put(Relation.CUSTOMER.bind(), Relation.CUSTOMER.table().reference(account.id())));
        String path = row(record) + "?" + table.reader().select();
        Answer answer = api.send("PATCH", path, IF_ABSENT, payload);
        if (!answer.ok() && WebApiError.of(answer).duplicateKey()) {
            return new Written.Stale();
        }
        Written made = written(table, answer, path);
        return closing.isPresent() ? closeAfter(made, record, closing.get()) : made;
    }

    /**
     * Writes columns under {@code If-Match}.
     *
     * <p>Won and lost opportunities come last, by an action that takes no condition, and only after the other columns arrived under
     * theirs. Reopening travels with the other columns; where the CRM refuses those because the record is still closed,
     * it is opened first. All writes of a reopening are conditional: each on the version the one before left.
     */
    @Override
    public Written update(RecordRef record, String version, Map<String, JsonNode> values) {
        Optional<Closing> closing = table(record).closedByAction() ? Closing.in(values) : Optional.empty();
        if (closing.isEmpty()) {
            return patch(record, version, values);
        }
        Map<String, JsonNode> columns = Closing.without(values);
        return columns.isEmpty()
                ? close(record, closing.get(), Optional.empty())
                : closeAfter(patch(record, version, columns), record, closing.get());
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
        MappedTable table = table(record);
        Telling telling = table.telling();
        Map<String, JsonNode> existing = telling.existing(columns);
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        String earlier = telling.addsLine(existing) ? audit(record) : "";
        String path = own.marked(row(record) + "?" + table.reader().select());
        Answer answer = api.send(
                "PATCH",
                path,
                conditional("*"),
                table.writer().payload(telling.fitting(existing, earlier, clock.instant())));
        if (!answer.ok()) {
            throw refused(answer, "PATCH", path);
        }
        return Optional.of(committed(() -> table.reader().snapshot(api.body(answer, "PATCH", path))));
    }

    @Override
    public RecordPage records(RecordQuery query, Optional<String> next) {
        MappedTable table = table(query.table());
        List<String> conditions = new ArrayList<>();
        query.shared().ifPresent(on -> conditions.add(table.map().columns().sync() + (on ? " eq true" : " ne true")));
        query.filter().ifPresent(filter -> conditions.add("(" + filter + ")"));
        String filter = conditions.isEmpty() ? "" : "&$filter=" + WebApi.encode(String.join(" and ", conditions));
        String path = table.name().entitySet() + "?" + table.reader().selectAndExpand() + filter;
        WebApi.Page page = api.page(path, next.map(given -> pageOfRecords(table.name(), given)), query.size());
        return new RecordPage(
                page.rows().stream()
                        .map(row -> new RecordPage.Entry(
                                table.found(row), table.reader().snapshot(row)))
                        .toList(),
                page.next());
    }

    /** A page's address comes back from whoever asks for the next one: it must not lead to another table. */
    private static String pageOfRecords(Table table, String next) {
        if (!next.startsWith(table.entitySet() + "?") || next.contains("#")) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected next to be what the page before gave, found another text")
                    .failure();
        }
        return next;
    }

    /** The table must have change tracking switched on. */
    @Override
    public Optional<RecordChanges> changes(String table, Optional<String> position) {
        MappedTable mapped = table(table);
        return tracking.since(mapped.map(), mapped.name(), position);
    }

    @Override
    public TableDescription describe(String table) {
        boolean related = Stream.of(Relation.values())
                .anyMatch(relation -> relation.table().logicalName().equals(table));
        return tables.read(table, !related);
    }

    @Override
    public Optional<RecordRef> accountOf(RecordRef lead) {
        return qualification(lead).accountOf(lead);
    }

    /** A deal names its originating lead. */
    @Override
    public Optional<RecordRef> leadOf(RecordRef deal) {
        return Optional.empty();
    }

    @Override
    public boolean qualifiesLeads() {
        return true;
    }

    /** Qualifying copies what the lead has, and leaves the rest empty. */
    @Override
    public Set<String> madeUp(Map<String, JsonNode> deal) {
        return Set.of();
    }

    @Override
    public RecordRef qualify(RecordRef lead, Optional<RecordRef> account) {
        return qualification(lead).qualify(lead, account);
    }

    @Override
    public Map<String, Limit> limits(String table) {
        return table(table).limits();
    }

    @Override
    public Set<String> currencies() {
        return currencies.all();
    }

    /** The documented address of a form: record addressable forms, with the table's name and the row's id. */
    @Override
    public Optional<String> webAddress(RecordRef record) {
        return Guid.parse(record.id())
                .map(id -> environment.toString().replaceFirst("/+$", "") + "/main.aspx?pagetype=entityrecord&etn="
                        + WebApi.encode(record.table()) + "&id=" + id);
    }

    /** What this adapter knows about currencies and choices without a call, for {@link DynamicsEvent#parse}. */
    public DynamicsEvent.Names names() {
        return new DynamicsEvent.Names() {
            @Override
            public Optional<String> currency(String id) {
                return currencies.knownCode(id);
            }

            @Override
            public Optional<String> label(String table, String column, int value) {
                return table(table).choices().knownLabel(column, value);
            }

            @Override
            public Optional<String> row(String table, String column, String id) {
                return table(table).lookups().knownName(column, id);
            }
        };
    }

    private Written patch(RecordRef record, String version, Map<String, JsonNode> columns) {
        MappedTable table = table(record);
        String path = own.marked(row(record) + "?" + table.reader().select());
        Answer answer = api.send(
                "PATCH",
                path,
                conditional(version),
                table.writer().payload(table.telling().alongside(columns, () -> audit(record), clock.instant())));
        Map<String, JsonNode> others = Closing.without(columns);
        if (!answer.ok()
                && Closing.opens(columns)
                && !others.isEmpty()
                && WebApiError.of(answer).closed()) {
            return reopen(record, version, Closing.only(columns), others);
        }
        return written(table, answer, path);
    }

    private Written reopen(
            RecordRef record, String version, Map<String, JsonNode> state, Map<String, JsonNode> others) {
        return patch(record, version, state) instanceof Written.Done(Snapshot open)
                ? patch(record, open.version().orElse("*"), others)
                : new Written.Stale();
    }

    private Written closeAfter(Written before, RecordRef record, Closing closing) {
        return before instanceof Written.Done(Snapshot now)
                ? committed(() -> close(record, closing, dealValue(now)))
                : before;
    }

    private Written close(RecordRef record, Closing closing, Optional<BigDecimal> revenue) {
        Answer answer = api.send("POST", closing.action(), Map.of(), closing.parameters(record.id(), revenue));
        if (!answer.ok()) {
            throw refused(answer, "POST", closing.action());
        }
        return new Written.Done(committed(() -> read(record)));
    }

    private Written written(MappedTable table, Answer answer, String path) {
        if (answer.ok()) {
            return new Written.Done(committed(() -> table.reader().snapshot(api.body(answer, "PATCH", path))));
        }
        if (WebApiError.of(answer).stale()) {
            return new Written.Stale();
        }
        throw refused(answer, "PATCH", path);
    }

    /** What follows a write that arrived: if it fails, the caller must not take the write for undone. */
    private static <T> T committed(Supplier<T> following) {
        try {
            return following.get();
        } catch (Failure failure) {
            throw failure.problem().withOutcomeUnknown().failure(failure);
        }
    }

    private Optional<RecordRef> existing(MappedTable table, String id) {
        String path = table.name().row(id) + "?$select=" + table.name().key();
        Answer answer = api.send("GET", path, Map.of());
        if (!answer.ok() && WebApiError.of(answer).gone()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw refused(answer, "GET", path);
        }
        return Optional.of(table.ref(id));
    }

    private String audit(RecordRef record) {
        String column = table(record).map().columns().told().audit();
        return api.get(row(record) + "?$select=" + column).path(column).asText("");
    }

    private Optional<BigDecimal> dealValue(Snapshot now) {
        return deals.map().fields().stream()
                .filter(field ->
                        field.type() == ValueType.MONEY && field.partnerCenter().contains(DEAL_VALUE))
                .flatMap(field -> Stream.ofNullable(now.values().get(field.crm().getFirst())))
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue)
                .findFirst();
    }

    private Failure refused(Answer answer, String method, String path) {
        Problem problem = api.refusal(answer, method, path);
        if (problem.code() == ProblemCode.SCHEMA_MISMATCH) {
            tables().forEach(table -> table.schema().forget());
        }
        return problem.failure();
    }

    private String row(RecordRef record) {
        return table(record).name().row(record.id());
    }

    /** Deals first: most records are deals. */
    private Stream<MappedTable> tables() {
        return Stream.concat(Stream.of(deals), leads.stream());
    }

    private MappedTable table(RecordRef record) {
        return table(record.table());
    }

    private MappedTable table(String logicalName) {
        return tables().filter(table -> table.name().logicalName().equals(logicalName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a record of "
                        + tables().map(table -> table.map().table()).toList() + ", found one of " + logicalName));
    }

    private Qualification qualification(RecordRef lead) {
        if (!lead.table().equals(Table.LEAD.logicalName())) {
            throw new IllegalArgumentException("expected a lead, found " + lead);
        }
        return qualification.orElseThrow(() -> new IllegalArgumentException("leads are not mapped: " + lead));
    }

    private static Map<String, String> conditional(String version) {
        return Map.of("If-Match", version, "Prefer", "return=representation");
    }
}
