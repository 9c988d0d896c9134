package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.TableDescription;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.http.Answer;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.Crm;
import dev.cosell.sync.Customer;
import dev.cosell.sync.RecordChanges;
import dev.cosell.sync.RecordPage;
import dev.cosell.sync.RecordQuery;
import dev.cosell.sync.RecordRef;
import dev.cosell.sync.Snapshot;
import dev.cosell.sync.Written;
import java.math.BigDecimal;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Opportunities of Dynamics 365 Sales through the Dataverse Web API v9.2.
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

    private final FieldMap map;
    private final InstantSource clock;
    private final WebApi api;
    private final TableSchema schema;
    private final TableReader tables;
    private final Choices choices;
    private final Currencies currencies;
    private final Lookups lookups;
    private final RecordReader reader;
    private final RecordWriter writer;
    private final Telling telling;
    private final Accounts accounts;
    private final ChangeTracking tracking;

    /**
     * Makes no call.
     *
     * @param environment the environment's address, for instance {@code https://org.crm4.dynamics.com}
     * @param tokens for that environment's audience
     * @param map of table {@code opportunity}
     * @param clock for the audit line and Retry-After dates
     * @throws Failure with {@code MISCONFIGURED} if the map names a table or related row this adapter does not know
     */
    public DynamicsCrm(URI environment, Transport transport, TokenSource tokens, FieldMap map, InstantSource clock) {
        check(map);
        this.map = map;
        this.clock = clock;
        this.api = new WebApi(environment, transport, tokens, map, clock);
        this.schema = new TableSchema(api, map);
        this.tables = new TableReader(api);
        this.choices = new Choices(api, map);
        this.currencies = new Currencies(api);
        this.lookups = new Lookups(api, map);
        this.reader = new RecordReader(map, schema, choices, currencies, lookups);
        this.writer = new RecordWriter(map, schema, choices, currencies, lookups);
        this.telling = new Telling(map, schema);
        this.accounts = new Accounts(api, map);
        this.tracking = new ChangeTracking(api);
    }

    @Override
    public Snapshot read(RecordRef record) {
        String path = row(record) + "?" + reader.selectAndExpand();
        Answer answer = api.send("GET", path, Map.of());
        if (!answer.ok()) {
            throw refused(answer, "GET", path);
        }
        return reader.snapshot(api.body(answer, "GET", path));
    }

    /** Takes a GUID in any form: braces, upper case, without dashes. Nothing else is tried. */
    @Override
    public Optional<RecordRef> find(String writtenId) {
        return Guid.parse(writtenId).flatMap(this::existing);
    }

    @Override
    public List<RecordRef> findByReferral(String referralId) {
        // Three are enough to know that it is not one.
        return api
                .list(Table.OPPORTUNITY.entitySet() + "?$select=" + Table.OPPORTUNITY.key() + "&$filter="
                        + WebApi.encode(map.columns().referralId() + " eq ") + WebApi.literal(referralId) + "&$top=3")
                .stream()
                .map(row -> ref(row.path(Table.OPPORTUNITY.key()).asText()))
                .toList();
    }

    /** One call per page of accounts with this name. */
    @Override
    public List<RecordRef> findCustomers(Customer customer) {
        return accounts.find(customer);
    }

    @Override
    public RecordRef createCustomer(String id, Customer customer) {
        return accounts.create(id, customer);
    }

    /**
     * Makes an opportunity under the caller's primary key; the sync flag is set in the same call.
     *
     * <p>The Web API makes opportunities open, so a closed one is made open and then closed. Columns of related rows
     * and the primary key among the values are left out: they are given by {@code customer} and {@code record}.
     */
    @Override
    public Written create(RecordRef record, Optional<RecordRef> customer, Map<String, JsonNode> values) {
        Optional<Closing> closing = Closing.in(values);
        Map<String, JsonNode> columns = new LinkedHashMap<>(closing.isPresent() ? Closing.without(values) : values);
        columns.remove(Closing.STATE);
        columns.remove(Table.OPPORTUNITY.key());
        columns.keySet().removeIf(Relation::isRelated);
        ObjectNode payload =
                writer.payload(telling.alongside(columns)).put(map.columns().sync(), true);
        customer.ifPresent(account ->
                payload.put(Relation.CUSTOMER.bind(), Relation.CUSTOMER.table().reference(account.id())));
        String path = row(record) + "?" + reader.select();
        Answer answer = api.send("PATCH", path, IF_ABSENT, payload);
        if (!answer.ok() && WebApiError.of(answer).duplicateKey()) {
            return new Written.Stale();
        }
        Written made = written(answer, path);
        return closing.isPresent() ? closeAfter(made, record, closing.get()) : made;
    }

    /**
     * Writes columns under {@code If-Match}.
     *
     * <p>Won and lost come last, by an action that takes no condition, and only after the other columns arrived under
     * theirs. Reopening travels with the other columns; where the CRM refuses those because the record is still closed,
     * it is opened first. All writes of a reopening are conditional: each on the version the one before left.
     */
    @Override
    public Written update(RecordRef record, String version, Map<String, JsonNode> values) {
        Optional<Closing> closing = Closing.in(values);
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
     * @return nothing if the CRM has none of the columns, or the record is closed and refuses
     */
    @Override
    public Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns) {
        Map<String, JsonNode> existing = telling.existing(columns);
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        String earlier = telling.addsLine(existing) ? audit(record) : "";
        String path = row(record) + "?" + reader.select();
        Answer answer = api.send(
                "PATCH", path, conditional("*"), writer.payload(telling.fitting(existing, earlier, clock.instant())));
        if (!answer.ok() && WebApiError.of(answer).closed()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw refused(answer, "PATCH", path);
        }
        return Optional.of(committed(() -> reader.snapshot(api.body(answer, "PATCH", path))));
    }

    @Override
    public RecordPage records(RecordQuery query, Optional<String> next) {
        List<String> conditions = new ArrayList<>();
        query.shared().ifPresent(on -> conditions.add(map.columns().sync() + (on ? " eq true" : " ne true")));
        query.filter().ifPresent(filter -> conditions.add("(" + filter + ")"));
        String filter = conditions.isEmpty() ? "" : "&$filter=" + WebApi.encode(String.join(" and ", conditions));
        String path = Table.OPPORTUNITY.entitySet() + "?" + reader.selectAndExpand() + filter;
        WebApi.Page page = api.page(path, next, query.size());
        return new RecordPage(
                page.rows().stream()
                        .map(row -> new RecordPage.Entry(
                                ref(row.path(Table.OPPORTUNITY.key()).asText()), reader.snapshot(row)))
                        .toList(),
                page.next());
    }

    /** The table must have change tracking switched on. */
    @Override
    public Optional<RecordChanges> changes(String table, Optional<String> position) {
        return tracking.since(map, Table.OPPORTUNITY, position);
    }

    @Override
    public TableDescription describe(String table) {
        return tables.read(table, table.equals(map.table()));
    }

    @Override
    public Map<String, Limit> limits() {
        Map<String, Limit> mapped = new LinkedHashMap<>(schema.limits());
        mapped.keySet().retainAll(map.paths(Side.CRM));
        return Map.copyOf(mapped);
    }

    /** What this adapter knows about currencies and choices without a call, for {@link DynamicsEvent#parse}. */
    public DynamicsEvent.Names names() {
        return new DynamicsEvent.Names() {
            @Override
            public Optional<String> currency(String id) {
                return currencies.knownCode(id);
            }

            @Override
            public Optional<String> label(String column, int value) {
                return choices.knownLabel(column, value);
            }

            @Override
            public Optional<String> row(String column, String id) {
                return lookups.knownName(column, id);
            }
        };
    }

    private Written patch(RecordRef record, String version, Map<String, JsonNode> columns) {
        String path = row(record) + "?" + reader.select();
        Answer answer = api.send("PATCH", path, conditional(version), writer.payload(telling.alongside(columns)));
        Map<String, JsonNode> others = Closing.without(columns);
        if (!answer.ok()
                && Closing.opens(columns)
                && !others.isEmpty()
                && WebApiError.of(answer).closed()) {
            return reopen(record, version, Closing.only(columns), others);
        }
        return written(answer, path);
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

    private Written written(Answer answer, String path) {
        if (answer.ok()) {
            return new Written.Done(committed(() -> reader.snapshot(api.body(answer, "PATCH", path))));
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

    private Optional<RecordRef> existing(String id) {
        String path = Table.OPPORTUNITY.row(id) + "?$select=" + Table.OPPORTUNITY.key();
        Answer answer = api.send("GET", path, Map.of());
        if (!answer.ok() && WebApiError.of(answer).gone()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw refused(answer, "GET", path);
        }
        return Optional.of(ref(id));
    }

    private String audit(RecordRef record) {
        String column = map.columns().audit();
        return api.get(row(record) + "?$select=" + column).path(column).asText("");
    }

    private Optional<BigDecimal> dealValue(Snapshot now) {
        return map.fields().stream()
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
            schema.forget();
        }
        return problem.failure();
    }

    private String row(RecordRef record) {
        if (!record.table().equals(map.table())) {
            throw new IllegalArgumentException("expected a record of " + map.table() + ", found " + record);
        }
        return Table.OPPORTUNITY.row(record.id());
    }

    private static RecordRef ref(String id) {
        return new RecordRef(
                Table.OPPORTUNITY.logicalName(),
                Guid.parse(id).orElseThrow(() -> new IllegalArgumentException("expected a GUID, found " + id)));
    }

    private static Map<String, String> conditional(String version) {
        return Map.of("If-Match", version, "Prefer", "return=representation");
    }

    private static void check(FieldMap map) {
        List<String> unknown = map.paths(Side.CRM).stream()
                .filter(path -> Relation.isRelated(path) && Relation.of(path).isEmpty())
                .toList();
        if (!map.table().equals(Table.OPPORTUNITY.logicalName()) || !unknown.isEmpty()) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            "field map: expected table " + Table.OPPORTUNITY.logicalName() + " and paths through "
                                    + Stream.of(Relation.values())
                                            .map(Relation::prefix)
                                            .toList() + ", found table " + map.table() + " and paths "
                                    + unknown)
                    .failure();
        }
    }
}
