package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pairs of deals that have been over for long, to be taken out of storage with all that was kept because of them. All
 * methods throw {@link dev.cosell.problem.Failure} with {@code STORAGE_UNAVAILABLE}, and with {@code STORED_LATER} for a
 * pair that only a later version can read.
 */
public final class ClosedPairs {
    private static final int PAGE = 200;

    /** As owner of a lease. */
    private static final String US = "retention";

    /** Much longer than it takes to remove a pair. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Table pairs;
    private final TablePairs rows;
    private final PairIndex index;
    private final TableClaims claims;
    private final TableHints hints;
    private final StorageClock clock;

    public ClosedPairs(Storage storage) {
        this.pairs = storage.table("pairs");
        this.rows = new TablePairs(storage);
        this.index = new PairIndex(storage);
        this.claims = new TableClaims(storage);
        this.hints = new TableHints(storage);
        this.clock = storage.clock();
    }

    /**
     * Pairs that were closed before an instant, have not been written since, and have nothing left to do. Asks the index
     * when they were closed, so that only the pairs that qualify are read.
     *
     * @param most 1 or more
     */
    public List<Stored<Pair>> before(Instant before, int most) {
        List<Stored<Pair>> found = new ArrayList<>();
        String after = "";
        List<PairIndex.Listed> page;
        do {
            page = index.rowsWrittenBefore(PairIndex.list(Phase.CLOSED), before, after, PAGE);
            for (PairIndex.Listed listed : page) {
                after = listed.row();
                pair(listed, before).ifPresent(found::add);
                if (found.size() == most) {
                    return List.copyOf(found);
                }
            }
        } while (page.size() == PAGE);
        return List.copyOf(found);
    }

    private Optional<Stored<Pair>> pair(PairIndex.Listed listed, Instant before) {
        Optional<TableEntity> row = pairs.get(listed.row(), TablePairs.ROW);
        if (row.isEmpty()) {
            index.tidy(listed);
        }
        return row.map(rows::pair)
                .filter(found -> isOver(found.value()))
                .filter(found -> writtenBefore(row.get(), before) || isBuried(found.value()));
    }

    /** A pair that is half removed is not to wait for another year because somebody looked at it in between. */
    private boolean isBuried(Pair pair) {
        return subjects(pair).anyMatch(subject -> isBuried(subject, pair.id()));
    }

    /** A half that was shared again is over, too, but owned: its pair lives as long as any other. */
    private boolean isBuried(Subject subject, PairId pair) {
        return claims.owner(Claim.over(subject)).equals(Optional.of(pair.value()))
                && claims.owner(Claim.of(subject)).isEmpty();
    }

    private static boolean isOver(Pair pair) {
        return pair.phase() == Phase.CLOSED
                && pair.pending().isEmpty()
                && pair.commands().isEmpty()
                && pair.lease()
                        .map(Lease::owner)
                        .filter(owner -> !owner.equals(US))
                        .isEmpty();
    }

    private static boolean writtenBefore(TableEntity row, Instant before) {
        return row.getProperty("updatedAt") instanceof OffsetDateTime at
                && at.toInstant().isBefore(before);
    }

    /**
     * Takes a pair out of storage: what it owned, what waited for it, its timeline, then itself, and last what it was found
     * by. First it is remembered of its halves that they are over, so that no later event takes them for new ones; ids are
     * all that stays. Then the pair is leased as by a worker: who wrote it before keeps all of it, and who comes later waits
     * until it is gone. After a crash in between it is found again, and calling this again goes on.
     *
     * @return whether it is gone; false if it was written meanwhile
     */
    public boolean remove(Stored<Pair> stored) {
        Pair pair = stored.value();
        subjects(pair)
                .forEach(subject -> claims.claim(Claim.over(subject), pair.id().value()));
        Lease lease = new Lease(US, clock.instant().plus(LEASE));
        return rows.replaceOfSameAge(stored, pair.change().lease(lease).now())
                .filter(this::removeLeased)
                .isPresent();
    }

    private boolean removeLeased(Stored<Pair> stored) {
        Pair pair = stored.value();
        subjects(pair).forEach(subject -> {
            claims.release(Claim.of(subject), pair.id().value());
            hints.forget(subject);
        });
        pair.engagementId()
                .ifPresent(id -> claims.release(Claim.engagement(id), pair.id().value()));
        return rows.remove(stored);
    }

    private static Stream<Subject> subjects(Pair pair) {
        return Stream.concat(
                Stream.of(pair.referralId(), pair.microsoftReferralId())
                        .flatMap(Optional::stream)
                        .map(Subject::referral),
                Stream.of(pair.record(), pair.lead()).flatMap(Optional::stream).map(Subject::record));
    }
}
