package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** {@link Discarded} as a row of table {@code poison}, in a partition that no queue can be called like. */
final class DiscardedRow {
    static final String PARTITION = "discarded|";

    private DiscardedRow() {}

    /** Ordered by when the message was parked, as the messages are. */
    static TableEntity of(Discarded discarded) {
        TableEntity row = new TableEntity(PARTITION, RowKey.of(discarded.id()))
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("queue", discarded.queue())
                .addProperty("reason", discarded.reason())
                .addProperty("parkedAt", discarded.parkedAt().atOffset(ZoneOffset.UTC))
                .addProperty("by", discarded.by())
                .addProperty("why", discarded.why())
                .addProperty("at", discarded.at().atOffset(ZoneOffset.UTC));
        discarded.subject().ifPresent(subject -> row.addProperty("subject", subject));
        return row;
    }

    static Discarded read(TableEntity row) {
        Document.checkVersion(row);
        return new Discarded(
                row.getRowKey(),
                String.valueOf(row.getProperty("queue")),
                Optional.ofNullable(row.getProperty("subject")).map(Object::toString),
                String.valueOf(row.getProperty("reason")),
                instant(row, "parkedAt"),
                String.valueOf(row.getProperty("by")),
                String.valueOf(row.getProperty("why")),
                instant(row, "at"));
    }

    private static Instant instant(TableEntity row, String column) {
        return row.getProperty(column) instanceof OffsetDateTime at ? at.toInstant() : Instant.EPOCH;
    }
}
