package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Notices in table {@code notices}: partition {@code waiting} for what is to be sent, {@code told} for what was, so that it
 * is not sent again. All methods throw {@link dev.cosell.problem.Failure} with {@code STORAGE_UNAVAILABLE}.
 */
public final class TableNotices {
    private static final String WAITING = "waiting";
    private static final String TOLD = "told";
    private static final String ANY_VERSION = "*";

    private final Table table;

    public TableNotices(Storage storage) {
        this.table = storage.table("notices");
    }

    /**
     * Keeps a notice until it is sent, unless it waits already or was sent lately.
     *
     * @param once how long the same notice is not sent again
     * @return whether it is new
     */
    public boolean keep(NoticeRow row, Duration once) {
        boolean toldLately = table.get(TOLD, row.id())
                .filter(told -> row.at().isBefore(at(told).plus(once)))
                .isPresent();
        return !toldLately && table.insert(entity(WAITING, row, row.at())).isPresent();
    }

    /** Notices that wait, in no particular order. */
    public List<NoticeRow> waiting(int most) {
        return table.query(Table.within(WAITING, ""), List.of(), most).stream()
                .map(TableNotices::row)
                .toList();
    }

    /** It was sent: remembered first, and no longer waiting then. */
    public void told(NoticeRow row, Instant now) {
        table.put(entity(TOLD, row, now));
        forget(row);
    }

    /** It is not to be sent any more. */
    public void forget(NoticeRow row) {
        table.delete(WAITING, row.id(), ANY_VERSION);
    }

    /** Whether a row of the table is a notice that is not sent yet. */
    static boolean isWaiting(TableEntity row) {
        return row.getPartitionKey().equals(WAITING);
    }

    /** Keeps a waiting notice with its words changed, under the key that follows from them, beside the row it comes from. */
    void keepInPlaceOf(TableEntity row, UnaryOperator<String> change) {
        NoticeRow was = row(row);
        NoticeRow now = NoticeRow.of(was.kind(), change.apply(was.subject()), change.apply(was.text()), was.at());
        table.insert(entity(WAITING, now, now.at()));
    }

    /** Forgets what was sent before an instant; up to a number of rows, so that a timer gets along. */
    public int tidy(Instant before, int most) {
        String longAgo = Table.within(TOLD, "") + " and at lt datetime'" + before.truncatedTo(ChronoUnit.MILLIS) + "'";
        List<TableEntity> old = table.query(longAgo, List.of("at"), most);
        old.forEach(row -> table.delete(TOLD, row.getRowKey(), ANY_VERSION));
        return old.size();
    }

    private static TableEntity entity(String partition, NoticeRow row, Instant at) {
        return new TableEntity(partition, row.id())
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("kind", row.kind())
                .addProperty("subject", row.subject())
                .addProperty("text", row.text())
                .addProperty("at", at.atOffset(ZoneOffset.UTC));
    }

    private static NoticeRow row(TableEntity row) {
        Document.checkVersion(row);
        return new NoticeRow(row.getRowKey(), text(row, "kind"), text(row, "subject"), text(row, "text"), at(row));
    }

    private static String text(TableEntity row, String column) {
        return Optional.ofNullable(row.getProperty(column))
                .map(Object::toString)
                .orElse("");
    }

    private static Instant at(TableEntity row) {
        return row.getProperty("at") instanceof OffsetDateTime at ? at.toInstant() : Instant.EPOCH;
    }
}
