package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.referral.ReferralKind;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.port.Ignored;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Referrals that stay out, in table {@code ignored}, one partition: few are written, and they are listed together. Who let
 * one in is kept in columns of its own, so that neither writer can lose what the other wrote.
 *
 * <p>Every method is one storage transaction, except {@link #removeOlder}.
 */
public final class TableIgnored implements Ignored {
    private static final String PARTITION = "ignored";
    /** Removed at once: what is left has its turn the next time. */
    private static final int MOST_REMOVED = 1000;

    private final Table table;

    public TableIgnored(Storage storage) {
        this.table = storage.table("ignored");
    }

    @Override
    public void keep(IgnoredReferral ignored) {
        table.merge(row(ignored.referralId())
                .addProperty("name", ignored.name())
                .addProperty("kind", ignored.kind().name())
                .addProperty("reason", ignored.reason())
                .addProperty("lasting", ignored.lasting())
                .addProperty("at", time(ignored.at())));
    }

    @Override
    public boolean isAdmitted(String referralId) {
        return table.get(PARTITION, RowKey.of(referralId))
                .filter(TableIgnored::isAdmitted)
                .isPresent();
    }

    /** What is known about a referral that was kept out, whether or not somebody let it in since. */
    public Optional<IgnoredReferral> find(String referralId) {
        return table.get(PARTITION, RowKey.of(referralId)).flatMap(TableIgnored::read);
    }

    /** Lets a referral in, whatever policy says now or later. */
    public void admit(String referralId, String by, Instant at) {
        table.merge(row(referralId).addProperty("admittedBy", by).addProperty("admittedAt", time(at)));
    }

    /** Referrals that nobody let in, in no particular order; a page may be shorter than asked for. */
    public Page<IgnoredReferral> list(Optional<String> token, int size) {
        String after = token.map(PageToken::parse).map(PageToken::row).orElse("");
        List<TableEntity> rows = table.query(Table.within(PARTITION, after), List.of(), size);
        Optional<String> next = rows.size() < size
                ? Optional.empty()
                : Optional.of(new PageToken(PARTITION, rows.getLast().getRowKey()).text());
        return new Page<>(
                rows.stream()
                        .filter(row -> !isAdmitted(row))
                        .flatMap(row -> read(row).stream())
                        .toList(),
                next);
    }

    /** Forgets a referral that is in by now, unless it was written again since it was read. */
    public void forget(String referralId) {
        table.get(PARTITION, RowKey.of(referralId))
                .ifPresent(row -> table.delete(PARTITION, row.getRowKey(), row.getETag()));
    }

    /**
     * Removes what was last kept before an instant: at most 1,000, one transaction each.
     *
     * @return how many
     */
    public int removeOlder(Instant before) {
        String filter =
                "PartitionKey eq '" + PARTITION + "' and at lt datetime'" + before.truncatedTo(ChronoUnit.MILLIS) + "'";
        List<TableEntity> old = new ArrayList<>(table.query(filter, List.of(Document.VERSION), MOST_REMOVED));
        old.forEach(row -> table.delete(PARTITION, row.getRowKey(), row.getETag()));
        return old.size();
    }

    private static boolean isAdmitted(TableEntity row) {
        return row.getProperty("admittedAt") != null;
    }

    /** A row that was only let in has no record. */
    private static Optional<IgnoredReferral> read(TableEntity row) {
        Document.checkVersion(row);
        return row.getProperty("at") instanceof OffsetDateTime at
                ? Optional.of(new IgnoredReferral(
                        text(row, "referralId"),
                        text(row, "name"),
                        ReferralKind.valueOf(text(row, "kind")),
                        text(row, "reason"),
                        Boolean.TRUE.equals(row.getProperty("lasting")),
                        at.toInstant()))
                : Optional.empty();
    }

    private static TableEntity row(String referralId) {
        return new TableEntity(PARTITION, RowKey.of(referralId))
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("referralId", referralId);
    }

    private static String text(TableEntity row, String column) {
        return Optional.ofNullable(row.getProperty(column))
                .map(Object::toString)
                .orElse("");
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
