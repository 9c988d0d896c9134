package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.port.UnmatchedPeople;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * People of Partner Center's teams who are not users of the CRM: table {@code people}, partition {@code unmatched}, one row
 * per e-mail address; columns {@code email}, {@code name}, {@code pair}, {@code notedAt}. Whoever was not met for thirty
 * days is forgotten when the list is read.
 */
public final class TableUnmatchedPeople implements UnmatchedPeople {
    private static final String PARTITION = "unmatched";
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST = 1_000;

    /** Somebody without a user, and the deal they were last met in. */
    public record Entry(String email, String name, String pair, Instant notedAt) {}

    private final Table table;
    private final InstantSource clock;

    public TableUnmatchedPeople(Storage storage) {
        this.table = storage.table("people");
        this.clock = storage.clock();
    }

    @Override
    public void note(TeamMember person, PairId pair, Instant at) {
        table.put(new TableEntity(PARTITION, RowKey.of(person.key()))
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("email", person.email())
                .addProperty("name", (person.firstName() + " " + person.lastName()).strip())
                .addProperty("pair", pair.value())
                .addProperty("notedAt", at.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC)));
    }

    /** Whoever was met lately, the latest first; a thousand at most. */
    public List<Entry> lately() {
        Instant oldest = clock.instant().minus(KEPT);
        List<Entry> entries = new ArrayList<>();
        for (TableEntity row : table.query(Table.within(PARTITION, ""), List.of(), MOST)) {
            Document.checkVersion(row);
            Entry entry = new Entry(text(row, "email"), text(row, "name"), text(row, "pair"), notedAt(row));
            if (entry.notedAt().isBefore(oldest)) {
                table.delete(PARTITION, row.getRowKey(), row.getETag());
            } else {
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparing(Entry::notedAt).reversed());
        return entries;
    }

    private static Instant notedAt(TableEntity row) {
        return row.getProperty("notedAt") instanceof OffsetDateTime time ? time.toInstant() : Instant.EPOCH;
    }

    private static String text(TableEntity row, String column) {
        Object value = row.getProperty(column);
        return value == null ? "" : value.toString();
    }
}
