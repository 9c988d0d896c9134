package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.port.Claims;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Claims in table {@code claims}: one partition per claim; columns {@code claim}, {@code owner}, {@code claimedAt}. A new
 * claim is one transaction, an existing one two; asking for the owner is one.
 */
public final class TableClaims implements Claims {
    private static final String ROW = "claim";

    private final Table table;
    private final StorageClock clock;

    public TableClaims(Storage storage) {
        this.table = storage.table("claims");
        this.clock = storage.clock();
    }

    @Override
    public String claim(Claim claim, String candidate) {
        TableEntity row = new TableEntity(RowKey.of(claim.key()), ROW)
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("claim", claim.key())
                .addProperty("owner", candidate)
                .addProperty(
                        "claimedAt",
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC));
        if (table.insert(row).isPresent()) {
            return candidate;
        }
        return owner(claim)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.STORAGE_UNAVAILABLE,
                                "claim " + claim.key() + ": expected an owner, found that the row was removed just now")
                        .failure());
    }

    /** Gives a claim back, if it is this owner's. */
    void release(Claim claim, String owner) {
        table.get(RowKey.of(claim.key()), ROW)
                .filter(row -> owner.equals(row.getProperty("owner")))
                .ifPresent(row -> table.delete(row.getPartitionKey(), ROW, row.getETag()));
    }

    @Override
    public Optional<String> owner(Claim claim) {
        return table.get(RowKey.of(claim.key()), ROW).map(row -> {
            Document.checkVersion(row);
            return String.valueOf(row.getProperty("owner"));
        });
    }
}
