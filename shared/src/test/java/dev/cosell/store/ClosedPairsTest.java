package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClosedPairsTest {
    private static final PairId ID = new PairId("r-ref-1");
    private static final Subject REFERRAL = Subject.referral("ref-1");
    private static final Subject RECORD = Subject.record(new RecordRef("opportunity", "rec-1"));

    private LocalStorage local = new LocalStorage();

    @Test
    void s11_ofADealThatWasClosedLongAgoNothingIsLeftButThatItsHalvesAreOver() {
        closed();
        ClosedPairs closed = new ClosedPairs(local.storage());

        assertTrue(closed.remove(closed.before(later(), 10).getFirst()));

        assertIsGone();
    }

    @Test
    void s11_whatIsOpenOrWasTouchedLatelyStays() {
        Stored<Pair> pair = closed();
        ClosedPairs closed = new ClosedPairs(local.storage());
        assertEquals(List.of(), closed.before(local.storage().clock().instant().minus(Duration.ofDays(1)), 10));

        new TablePairs(local.storage())
                .replace(pair, pair.value().change().phase(Phase.IN_STEP).now(), List.of())
                .orElseThrow();
        assertEquals(List.of(), closed.before(later(), 10));
    }

    @Test
    void s11_whatSomebodyChangedMeanwhileIsNotTakenFromThem() {
        Stored<Pair> pair = closed();
        TablePairs pairs = new TablePairs(local.storage());
        pairs.replace(pair, pair.value().change().failures(1).now(), List.of()).orElseThrow();

        assertFalse(new ClosedPairs(local.storage()).remove(pair));

        assertEquals(1, pairs.read(ID).orElseThrow().value().failures());
        TableClaims claims = new TableClaims(local.storage());
        for (Claim claim : List.of(Claim.of(REFERRAL), Claim.of(RECORD), Claim.engagement("eng-1"))) {
            assertEquals(Optional.of(ID.value()), claims.owner(claim));
        }
        TableHints hints = new TableHints(local.storage());
        assertTrue(hints.read(REFERRAL).isPresent());
        assertTrue(hints.read(RECORD).isPresent());
        PairDirectory directory = new PairDirectory(local.storage());
        assertEquals(3, directory.audit(ID, Optional.empty(), 10).items().size());
    }

    @Test
    void s11_aDealThatAWorkerHasIsNotTakenFromIt() {
        Stored<Pair> pair = closed();
        Instant soon = local.storage().clock().instant().plusSeconds(60);
        new TablePairs(local.storage())
                .replace(
                        pair, pair.value().change().lease(new Lease("w1", soon)).now(), List.of())
                .orElseThrow();

        assertEquals(List.of(), new ClosedPairs(local.storage()).before(later(), 10));
    }

    @Test
    void s11_whoComesWhileADealIsRemovedWaitsUntilItIsGone() {
        Stored<Pair> pair = closed();
        ClosedPairs crashing = new ClosedPairs(local.crashingAt("delete"));
        assertThrows(LocalStorage.Crash.class, () -> crashing.remove(pair));

        Pair half = new TablePairs(local.storage()).read(ID).orElseThrow().value();
        assertTrue(half.leasedAt(local.storage().clock().instant()));
        assertTrue(half.fence() > pair.value().fence());
    }

    @Test
    void s11_aRemovalThatStopsHalfWayMakesADealNoYounger() {
        TablePairs pairs = new TablePairs(local.storage());
        closed();
        Stored<Pair> pair = pairs.read(ID).orElseThrow();
        pairs.replaceOfSameAge(pair, pair.value().change().raiseFence().now()).orElseThrow();

        OffsetDateTime updatedAt = (OffsetDateTime) row().getProperty("updatedAt");
        assertEquals(pair.writtenAt().orElseThrow().truncatedTo(ChronoUnit.MILLIS), updatedAt.toInstant());
    }

    @Test
    void s11_aDealThatIsHalfRemovedIsRemovedWhoeverWroteItSince() {
        writtenLongAfter(closed());
        ClosedPairs closed = new ClosedPairs(local.storage());
        TableClaims claims = new TableClaims(local.storage());
        claims.claim(Claim.over(RECORD), ID.value());
        claims.release(Claim.of(RECORD), ID.value());

        assertTrue(closed.remove(closed.before(later(), 10).getFirst()));
    }

    @Test
    void s11_aForgottenRecordThatWasSharedAgainIsKeptAsLongAsAnyOther() {
        writtenLongAfter(closed());
        new TableClaims(local.storage()).claim(Claim.over(RECORD), ID.value());

        assertEquals(List.of(), new ClosedPairs(local.storage()).before(later(), 10));
    }

    @Test
    void s11_readingADealThat010ClosedMakesItNoYounger() {
        closed();
        local.storage().table("pairs").merge(new TableEntity(ID.value(), TablePairs.ROW).addProperty("v", 1));
        PairIndex index = new PairIndex(local.storage());
        PairIndex.Listed listed =
                index.rows(PairIndex.list(Phase.CLOSED), "", 10).getFirst();

        assertEquals(1, new ClosedPairs(local.storage()).before(later(), 10).size());

        assertEquals(
                listed.stored().getETag(),
                index.rows(PairIndex.list(Phase.CLOSED), "", 10)
                        .getFirst()
                        .stored()
                        .getETag());
    }

    @Test
    void s11_aCrashAtAnyStepIsMadeGoodTheNextTime() {
        for (int step = 1; ; step++) {
            local = new LocalStorage();
            Stored<Pair> pair = closed();
            if (finishes(pair, step)) {
                assertTrue(step > 10, "expected many steps, found " + step);
                return;
            }
            ClosedPairs next = new ClosedPairs(local.storage());
            next.before(later(), 10).forEach(next::remove);
            assertIsGone();
        }
    }

    @Test
    void s11_parkedMessagesAndWhatIsNotedOfDiscardedOnesGoWhenTheirTimeIsUp() {
        PoisonMessages poison = new PoisonMessages(local.storage(), local.queues());
        local.storage().queue(QueueNames.poison(local.queues().crmUpdates())).send("not ours", Duration.ZERO);
        poison.drain(local.queues().crmUpdates());
        Instant now = local.storage().clock().instant();

        assertEquals(0, poison.forget(now.minus(Duration.ofDays(1)), 10));
        assertEquals(1, poison.forget(now.plus(Duration.ofDays(1)), 10));
        assertEquals(
                List.of(),
                poison.list(local.queues().crmUpdates(), Optional.empty(), 10).items());
    }

    /** Whether it gets to its end, or dies at a transaction. */
    private boolean finishes(Stored<Pair> pair, int transaction) {
        try {
            new ClosedPairs(local.crashingBefore(transaction)).remove(pair);
            return true;
        } catch (LocalStorage.Crash crash) {
            return false;
        }
    }

    private TableEntity row() {
        return local.storage().table("pairs").get(ID.value(), TablePairs.ROW).orElseThrow();
    }

    /** As if it was listed as closed long before {@link #later}, and written after it. */
    private void writtenLongAfter(Stored<Pair> pair) {
        OffsetDateTime after = later().plus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC);
        String key = pair.value().id().value();
        local.storage().table("pairs").merge(new TableEntity(key, TablePairs.ROW).addProperty("updatedAt", after));
    }

    private Stored<Pair> closed() {
        Storage storage = local.storage();
        TableClaims claims = new TableClaims(storage);
        TableHints hints = new TableHints(storage);
        for (Subject subject : List.of(REFERRAL, RECORD)) {
            claims.claim(Claim.of(subject), ID.value());
            hints.mark(subject, "m1");
            hints.bind(subject, ID);
        }
        claims.claim(Claim.engagement("eng-1"), ID.value());
        TablePairs pairs = new TablePairs(storage);
        Pair pair = Pair.fresh(ID, Instant.EPOCH)
                .change()
                .referral("ref-1")
                .engagement(Optional.of("eng-1"))
                .record(new RecordRef("opportunity", "rec-1"))
                .phase(Phase.CLOSED)
                .label(new Label(Optional.of("Datacentre"), Optional.empty()))
                .problem(Optional.of(Problem.of(ProblemCode.CONFLICT, "old")))
                .now();
        return pairs.replace(
                        pairs.create(pair),
                        pair,
                        IntStream.range(0, 3).mapToObj(ClosedPairsTest::entry).toList())
                .orElseThrow();
    }

    private void assertIsGone() {
        Storage storage = local.storage();
        PairDirectory directory = new PairDirectory(storage);
        assertTrue(new TablePairs(storage).read(ID).isEmpty());
        assertEquals(List.of(), directory.audit(ID, Optional.empty(), 10).items());
        assertEquals(
                List.of(),
                Stream.of("pairs", "hints")
                        .flatMap(table -> storage.table(table).query("", List.of(), 10).stream())
                        .toList());
        TableClaims claims = new TableClaims(storage);
        assertTrue(claims.owner(Claim.engagement("eng-1")).isEmpty());
        for (Subject subject : List.of(REFERRAL, RECORD)) {
            assertTrue(claims.owner(Claim.of(subject)).isEmpty());
            assertEquals(Optional.of(ID.value()), claims.owner(Claim.over(subject)));
        }
    }

    private Instant later() {
        return local.storage().clock().instant().plus(Duration.ofDays(1));
    }

    private static AuditEntry entry(int step) {
        return new AuditEntry(1, step, Instant.EPOCH, "test", "wrote", Optional.empty(), List.of(), Optional.empty());
    }
}
