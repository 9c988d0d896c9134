package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.sync.pair.AuditEntry;
import java.util.Locale;

/** An audit entry as a row of its pair's partition; in key order the oldest comes first. */
final class AuditRow {
    /** Every audit row's key is greater, and smaller than {@link #BEHIND}. */
    static final String BEFORE = "audit|";

    static final String BEHIND = "audit}";

    private AuditRow() {}

    static String key(AuditEntry entry) {
        return String.format(Locale.ROOT, "%s%012d|%03d", BEFORE, entry.fence(), entry.step());
    }

    static TableEntity of(String partition, AuditEntry entry) {
        TableEntity row = new TableEntity(partition, key(entry));
        Document.write(row, AuditCodec.write(entry));
        row.addProperty("at", entry.at().toString());
        row.addProperty("did", entry.did());
        entry.to().ifPresent(side -> row.addProperty("to", side.name()));
        return row;
    }

    static AuditEntry read(TableEntity row) {
        return AuditCodec.read(Document.read(row));
    }
}
