package dev.cosell.crm.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.crm.MappedColumns;
import dev.cosell.crm.file.CsvDirectory.Change;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.TableDescription;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deals in a CSV file that people keep with a spreadsheet; leads do not cross.
 *
 * <p><b>Conditions.</b> A record's version is a digest of its row. A write takes the lock of the directory, reads the file,
 * compares, and replaces the file as a whole. What remains is said at {@link CsvDirectory} and {@link DirectoryLock}.
 *
 * <p><b>Calls.</b> None that anybody counts: each operation reads the file, and those behind its lookups.
 *
 * <p>A file tells when it was saved, and not which row was, nor by whom. Safe for use by several threads.
 */
public final class FileCrm implements Crm {
    /** The columns by which accounts are recognised; other ids have none of their own. */
    public static final CustomerSettings.Columns ACCOUNT_COLUMNS =
            new CustomerSettings.Columns(Optional.empty(), Optional.empty(), Optional.of("website"));

    private final CsvDirectory directory;
    private final FieldMap map;
    private final ColumnKinds kinds;
    private final RowReader reader;
    private final SeenRows seen;
    private final FileCustomers customers;
    private final InstantSource clock;

    /**
     * Makes no call.
     *
     * @param maps that of the leads is not used
     * @param accountColumns by which customers are recognised
     * @param clock for the audit line, and for how long a filter takes
     */
    public FileCrm(Path path, FieldMaps maps, CustomerSettings.Columns accountColumns, InstantSource clock) {
        this(path, maps, accountColumns, clock, DirectoryLock.PATIENCE, CsvDirectory.QUIET);
    }

    /**
     * @param patience with the lock of a worker of which nothing is heard
     * @param quiet after a person saved a file
     */
    FileCrm(
            Path path,
            FieldMaps maps,
            CustomerSettings.Columns accountColumns,
            InstantSource clock,
            Duration patience,
            Duration quiet) {
        this.directory = new CsvDirectory(path, patience, quiet);
        this.map = maps.deals();
        this.kinds = new ColumnKinds(map);
        this.reader = new RowReader(directory, kinds, map);
        this.seen = new SeenRows(directory, map.table());
        this.customers = new FileCustomers(directory, map, accountColumns);
        this.clock = clock;
    }

    /** @throws Failure also {@code INVALID_VALUE} if a mapped cell of the row cannot be understood */
    @Override
    public Snapshot read(RecordRef record) {
        CsvTable deals = directory.read(map.table());
        return reader.of(deals).checked(existing(deals, record));
    }

    @Override
    public RecordRef nameOfNew(String table, String id, String referralId) {
        return new RecordRef(table, id.toLowerCase(Locale.ROOT));
    }

    @Override
    public RecordRef itself(RecordRef name, Snapshot shown) {
        return name;
    }

