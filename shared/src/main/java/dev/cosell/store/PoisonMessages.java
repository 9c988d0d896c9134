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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
     * How queueing many again went.
     *
     * @param requeued how many are on their way
     * @param unreadable how many were met that nobody can read, and were left
     * @param done whether none is left that could be queued
     */
    public record Requeued(int requeued, int unreadable, boolean done) {}

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

    /** Messages of a queue, oldest first; see {@link #list(PoisonChoice, Optional, int)}. */
    public Page<PoisonMessage> list(String queue, Optional<String> token, int size) {
        return list(PoisonChoice.allOf(List.of(queue)), token, size);
    }

    /**
     * Messages, queue by queue, oldest first. Moves what waits on the poison queues into the table before.
     *
     * @param token of the page before, if there was one
     * @param size of the page, 1 to 1,000
     */
    public Page<PoisonMessage> list(PoisonChoice choice, Optional<String> token, int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("expected a page size of 1 to " + LARGEST_PAGE + ", found " + size);
        }
        choice.queues().forEach(this::drain);
        List<PoisonMessage> found = new ArrayList<>();
        boolean more = !walk(choice, token.map(PageToken::parse), Optional.empty(), Math.max(size, BATCH), message -> {
            found.add(message);
            return found.size() < size;
        });
        return new Page<>(found, more ? Optional.of(token(found.getLast()).text()) : Optional.empty());
    }

    /**
     * Looks at messages in the order of {@link #list}, until the reader has enough. What is still on its way into the
     * table is not among them.
     *
     * @param before only what was parked before this, to about a second; all if absent
     * @param reader says whether it wants another one
     * @return whether all were looked at
     */
    public boolean each(PoisonChoice choice, Optional<Instant> before, Predicate<PoisonMessage> reader) {
        return walk(choice, Optional.empty(), before, BATCH, reader);
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
     * Queues messages again that can be read, in the order of {@link #list}; each is forgotten once it is queued, so that
     * calling this again goes on where it stopped, also after a crash.
     *
     * @param before only what was parked before this, to about a second: what is parked anew is left
     * @param enqueue marks the hint and sends the work
     * @param limit how many at most; unreadable ones do not count
     */
    public Requeued requeue(PoisonChoice choice, Instant before, Consumer<Work> enqueue, int limit) {
        choice.queues().forEach(this::drain);
        int[] requeued = {0};
        int[] unreadable = {0};
        boolean done = each(choice, Optional.of(before), message -> {
            if (message.work().isEmpty()) {
                unreadable[0]++;
                return true;
            }
            if (requeued[0] == limit) {
                return false;
            }
            enqueue.accept(message.work().get());
            // Gone if somebody queued or discarded it meanwhile: it is on its way all the same.
            table.get(message.queue(), RowKey.of(message.id())).ifPresent(this::forget);
            requeued[0]++;
            return true;
        });
        return new Requeued(requeued[0], unreadable[0], done);
    }

    /**
     * Forgets a message for good, once it is kept who did so and why.
     *
     * @param discarded says so of the message that was found
     * @return what is kept
     */
    public Discarded discard(String queue, String id, Function<PoisonMessage, Discarded> discarded) {
        TableEntity row = row(queue, id);
        Discarded kept = discarded.apply(message(row));
        table.put(DiscardedRow.of(kept));
        forget(row);
        return kept;
    }

    /**
     * What was discarded, oldest first.
     *
     * @param token of the page before, if there was one
     */
    public Page<Discarded> discarded(Optional<String> token, int size) {
        String after = token.map(PageToken::parse).map(PageToken::row).orElse("");
        List<TableEntity> rows = table.query(Table.within(DiscardedRow.PARTITION, after), List.of(), size);
        Optional<String> next = rows.size() < size
                ? Optional.empty()
                : Optional.of(
                        new PageToken(DiscardedRow.PARTITION, rows.getLast().getRowKey()).text());
        return new Page<>(rows.stream().map(DiscardedRow::read).toList(), next);
    }

    /**
     * Forgets what was parked, and what was noted of discarded messages, before an instant, the oldest of each queue first.
     *
     * @param most of each, 1 to 1,000; a transaction each
     * @return how many
     */
    public int forget(Instant before, int most) {
        int forgotten = 0;
        for (String partition : Stream.concat(names.all().stream(), Stream.of(DiscardedRow.PARTITION))
                .toList()) {
            String old = Table.within(partition, "") + " and RowKey lt '" + millis(before) + "'";
            List<TableEntity> rows = table.query(old, List.of(Document.VERSION), most);
            rows.forEach(this::forget);
            forgotten += rows.size();
        }
        return forgotten;
    }

    /** @return whether the reader saw all there are */
    private boolean walk(
            PoisonChoice choice,
            Optional<PageToken> start,
            Optional<Instant> before,
            int batch,
            Predicate<PoisonMessage> reader) {
        int first = start.map(from -> Math.max(0, choice.queues().indexOf(from.partition())))
                .orElse(0);
        for (String queue : choice.queues().subList(first, choice.queues().size())) {
            String after = start.filter(from -> from.partition().equals(queue))
                    .map(PageToken::row)
                    .orElse("");
            List<TableEntity> rows;
            do {
                rows = rows(queue, after, before, batch);
                for (TableEntity row : rows) {
                    after = row.getRowKey();
                    PoisonMessage message = message(row);
                    if (choice.takes(message) && !reader.test(message)) {
                        return false;
                    }
                }
            } while (rows.size() == batch);
        }
        return true;
    }

    private static PageToken token(PoisonMessage message) {
        return new PageToken(message.queue(), RowKey.of(message.id()));
    }

    private void forget(TableEntity row) {
        table.delete(row.getPartitionKey(), row.getRowKey(), row.getETag());
    }

    private List<TableEntity> rows(String queue, String after, Optional<Instant> before, int limit) {
        String filter = Table.within(known(queue), after)
                + before.map(end -> " and RowKey lt '" + millis(end) + "'").orElse("");
        return table.query(filter, COLUMNS, limit);
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
        String id = millis(message.insertedAt()) + "-" + message.id();
        TableEntity row = new TableEntity(queue, RowKey.of(id))
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("parkedAt", message.insertedAt().atOffset(ZoneOffset.UTC));
        Chunks.write(row, "body", message.body());
        return row;
    }

    private static String millis(Instant instant) {
        return String.format(Locale.ROOT, "%015d", instant.toEpochMilli());
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
