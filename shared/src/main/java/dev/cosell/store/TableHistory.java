package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What each instance did in each hour, in table {@code history}: partition hour, row instance. An instance writes its own
 * rows only, so nobody has to agree with anybody. All methods throw {@link dev.cosell.problem.Failure} with {@code
 * STORAGE_UNAVAILABLE}.
 */
public final class TableHistory {
    private static final String ANY_VERSION = "*";
    private static final int PAGE = 1000;
    private static final int FORGOTTEN_AT_ONCE = 200;

    /** What one instance did. */
    public record Entry(Instant hour, JsonNode did) {}

    private final Table table;

    public TableHistory(Storage storage) {
        this.table = storage.table("history");
    }

    /**
     * Writes what an instance did in an hour, in place of what it wrote before.
     *
     * @param instance letters and digits
     */
    public void put(Instant hour, String instance, JsonNode did) {
        TableEntity row = new TableEntity(hour.truncatedTo(ChronoUnit.HOURS).toString(), instance);
        Document.write(row, did);
        table.put(row);
    }

    /** From an hour on, the oldest first; one transaction per thousand instances and hours. */
    public List<Entry> since(Instant hour) {
        List<Entry> entries = new ArrayList<>();
        table.scan(
                "PartitionKey ge '" + hour.truncatedTo(ChronoUnit.HOURS) + "'",
                List.of(),
                PAGE,
                row -> entries.add(new Entry(Instant.parse(row.getPartitionKey()), Document.read(row))));
        return entries;
    }

    /** Forgets hours before this one; the rest of many is left to the next time. */
    public void forget(Instant before) {
        table.query(
                        "PartitionKey lt '" + before.truncatedTo(ChronoUnit.HOURS) + "'",
                        List.of(Document.VERSION),
                        FORGOTTEN_AT_ONCE)
                .forEach(row -> table.delete(row.getPartitionKey(), row.getRowKey(), ANY_VERSION));
    }
}
