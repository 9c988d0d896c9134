package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Work;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was given up, for operators: listed, queued again, or discarded.
 *
 * <p>Storage Queue shows only the first 32 messages, cannot fetch one by its id, and lets what the Functions host parks
 * expire after seven days. So poison queues are only the way in: {@link #drain} moves their messages, whole, into table
 * {@code poison} (a partition per queue, oldest first to the second), where they stay until somebody decides. A crash between the two
 * leaves a message in both places; it is moved again to the same row. If its row was decided on meanwhile, it appears once
 * more, and queueing it again does no harm.
 *
 * <p>All methods throw {@link Failure}: {@code STORAGE_UNAVAILABLE}, and {@code NOT_FOUND} for a queue or id that is not
 * there.
 */
public final class PoisonMessages {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int BATCHES_PER_DRAIN = 20;
    private static final int BATCH = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final List<String> COLUMNS = List.of(Document.VERSION, "parkedAt", "body0", "body1");

    /**
     * How queueing all again went.
     *
     * @param requeued how many are on their way
     * @param unreadable how many were met that nobody can read, and were left
     */
    public record Requeued(int requeued, int unreadable) {}

    private final Storage storage;
    private final QueueNames names;
    private final Table table;

    public PoisonMessages(Storage storage, QueueNames names) {
        this.storage = storage;
        this.names = names;
        this.table = storage.table("poison");
    }

    /**
     * Moves what is on a poison queue into the table; for a timer, and called by every list. Moves up to 640 messages, two
     * transactions each.
     *
     * @param queue without {@code -poison}
     * @return how many were moved
     */
    public int drain(String queue) {
        MessageQueue poison = storage.queue(QueueNames.poison(known(queue)));
        int moved = 0;
        for (int batch = 0; batch < BATCHES_PER_DRAIN; batch++) {
            List<MessageQueue.Taken> messages = poison.take(MessageQueue.LARGEST_BATCH, LEASE);
            for (MessageQueue.Taken message : messages) {
                table.put(row(queue, message));
                poison.delete(message);
                moved++;
            }
            if (messages.size() < MessageQueue.LARGEST_BATCH) {
                break;
            }
        }
        return moved;
    }

    /**
     * Messages of a queue, oldest first.
     *
     * @param token of the page before, if there was one
     * @param size of the page, 1 to 1,000
     */
    public Page<PoisonMessage> list(String queue, Optional<String> token, int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("expected a page size of 1 to " + LARGEST_PAGE + ", found " + size);
        }
        drain(queue);
        List<TableEntity> rows =
                rows(queue, token.map(PageToken::parse).map(PageToken::row).orElse(""), size);
        Optional<String> next = rows.size() < size
                ? Optional.empty()
                : Optional.of(new PageToken(queue, rows.get(size - 1).getRowKey()).text());
        return new Page<>(rows.stream().map(PoisonMessages::message).toList(), next);
    }

    /**
     * How many messages a queue has parked, counted up to a thousand. What is still on its way into the table is not among
     * them.
     */
    public int count(String queue) {
        return table.query(Table.within(known(queue), ""), List.of(Document.VERSION), LARGEST_PAGE)
                .size();
    }

    /** @throws Failure {@code NOT_FOUND} */
    public PoisonMessage read(String queue, String id) {
        return message(row(queue, id));
    }

    /**
     * Queues a message again, then forgets it: after a crash in between it is queued twice, which does no harm.
     *
     * @param enqueue marks the hint and sends the work
     * @throws Failure {@code MESSAGE_UNREADABLE} if nobody can read it
     */
    public PoisonMessage requeue(String queue, String id, Consumer<Work> enqueue) {
        TableEntity row = row(queue, id);
        PoisonMessage message = message(row);
        message.unreadable().ifPresent(problem -> {
            throw problem.failure();
        });
        message.work().ifPresent(enqueue);
        forget(row);
        return message;
    }

    /**
     * Queues messages again that can be read, oldest first.
     *
     * @param enqueue marks the hint and sends the work
     * @param limit how many at most; unreadable ones do not count
     */
    public Requeued requeueAll(String queue, Consumer<Work> enqueue, int limit) {
        drain(queue);
        int requeued = 0;
        int unreadable = 0;
        String after = "";
        List<TableEntity> rows;
        do {
            rows = rows(queue, after, Math.min(limit, BATCH));
            for (TableEntity row : rows) {
                after = row.getRowKey();
                Optional<Work> work = message(row).work();
                if (work.isEmpty()) {
                    unreadable++;
                } else if (requeued < limit) {
                    enqueue.accept(work.get());
                    forget(row);
                    requeued++;
                }
            }
        } while (!rows.isEmpty() && requeued < limit);
        return new Requeued(requeued, unreadable);
    }

    /** Forgets a message for good. Gives it a last time, for the record of who discarded what. */
    public PoisonMessage discard(String queue, String id) {
        TableEntity row = row(queue, id);
        forget(row);
        return message(row);
    }

    private void forget(TableEntity row) {
        table.delete(row.getPartitionKey(), row.getRowKey(), row.getETag());
    }

    private List<TableEntity> rows(String queue, String after, int limit) {
        return table.query(Table.within(known(queue), after), COLUMNS, limit);
    }

    private TableEntity row(String queue, String id) {
        return table.get(known(queue), RowKey.of(id))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.NOT_FOUND,
                                "expected a message on " + QueueNames.poison(queue) + ", found none of this id")
                        .failure());
    }

    private String known(String queue) {
        if (!names.all().contains(queue)) {
            throw Problem.of(
                            ProblemCode.NOT_FOUND, "expected one of the queues " + names.all() + ", found another name")
                    .failure();
        }
        return queue;
    }

    private static TableEntity row(String queue, MessageQueue.Taken message) {
        String id = String.format(Locale.ROOT, "%015d-%s", message.insertedAt().toEpochMilli(), message.id());
        TableEntity row = new TableEntity(queue, RowKey.of(id))
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("parkedAt", message.insertedAt().atOffset(ZoneOffset.UTC));
        Chunks.write(row, "body", message.body());
        return row;
    }

    private static PoisonMessage message(TableEntity row) {
        Document.checkVersion(row);
        String body = new String(Chunks.read(row, "body"), StandardCharsets.UTF_8);
        Optional<Work> work = Optional.empty();
        Optional<Problem> unreadable = Optional.empty();
        try {
            work = Optional.of(WorkCodec.decode(body));
        } catch (Failure notOurs) {
            unreadable = Optional.of(notOurs.problem());
        }
        Instant parkedAt = row.getProperty("parkedAt") instanceof OffsetDateTime at ? at.toInstant() : Instant.EPOCH;
        return new PoisonMessage(
                row.getRowKey(), row.getPartitionKey(), parkedAt, work, unreadable, WorkCodec.problem(body), body);
    }
}
