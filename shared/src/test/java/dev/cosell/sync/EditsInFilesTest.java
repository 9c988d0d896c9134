package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Value;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A file sends no events: what people type into it is found by asking what changed. */
class EditsInFilesTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final LocalCrm files = LocalCrm.of(CrmProduct.FILE);
    private final FieldMaps maps = FieldMaps.of(files.map());
    private final World world = new World(1, maps, ports -> ports.with(files.crm()), SyncSettings.DEFAULT);
    private final Reconcile reconcile = new Reconcile(
            maps,
            new MemoryState(),
            world.partnerCenter,
            files.crm(),
            world.store,
            world.store,
            world.store,
            world.inbox,
            world.clock);

    @Test
    void whatASellerTypesIntoARowCrosses() {
        Pair pair = arrived();
        files.edits(pair.record().orElseThrow(), "notes", new Value.Text("called them"));
        looks();
        assertEquals("called them", world.note(pair));
    }

    @Test
    void aSharedRowBecomesAReferral() {
        looks();
        RecordRef record = files.shared("Typed by a seller");
        looks();
        Pair pair = world.pairOf(record);
        assertEquals(Phase.IN_STEP, pair.phase(), () -> pair.problem().toString());
        assertEquals(pair.referralId().orElseThrow(), files.held(record, "referral_id"));
    }

    @Test
    void aValueThatCouldBeAnotherIsHeldAndToldUntilItIsCorrected() {
        Pair pair = arrived();
        RecordRef record = pair.record().orElseThrow();
        files.chooses(record, "value", "1.234");
        looks();
        assertEquals(
                ProblemCode.INVALID_VALUE,
                world.again(pair).problem().orElseThrow().code());
        assertTrue(files.held(record, "sync_problem").contains("column value"), files.held(record, "sync_problem"));
        files.chooses(record, "value", "1234");
        looks();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(
                1234,
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .document()
                        .at("/details/dealValue")
                        .asInt());
    }

    private Pair arrived() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        looks();
        return world.pairOf(referral);
    }

    /** As every quarter of an hour. */
    private void looks() {
        world.wait(Duration.ofMinutes(15));
        reconcile.walk(false, LONG);
        world.settle();
    }
}
