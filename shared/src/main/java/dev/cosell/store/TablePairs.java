package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.PairStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pairs in table {@code pairs}: one partition per pair, with row {@code pair} and a row {@code audit|<fence>|<step>} per
 * audit entry, so that both can be written in one transaction.
 *
 * <p>Transactions: {@link #read} 1, and one more for a row of an earlier layout with a deadline; {@link #replace} 1, and those of {@link PairIndex} if what it is found by changes;
 * {@link #create} 2, or 3 if the pair exists.
 */
public final class TablePairs implements PairStore {
    static final String ROW = "pair";

    /** As many as one transaction takes. */
    private static final int BATCH = 100;

    private static final int MOST_BATCHES = 100;

    private final Table table;
    private final PairIndex index;
    private final StorageClock clock;

    public TablePairs(Storage storage) {
        this.table = storage.table("pairs");
        this.index = new PairIndex(storage);
        this.clock = storage.clock();
    }

    @Override
    public Optional<Stored<Pair>> read(PairId id) {
        return table.get(RowKey.of(id.value()), ROW).map(this::pair);
    }

    /** An earlier version found pairs by less: whoever writes this one next takes its index rows for granted. */
    Stored<Pair> pair(TableEntity row) {
        Pair pair = PairCodec.read(Document.read(row, PairCodec.LAYOUT));
        if (Document.layout(row) < PairCodec.LAYOUT) {
            index.complete(pair);
        }
        return new Stored<>(pair, row.getETag(), Optional.of(row.getTimestamp().toInstant()));
    }

    @Override
    public Stored<Pair> create(Pair pair) {
        index.prepare(Optional.empty(), pair);
        return table.insert(row(pair))
                .map(version -> written(pair, version))
                .or(() -> read(pair.id()))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.STORAGE_UNAVAILABLE,
                                "pair " + pair.id() + ": expected a row, found that it was removed just now")
                        .failure());
    }

    /** @throws IllegalArgumentException for more than 99 audit entries, or two of the same fence and step */
    @Override
    public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
        long steps = audit.stream().map(AuditRow::key).distinct().count();
        if (audit.size() > MOST_ENTRIES || steps < audit.size()) {
            throw new IllegalArgumentException("expected at most " + MOST_ENTRIES
                    + " audit entries at once, each of its own fence and step; found " + audit.size() + " of " + steps
                    + " steps");
        }
        TableEntity row = row(now);
        List<TableEntity> surplus = index.prepare(Optional.of(was.value()), now);
        Optional<String> version =
                audit.isEmpty() ? table.replace(row, was.version()) : transact(row, was.version(), audit);
        version.ifPresent(written -> index.remove(surplus));
        return version.map(written -> written(now, written));
    }

    /**
     * As {@link #replace}, where nothing changes by which the pair is found; and what asks how long ago it was last written
     * does not notice.
     */
    Optional<Stored<Pair>> replaceOfSameAge(Stored<Pair> was, Pair now) {
        TableEntity row =
                row(now).addProperty("updatedAt", column(was.writtenAt().orElseGet(clock::instant)));
        return table.replace(row, was.version()).map(version -> new Stored<>(now, version, was.writtenAt()));
    }

    private Stored<Pair> written(Pair pair, String version) {
        return new Stored<>(pair, version, Optional.of(clock.instant()));
    }

    /**
     * Removes a pair with its timeline and what it is found by; a hundred entries a transaction. After a crash in between,
     * and if the pair was written meanwhile, the pair itself is still there.
     *
     * @return whether it is gone
     */
    boolean remove(Stored<Pair> pair) {
        String partition = RowKey.of(pair.value().id().value());
        if (!removeTimeline(partition)) {
            return false;
        }
        table.delete(partition, ROW, pair.version());
        boolean gone = table.get(partition, ROW, List.of(Document.VERSION)).isEmpty();
        if (gone) {
            index.remove(index.rows(pair.value()));
        }
        return gone;
    }

    /** @return false if it is so long that the rest is left to the next time */
    private boolean removeTimeline(String partition) {
        String entries = Table.within(partition, AuditRow.BEFORE) + " and RowKey lt '" + AuditRow.BEHIND + "'";
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            List<TableEntity> rows = table.query(entries, List.of("at"), BATCH);
            if (rows.isEmpty()) {
                return true;
            }
            table.transact(rows.stream()
                    .map(row -> new TableTransactionAction(TableTransactionActionType.DELETE, row))
                    .toList());
        }
        return false;
    }

    private Optional<String> transact(TableEntity row, String version, List<AuditEntry> audit) {
        List<TableTransactionAction> actions = new ArrayList<>();
        actions.add(
                new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, Table.at(row, version), true));
        for (AuditEntry entry : audit) {
            actions.add(new TableTransactionAction(
                    TableTransactionActionType.UPSERT_REPLACE, AuditRow.of(row.getPartitionKey(), entry)));
        }
        return table.transact(actions);
    }

    /** The document, and beside it what people and {@link PairDirectory} look for. */
    private TableEntity row(Pair pair) {
        TableEntity row = new TableEntity(RowKey.of(pair.id().value()), ROW);
        Document.write(row, PairCodec.write(pair), PairCodec.LAYOUT);
        row.addProperty("pair", pair.id().value());
        row.addProperty("phase", pair.phase().name());
        row.addProperty("fence", pair.fence());
        row.addProperty("updatedAt", column(clock.instant()));
        row.addProperty("problems", String.join(" ", PairIndex.problems(pair)));
        pair.problem()
                .ifPresent(problem -> row.addProperty("problem", problem.code().code()));
        pair.lease().map(Lease::until).ifPresent(until -> row.addProperty("leaseUntil", column(until)));
        pair.deadlines().answerBy().ifPresent(end -> row.addProperty("answerBy", column(end)));
        pair.deadlines().wakeAt().ifPresent(instant -> row.addProperty("wakeAt", column(instant)));
        pair.referralId().ifPresent(id -> row.addProperty("referralId", id));
        pair.label().name().ifPresent(name -> row.addProperty("name", name));
        pair.label().customer().ifPresent(name -> row.addProperty("customer", name));
        pair.record()
                .ifPresent(ref -> row.addProperty("recordTable", ref.table()).addProperty("recordId", ref.id()));
        return row;
    }

    private static Object column(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
