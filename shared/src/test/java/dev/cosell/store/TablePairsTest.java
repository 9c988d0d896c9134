package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Stored;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablePairsTest {
    private static final PairId ID = new PairId("pair-1");
    private static final Pair FRESH = Pair.fresh(ID, Instant.parse("2026-03-01T10:00:00Z"));

    private final LocalStorage local = new LocalStorage();
    private final TablePairs pairs = new TablePairs(local.storage());

    @Test
    void threeHundredKilobytesOfSeenValuesComeBack() {
        Pair large = seeing(300);
        Stored<Pair> stored =
                pairs.replace(pairs.create(FRESH), large, List.of(entry(0))).orElseThrow();

        assertEquals(Optional.of(stored), pairs.read(ID));
    }

    @Test
    void aPairThatOutgrowsItsRowIsRefusedWithBothSizes() {
        Pair endless = seeing(3000);
        Problem problem =
                assertThrows(Failure.class, () -> pairs.create(endless)).problem();

        assertEquals(ProblemCode.UNEXPECTED, problem.code());
        assertTrue(problem.detail().contains("expected at most 983040 bytes"), problem.detail());
    }

    @Test
    void aShrunkPairLeavesNoOldChunksBehind() {
        Stored<Pair> stored = pairs.create(seeing(300));
        stored = pairs.replace(stored, FRESH, List.of()).orElseThrow();

        assertEquals(Optional.of(stored), pairs.read(ID));
        stored = pairs.replace(stored, seeing(200), List.of(entry(0))).orElseThrow();
        stored = pairs.replace(stored, FRESH, List.of(entry(1))).orElseThrow();
        assertEquals(Optional.of(stored), pairs.read(ID));
    }

    @Test
    void ofTwoWhoReplaceAtOnceOneWins() {
        Stored<Pair> stored = pairs.create(FRESH);
        List<TablePairs> instances = List.of(pairs, new TablePairs(local.another()));
        for (int round = 0; round < 5; round++) {
            Stored<Pair> was = stored;
            List<CompletableFuture<Optional<Stored<Pair>>>> tries = IntStream.range(0, 4)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> instances
                            .get(n % 2)
                            .replace(was, FRESH.change().failures(n).now(), List.of(entry(n)))))
                    .toList();
            List<Stored<Pair>> winners =
                    tries.stream().flatMap(each -> each.join().stream()).toList();

            assertEquals(1, winners.size());
            stored = winners.get(0);
            assertEquals(Optional.of(stored), pairs.read(ID));
        }
    }

    @Test
    void aRowOfALaterVersionIsRefusedRatherThanGuessedAt() {
        pairs.create(FRESH);
        local.storage().table("pairs").merge(new TableEntity("pair-1", "pair").addProperty("v", 3));
        Problem problem = assertThrows(Failure.class, () -> pairs.read(ID)).problem();

        assertEquals(ProblemCode.STORED_LATER, problem.code());
        assertTrue(problem.detail().contains("expected row version v = 2 or earlier, found 3"), problem.detail());
    }

    @Test
    void aRowThatIsNoDocumentIsRefused() {
        local.storage()
                .table("pairs")
                .put(new TableEntity("pair-1", "pair").addProperty("v", 1).addProperty("gzip0", new byte[] {1, 2, 3}));
        Problem problem = assertThrows(Failure.class, () -> pairs.read(ID)).problem();

        assertTrue(problem.detail().contains("found no gzip"), problem.detail());
    }

    @Test
    void peopleFindTheEssentialsInColumns() {
        pairs.create(FRESH.change()
                .referral("ref-1")
                .problem(Optional.of(Problem.of(ProblemCode.SOLUTION_MISSING, "none")))
                .now());
        TableEntity row = local.storage().table("pairs").get("pair-1", "pair").orElseThrow();

        assertEquals("LINKING", row.getProperty("phase"));
        assertEquals("SOL-01", row.getProperty("problem"));
        assertEquals("ref-1", row.getProperty("referralId"));
        assertEquals(0L, row.getProperty("fence"));
    }

    @Test
    void aHundredAuditEntriesAtOnceAreTooMany() {
        Stored<Pair> stored = pairs.create(FRESH);
        List<AuditEntry> most =
                IntStream.range(0, 99).mapToObj(TablePairsTest::entry).toList();
        List<AuditEntry> tooMany =
                IntStream.range(0, 100).mapToObj(TablePairsTest::entry).toList();

        assertThrows(IllegalArgumentException.class, () -> pairs.replace(stored, FRESH, tooMany));
        assertTrue(pairs.replace(stored, FRESH, most).isPresent());
    }

    /** Values that do not compress: 1 KiB each. */
    private static Pair seeing(int kilobytes) {
        Random random = new Random(7);
        Map<String, JsonNode> seen = new HashMap<>();
        for (int n = 0; n < kilobytes; n++) {
            byte[] noise = new byte[768];
            random.nextBytes(noise);
            seen.put("/field/" + n, TextNode.valueOf(Base64.getEncoder().encodeToString(noise)));
        }
        return FRESH.change()
                .side(Side.CRM, new SideState(seen, Optional.of("1"), Optional.empty()))
                .now();
    }

    private static AuditEntry entry(int step) {
        return new AuditEntry(1, step, Instant.EPOCH, "test", "wrote", Optional.empty(), List.of(), Optional.empty());
    }
}
