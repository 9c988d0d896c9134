package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.util.UUID;

/**
 * Tries what the connector does with storage, on a row and a queue that mean nothing to anybody.
 *
 * <p>Both throw {@link dev.cosell.problem.Failure} with {@code STORAGE_UNAVAILABLE}.
 */
public final class StorageProbe {
    private static final String QUEUE = "cosell-probe";
    private static final String PARTITION = "probe";
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final Table table;
    private final MessageQueue queue;

    public StorageProbe(Storage storage) {
        this.table = storage.table("system");
        this.queue = storage.queue(QUEUE);
    }

    /** Writes a row, reads it and deletes it. */
    public void table() {
        String row = UUID.randomUUID().toString();
        table.put(new TableEntity(PARTITION, row));
        TableEntity found = table.get(PARTITION, row)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.STORAGE_UNAVAILABLE, "expected the row that was just written, found none")
                        .from(RemoteSystem.STORAGE)
                        .failure());
        table.delete(PARTITION, row, found.getETag());
    }

    /** Sends a message, and takes and deletes what there is: another instance may have taken this one. */
    public void queue() {
        queue.send("probe", Duration.ZERO, LIFE);
        queue.take(MessageQueue.LARGEST_BATCH, LIFE).forEach(queue::delete);
    }
}
