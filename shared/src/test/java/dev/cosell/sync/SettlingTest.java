package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.fieldmap.CustomMap;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Conflict;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.port.Ports;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A conflict that its rule leaves to a person is kept with both values, and settled once, whoever settles it. */
class SettlingTest {
    private static final String SELLERS = "the seller's note";
    private static final String MICROSOFTS = "Microsoft's note";

    private final World world = world();
    private final Pair pair = conflict(world);

    @Test
    void aConflictRemembersBothValuesAndWhenEachWasSeenToMove() {
        Conflict conflict = world.again(pair).conflicts().get("notes");
        assertEquals(MICROSOFTS, conflict.partnerCenter().value());
        assertEquals(SELLERS, conflict.crm().value());
        assertFalse(conflict.crm().at().isAfter(world.clock.instant()));
        assertEquals("Update", conflict.crm().event().orElseThrow());
        assertEquals(Optional.of("user of Ada Byron"), conflict.crm().by());
        assertEquals(Optional.empty(), conflict.partnerCenter().by());
    }

    @Test
    void anotherEditOfTheSellerChangesOnlyTheSellersValue() {
        Conflict before = world.again(pair).conflicts().get("notes");
        world.wait(java.time.Duration.ofHours(1));
        world.seller(pair, "description", World.text("rather this"));
        world.settle();
        Conflict now = world.again(pair).conflicts().get("notes");
        assertEquals("rather this", now.crm().value());
        assertEquals(before.partnerCenter(), now.partnerCenter());
        assertTrue(now.crm().at().isAfter(before.crm().at()));
    }

    @Test
    void settlingByRequestWritesTheKeptValueOnceAndPutsBothOnTheTimeline() {
        for (Side keep : Side.values()) {
            World fresh = world();
            Pair held = conflict(fresh);
            fresh.counting();
            Asked.settle(fresh, held, "notes", keep);
            fresh.settle();
            isSettled(fresh, held, keep);
            assertEquals(1, fresh.calls.of("pc.patch") + fresh.calls.of("crm.update"), keep.toString());
        }
    }

    @Test
    void aCrashAtAnyStepOfSettlingSettlesItOnce() {
        for (Side keep : Side.values()) {
            Asked.crashAtEveryStep(
                    SettlingTest::world,
                    SettlingTest::conflict,
                    (fresh, held) -> Asked.settle(fresh, held, "notes", keep),
                    (fresh, held) -> isSettled(fresh, held, keep));
        }
    }

    @Test
    void whatIsEqualByThenIsSaidToBeSo() {
        world.seller(pair, "description", World.text(MICROSOFTS));
        world.events.clear();
        Asked.settle(world, pair, "notes", Side.CRM);
        world.counting();
        world.settle();
        assertEquals(0, world.calls.of("pc.patch"));
        assertTrue(
                Asked.did(world, pair).contains("nothing to settle in notes, both sides are equal, asked by Kim"),
                Asked.did(world, pair).toString());
        assertEquals(Map.of(), world.again(pair).conflicts());
        assertEquals(List.of(), world.again(pair).commands());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void theSellerSettlesOnTheRecordAndTheColumnIsReset() {
        world.seller(pair, "cosell_keep", World.text("partner center"));
        world.settle();
        assertEquals(MICROSOFTS, world.description(pair));
        assertEquals(
                "",
                world.crm
                        .look(pair.record().orElseThrow())
                        .get("cosell_keep")
                        .asText("")
                        .replace("null", ""));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals("In step", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void theSellersWordForTheCrmSendsTheRecordsValue() {
        world.seller(pair, "cosell_keep", World.text("CRM"));
        world.settle();
        assertEquals(SELLERS, world.note(pair));
        assertEquals(
                1,
                Asked.did(world, pair).stream()
                        .filter("settled notes, asked for on the record"::equals)
                        .count(),
                Asked.did(world, pair).toString());
        assertTrue(
                world.crm.look(pair.record().orElseThrow()).get("cosell_keep").isNull());
    }

    @Test
    void aWordNobodyUnderstandsSettlesNothingAndIsTold() {
        world.seller(pair, "cosell_keep", World.text("mine"));
        world.settle();
        assertEquals(SELLERS, world.description(pair));
        assertEquals(MICROSOFTS, world.note(pair));
        String told = world.crm.text(pair.record().orElseThrow(), "cosell_syncproblem");
        assertTrue(told.contains("expected \"Partner Center\" or \"CRM\""), told);
        assertTrue(
                world.crm.look(pair.record().orElseThrow()).get("cosell_keep").isNull());
    }

    @Test
    void theColumnDoesNothingWhereThereIsNoConflict() {
        Pair calm = world.inbound("calm");
        world.counting();
        world.seller(calm, "cosell_keep", World.text("CRM"));
        world.settle();
        assertEquals(0, world.calls.of("pc.patch"));
        assertTrue(
                world.crm.look(calm.record().orElseThrow()).get("cosell_keep").isNull());
    }

    @Test
    void aValueTheOtherSideRefusesIsSaidToBeUnsettled() {
        world.portal(pair, World.NOTES, World.text("long ".repeat(100)));
        world.settle();
        Asked.settle(world, pair, "notes", Side.PARTNER_CENTER);
        world.settle();
        assertEquals(List.of(), world.again(pair).commands());
        boolean said = Asked.did(world, pair).stream().anyMatch(did -> did.contains("settle"));
        assertTrue(said, Asked.did(world, pair).toString());
    }

    private static void isSettled(World fresh, Pair held, Side keep) {
        String kept = keep == Side.CRM ? SELLERS : MICROSOFTS;
        String lost = keep == Side.CRM ? MICROSOFTS : SELLERS;
        assertEquals(kept, fresh.note(held));
        assertEquals(kept, fresh.description(held));
        Pair now = fresh.again(held);
        assertEquals(Phase.IN_STEP, now.phase());
        assertEquals(List.of(), now.commands());
        assertEquals(Map.of(), now.conflicts());
        List<AuditEntry> settled = fresh.store.audit(held.id()).stream()
                .filter(entry -> entry.did().equals("settled notes, asked by Kim"))
                .toList();
        assertEquals(1, settled.size(), Asked.did(fresh, held).toString());
        AuditEntry.FieldChange change = settled.getFirst().changes().getFirst();
        assertEquals(kept, change.after());
        assertEquals(lost, change.lost().orElseThrow());
        assertEquals(List.of(), fresh.violations());
    }

    static World world() {
        return world(UnaryOperator.identity());
    }

    static World world(UnaryOperator<Ports> seenByTheEngine) {
        return new World(1, notesLeftToPeople(), seenByTheEngine);
    }

    static Pair conflict(World fresh) {
        Pair held = fresh.inbound("Move to Azure");
        fresh.portal(held, World.NOTES, World.text(MICROSOFTS));
        fresh.events.clear();
        fresh.seller(held, "description", World.text(SELLERS));
        fresh.settle();
        return held;
    }

    private static FieldMap notesLeftToPeople() {
        return CustomMap.deals("{'fields': {'notes': {'rule': 'hold'}}}");
    }
}
