package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.AuditEntry.FieldChange;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RefusedCall;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.PairStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link PairStore} promises. */
public abstract class PairStoreContract {
    protected static final PairId ID = new PairId("pair-1");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Pair FRESH = Pair.fresh(ID, NOW);

    private PairStore pairs;

    /** New and empty. */
    protected abstract PairStore pairs();

    /** The timeline in the store that {@link #pairs()} gave, oldest first. */
    protected abstract List<AuditEntry> audit(PairId id);

    @BeforeEach
    void fresh() {
        pairs = pairs();
    }

    @Test
    void anUnknownPairIsAbsent() {
        assertEquals(Optional.empty(), pairs.read(ID));
    }

    @Test
    void aCreatedPairIsReadBack() {
        Stored<Pair> created = pairs.create(FRESH);

        assertEquals(FRESH, created.value());
        assertEquals(Optional.of(created), pairs.read(ID));
    }

    @Test
    void creatingTwiceGivesTheOneThatIsStored() {
        Stored<Pair> created = pairs.create(FRESH);

        assertEquals(created, pairs.create(FRESH.change().referral("late").now()));
    }

    @Test
    void aReplacedPairAndItsAuditAreReadBack() {
        Stored<Pair> created = pairs.create(FRESH);
        Pair next = FRESH.change().lease(new Lease("worker", NOW)).now();
        Stored<Pair> replaced = replace(created, next, entry(1, 0, "wrote"), entry(1, 1, "told"));

        assertEquals(next, replaced.value());
        assertNotEquals(created.version(), replaced.version());
        assertEquals(Optional.of(replaced), pairs.read(ID));
        assertEquals(List.of(entry(1, 0, "wrote"), entry(1, 1, "told")), audit(ID));
    }

    /** By the storage server's clock, which tells the time to the second. */
    @Test
    void whoReadsAPairKnowsWhenItWasWritten() {
        Stored<Pair> created = pairs.create(FRESH);
        Stored<Pair> read = pairs.read(ID).orElseThrow();
        Duration apart = Duration.between(
                created.writtenAt().orElseThrow(), read.writtenAt().orElseThrow());

        assertTrue(apart.abs().compareTo(Duration.ofSeconds(5)) < 0, apart.toString());
    }

    @Test
    void aPairCanBeReplacedAgainAndAgain() {
        Stored<Pair> stored = pairs.create(FRESH);
        for (int failures = 1; failures <= 3; failures++) {
            stored = replace(stored, stored.value().change().failures(failures).now());
        }

        assertEquals(3, pairs.read(ID).orElseThrow().value().failures());
    }

    @Test
    void whoeverReplacesAStaleVersionChangesNothing() {
        Stored<Pair> created = pairs.create(FRESH);
        replace(created, FRESH.change().failures(1).now(), entry(1, 0, "first"));
        Pair late = FRESH.change().failures(2).now();

        assertEquals(Optional.empty(), pairs.replace(created, late, List.of(entry(1, 1, "late"))));
        assertEquals(Optional.empty(), pairs.replace(created, late, List.of()));
        assertEquals(1, pairs.read(ID).orElseThrow().value().failures());
        assertEquals(List.of(entry(1, 0, "first")), audit(ID));
    }

    @Test
    void aPairThatDoesNotExistCannotBeReplaced() {
        Stored<Pair> never = new Stored<>(FRESH, pairs.create(FRESH).version());
        Pair other = Pair.fresh(new PairId("pair-2"), NOW);

        assertEquals(Optional.empty(), pairs.replace(new Stored<>(other, never.version()), other, List.of()));
        assertEquals(
                Optional.empty(),
                pairs.replace(new Stored<>(other, never.version()), other, List.of(entry(1, 0, "never"))));
    }

    @Test
    void anAuditEntryWrittenTwiceIsThereOnce() {
        Stored<Pair> stored = pairs.create(FRESH);
        stored = replace(stored, FRESH, entry(7, 2, "wrote"));
        replace(stored, FRESH, entry(7, 2, "wrote"));

        assertEquals(List.of(entry(7, 2, "wrote")), audit(ID));
    }

    @Test
    void twoEntriesOfTheSameStepAtOnceAreADefect() {
        Stored<Pair> stored = pairs.create(FRESH);

        assertThrows(
                IllegalArgumentException.class,
                () -> pairs.replace(stored, FRESH, List.of(entry(1, 0, "wrote"), entry(1, 0, "told"))));
    }

    @Test
    void theTimelineIsInOrderOfFenceAndStep() {
        Stored<Pair> stored = pairs.create(FRESH);
        stored = replace(stored, FRESH, entry(10, 0, "c"), entry(9, 10, "b"));
        replace(stored, FRESH, entry(9, 2, "a"));

        assertEquals(
                List.of("a", "b", "c"), audit(ID).stream().map(AuditEntry::did).toList());
    }

    @Test
    void phaseAndProblemsMayComeAndGo() {
        Problem problem = Problem.of(ProblemCode.SOLUTION_MISSING, "none");
        Stored<Pair> stored = pairs.create(FRESH);
        stored = replace(
                stored,
                FRESH.change()
                        .phase(Phase.HELD)
                        .problem(Optional.of(problem))
                        .held(Map.of("name", Problem.of(ProblemCode.NAME_MISSING, "empty")))
                        .now());
        assertEquals(Optional.of(problem), pairs.read(ID).orElseThrow().value().problem());

        stored = replace(stored, FRESH.change().phase(Phase.IN_STEP).now(), entry(1, 0, "wrote"));
        assertEquals(Optional.of(stored), pairs.read(ID));
    }

    @ParameterizedTest
    @MethodSource("dev.cosell.store.HostileIds#all")
    void anyIdCanNameAPair(String id) {
        Pair pair = Pair.fresh(new PairId(id), NOW);
        pairs.create(Pair.fresh(new PairId(id + "x"), NOW));
        Stored<Pair> stored =
                replace(pairs.create(pair), pair.change().referral(id).now(), entry(1, 0, id));

        assertEquals(Optional.of(stored), pairs.read(new PairId(id)));
        assertEquals(1, audit(new PairId(id)).size());
        assertTrue(audit(new PairId(id + "x")).isEmpty());
    }

    private Stored<Pair> replace(Stored<Pair> was, Pair now, AuditEntry... audit) {
        return pairs.replace(was, now, List.of(audit)).orElseThrow();
    }

    private static AuditEntry entry(long fence, int step, String did) {
        return new AuditEntry(
                fence,
                step,
                NOW,
                "referral-updated",
                did,
                Optional.of(Side.CRM),
                List.of(new FieldChange("name", "before", "after", Optional.of("lost"))),
                Optional.of("MAP-02 both changed"),
                "4bf92f3577b34da6a3ce929d0e0e4736",
                List.of(new RefusedCall(RemoteSystem.CRM, "PATCH /opportunities({key})", 412, "r-1")));
    }
}
