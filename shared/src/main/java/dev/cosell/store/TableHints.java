package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Hints;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Hints in table {@code hints}: one partition per subject, so that no partition is busy; columns {@code subject},
 * {@code mark}, {@code markedAt}, {@code pair}, {@code request}, {@code requestMark} (empty once waived), {@code
 * notBefore}. Every method is one transaction, except that {@link #markedBetween} reads
 * through the table, and {@link #drop} tries again when others only noted a time meanwhile.
 */
public final class TableHints implements Hints {
    private static final String ROW = "hint";
    private static final List<String> COLUMNS =
            List.of(Document.VERSION, "subject", "mark", "markedAt", "pair", "request", "requestMark", "notBefore");

    private final Table table;
    private final StorageClock clock;

    public TableHints(Storage storage) {
        this.table = storage.table("hints");
        this.clock = storage.clock();
    }

    @Override
    public void mark(Subject subject, String mark) {
        table.merge(marked(subject, mark));
    }

    @Override
    public void request(Subject subject, String mark, String cause) {
        table.merge(marked(subject, mark).addProperty("requestMark", mark).addProperty("request", cause));
    }

    @Override
    public void waive(Subject subject) {
        table.merge(row(subject).addProperty("requestMark", "").addProperty("request", ""));
    }

    @Override
    public void postpone(Subject subject, Instant until) {
        table.merge(row(subject).addProperty("notBefore", until.atOffset(ZoneOffset.UTC)));
    }

    private TableEntity marked(Subject subject, String mark) {
        return row(subject)
                .addProperty("mark", mark)
                .addProperty(
                        "markedAt",
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC));
    }

    @Override
    public Optional<Hint> read(Subject subject) {
        return table.get(RowKey.of(subject.key()), ROW).flatMap(row -> hint(subject, row));
    }

    @Override
    public void bind(Subject subject, PairId pair) {
        table.merge(row(subject).addProperty("pair", pair.value()));
    }

    @Override
    public boolean drop(Hint hint) {
        Optional<Hint> last = Optional.of(hint);
        while (last.isPresent() && last.get().saysNoMoreThan(hint)) {
            if (table.delete(RowKey.of(hint.subject().key()), ROW, last.get().version())) {
                return true;
            }
            last = read(hint.subject());
        }
        return last.filter(found -> found.isBoundSince(hint)).isEmpty();
    }

    /** Removes what is kept of a subject, whatever it is: a message that is still on its way then finds nothing to do. */
    void forget(Subject subject) {
        table.get(RowKey.of(subject.key()), ROW)
                .ifPresent(row -> table.delete(row.getPartitionKey(), ROW, row.getETag()));
    }

    /** Reads every hint of the table on the server's side: for a timer, not for a trigger. */
    @Override
    public List<Hint> markedBetween(Instant from, Instant to, int limit) {
        PriorityQueue<Hint> oldest =
                new PriorityQueue<>(Comparator.comparing(Hint::markedAt).reversed());
        String filter = "markedAt ge datetime'" + micros(from) + "' and markedAt lt datetime'" + micros(to) + "'";
        table.scan(filter, COLUMNS, 1000, row -> {
            hint(Subject.parse(String.valueOf(row.getProperty("subject"))), row).ifPresent(oldest::add);
            if (oldest.size() > limit) {
                oldest.poll();
            }
            return true;
        });
        return oldest.stream().sorted(Comparator.comparing(Hint::markedAt)).toList();
    }

    private static TableEntity row(Subject subject) {
        return new TableEntity(RowKey.of(subject.key()), ROW)
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("subject", subject.key());
    }

    /** A subject that was bound but never marked has no hint. */
    private static Optional<Hint> hint(Subject subject, TableEntity row) {
        Document.checkVersion(row);
        if (row.getProperty("mark") instanceof String mark
                && row.getProperty("markedAt") instanceof OffsetDateTime markedAt) {
            Optional<PairId> pair =
                    Optional.ofNullable((String) row.getProperty("pair")).map(PairId::new);
            return Optional.of(
                    new Hint(subject, mark, pair, request(row), notBefore(row), markedAt.toInstant(), row.getETag()));
        }
        return Optional.empty();
    }

    private static Optional<Hint.Request> request(TableEntity row) {
        return row.getProperty("requestMark") instanceof String mark
                        && !mark.isEmpty()
                        && row.getProperty("request") instanceof String cause
                ? Optional.of(new Hint.Request(mark, cause))
                : Optional.empty();
    }

    private static Optional<Instant> notBefore(TableEntity row) {
        return Optional.ofNullable((OffsetDateTime) row.getProperty("notBefore"))
                .map(OffsetDateTime::toInstant);
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
