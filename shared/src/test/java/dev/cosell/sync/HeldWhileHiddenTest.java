package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A column that is hidden for a while settles nothing of what is held. */
class HeldWhileHiddenTest {
    private final AtomicBoolean hidden = new AtomicBoolean();

    @Test
    void aConflictIsNotSettledByHidingOneOfItsValues() {
        World world = SettlingTest.world(ports -> Forgetful.hiding(ports, "description", hidden::get));
        Pair pair = SettlingTest.conflict(world);
        hidden.set(true);
        look(world, pair);
        assertEquals(ProblemCode.CONFLICT, world.again(pair).held().get("notes").code());
        assertEquals("the seller's note", world.description(pair));
        assertEquals("Microsoft's note", world.note(pair));
        hidden.set(false);
        Asked.settle(world, pair, "notes", Side.CRM);
        world.settle();
        assertEquals("the seller's note", world.note(pair));
    }

    @Test
    void aDecisionForTheValueThatIsShownIsCarriedOut() {
        World world = SettlingTest.world(ports -> Forgetful.hiding(ports, "description", hidden::get));
        Pair pair = SettlingTest.conflict(world);
        hidden.set(true);
        Asked.settle(world, pair, "notes", Side.PARTNER_CENTER);
        world.settle();
        assertEquals("Microsoft's note", world.description(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aValueThatPartnerCenterDoesNotTakeIsNotForgottenWhileItIsHidden() {
        World world = new World(1, World.MAP, ports -> Forgetful.hiding(ports, "estimatedvalue", hidden::get));
        Pair pair = world.outbound("Deal");
        world.seller(pair, "estimatedvalue", IntNode.valueOf(0));
        world.settle();
        assertEquals(
                ProblemCode.VALUE_NOT_POSITIVE,
                world.again(pair).held().get("money").code());
        hidden.set(true);
        look(world, pair);
        assertEquals(Phase.HELD, world.again(pair).phase());
        hidden.set(false);
        world.seller(pair, "estimatedvalue", IntNode.valueOf(7));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    private static void look(World world, Pair pair) {
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
    }
}