    @Override
    public Optional<RecordRef> ref(String table, String writtenId) {
        String id = writtenId.strip().replaceAll("^\\{|}$", "");
        return Optional.of(id).filter(CsvShape::isId).map(text -> new RecordRef(table, text.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<RecordRef> find(String writtenId) {
        return ref(map.table(), writtenId)
                .filter(record -> directory.read(map.table()).row(record.id()).isPresent());
    }

    @Override
    public List<RecordRef> findBy(String table, String column, String text) {
        return holding(column, text).stream().limit(MOST_FOUND).toList();
    }

    /** A file keeps no trace of rows that are gone. */
    @Override
    public Optional<RecordRef> survivor(RecordRef gone) {
        return Optional.empty();
    }

    @Override
    public List<RecordRef> findByReferral(String referralId) {
        return holding(map.columns().referralId(), referralId);
    }

    @Override
    public Customers customers() {
        return customers;
    }

    @Override
    public Written create(RecordRef name, Optional<RecordRef> customer, Map<String, JsonNode> values) {
        return directory.change(map.table(), deals -> {
            if (deals.row(name.id()).isPresent() || isReferred(deals, values)) {
                return Change.none(new Written.Stale());
            }
            Map<String, JsonNode> all = new LinkedHashMap<>(values);
            all.put(map.columns().sync(), BooleanNode.TRUE);
            Map<String, String> cells =
                    new LinkedHashMap<>(new RowWriter(map, deals, kinds).ofNew(all, clock.instant()));
            cells.put(CsvTable.ID, name.id());
            customer.ifPresent(account ->
                    map.customerLookup().filter(deals::has).ifPresent(lookup -> cells.put(lookup, account.id())));
            return done(deals.plus(cells), name);
        });
    }

    @Override
    public Written update(RecordRef record, String version, Map<String, JsonNode> values) {
        return directory.change(map.table(), deals -> {
            CsvRow row = existing(deals, record);
            if (!deals.version(row).equals(version)) {
                return Change.none(new Written.Stale());
            }
            Map<String, String> cells = new RowWriter(map, deals, kinds).of(row, values, clock.instant());
            return done(deals.with(row, cells), record);
        });
    }

    /** A closed record takes what is told like any other. */
    @Override
    public Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns) {
        return directory.change(map.table(), deals -> {
            CsvRow row = existing(deals, record);
            Map<String, String> cells = new RowWriter(map, deals, kinds).told(row, columns, clock.instant());
            if (cells.isEmpty()) {
                return Change.none(Optional.empty());
            }
            CsvTable after = deals.with(row, cells);
            return Change.to(after, Optional.of(shown(after, record)));
        });
    }

    /** In the order of ids; the next page begins behind the last one. A filter is a JSONata expression. */
    @Override
    public RecordPage records(RecordQuery query, Optional<String> next) {
        CsvTable deals = directory.named(map.table());
        RowReader.Sight sight = reader.of(deals);
        Optional<Condition> condition = query.filter().map(filter -> Condition.parse(filter, clock));
        List<RecordPage.Entry> entries = deals.records()
                .sorted(Comparator.comparing(deals::id))
                .filter(row -> next.isEmpty() || deals.id(row).compareTo(next.get()) > 0)
                .map(sight::entry)
                .filter(entry -> query.shared().isEmpty()
                        || query.shared().get().equals(isShared(entry.snapshot().values())))
                .filter(entry -> condition.isEmpty()
                        || condition.get().holds(entry.snapshot().values()))
                .limit(query.size() + 1L)
                .toList();
        boolean more = entries.size() > query.size();
        List<RecordPage.Entry> page = more ? entries.subList(0, query.size()) : entries;
        return new RecordPage(page, more ? Optional.of(page.getLast().record().id()) : Optional.empty());
    }

    @Override
    public Optional<RecordRef> accountOf(RecordRef lead) {
        return Optional.empty();
    }

    @Override
    public Optional<RecordRef> leadOf(RecordRef deal) {
        return Optional.empty();
    }

    @Override
    public boolean qualifiesLeads() {
        return false;
    }

    @Override
    public Set<String> madeUp(Map<String, JsonNode> deal) {
        return Set.of();
    }

    @Override
    public RecordRef qualify(RecordRef lead, Optional<RecordRef> account) {
        throw new UnsupportedOperationException("there are no leads in files");
    }

    @Override
    public Optional<RecordChanges> changes(String table, Optional<String> position) {
        CsvTable deals = directory.named(table);
        String sync = map.columns().sync();
        return seen.since(
                position,
                deals,
                row -> deals.has(sync)
                        && Cell.read(kinds.of(table, sync), deals.cell(row, sync))
                                .filter(JsonNode::asBoolean)
                                .isPresent());
    }

    @Override
    public TableDescription describe(String table) {
        if (directory.lacks(table)) {
            throw Problem.of(
                            ProblemCode.SCHEMA_MISMATCH,
                            "expected a file " + CsvDirectory.fileName(table) + " in " + directory.path()
                                    + ", found none")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return kinds.describe(table, directory.read(table));
    }

    @Override
    public Map<String, Limit> limits(String table) {
        CsvTable deals = directory.read(table);
        Set<String> optional = MappedColumns.optional(map);
        return map.paths(Side.CRM).stream()
                .filter(column -> deals.has(column) || optional.contains(column))
                .collect(Collectors.toMap(column -> column, column -> limit(deals, column)));
    }

    /** Numbers are rounded as the map says: a cell takes any. */
    private Limit limit(CsvTable deals, String column) {
        if (!deals.has(column)) {
            return Limit.NOTHING;
        }
        return map.fields().stream()
                .filter(field -> field.crm().contains(column)
                        && field.limit().precision().isPresent())
                .map(field -> Limit.precision(field.limit().precision().getAsInt()))
                .findFirst()
                .orElseGet(() -> kinds.limit(map.table(), column));
    }

    @Override
    public Set<String> currencies() {
        return Currencies.ALL;
    }

    /** A row has no address. */
    @Override
    public Optional<String> webAddress(RecordRef record) {
        return Optional.empty();
    }

    private Change<Written> done(CsvTable after, RecordRef record) {
        return Change.to(after, new Written.Done(shown(after, record)));
    }

    private Snapshot shown(CsvTable deals, RecordRef record) {
        return reader.of(deals).shown(existing(deals, record));
    }

    private List<RecordRef> holding(String column, String text) {
        CsvTable deals = directory.read(map.table());
        return deals.records()
                .filter(row -> deals.has(column))
                .filter(row -> Cell.read(kinds.of(map.table(), column), deals.cell(row, column))
                        .filter(value -> !value.isNull() && value.asText().equalsIgnoreCase(text))
                        .isPresent())
                .map(row -> new RecordRef(map.table(), deals.id(row)))
                .toList();
    }

    private boolean isReferred(CsvTable deals, Map<String, JsonNode> values) {
        String column = map.columns().referralId();
        String referral = values.getOrDefault(column, NullNode.getInstance()).asText("");
        return !referral.isEmpty()
                && deals.has(column)
                && deals.records()
                        .anyMatch(row -> Formula.meant(deals.cell(row, column)).equalsIgnoreCase(referral));
    }

    private boolean isShared(Map<String, JsonNode> shown) {
        return shown.getOrDefault(map.columns().sync(), NullNode.getInstance()).asBoolean();
    }

    private static CsvRow existing(CsvTable deals, RecordRef record) {
        return deals.row(record.id())
                .orElseThrow(() -> Problem.of(
                                ProblemCode.RECORD_GONE, deals.file() + " has no row with the id " + record.id())
                        .from(RemoteSystem.CRM)
                        .failure());
    }
}
