package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import org.junit.jupiter.api.Test;

/** A note that is too long for the CRM is cut there; what the CRM does not hold is not lost by an edit there. */
class CutTextTest {
    private static final String LONG = "word ".repeat(100) + "the important end";

    private final World world = new World();
    private final Pair pair = longNote();

    @Test
    void aSmallEditOfACutNoteKeepsTheRestInPartnerCenter() {
        sellerEdits();
        assertEquals(LONG, world.note(pair));
        assertEquals(Phase.HELD, world.again(pair).phase());
        assertEquals(ProblemCode.CONFLICT, world.again(pair).held().get("notes").code());
    }

    @Test
    void whatTheSellerWroteStandsIfAPersonSaysSo() {
        String edited = sellerEdits();
        Asked.settle(world, pair, "notes", Side.CRM);
        world.settle();
        assertEquals(edited, world.note(pair));
        assertEquals(edited, world.description(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void whatPartnerCenterHasStandsIfAPersonSaysSo() {
        String cut = world.description(pair);
        sellerEdits();
        Asked.settle(world, pair, "notes", Side.PARTNER_CENTER);
        world.settle();
        assertEquals(LONG, world.note(pair));
        assertEquals(cut, world.description(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void anEditInPartnerCenterMeanwhileIsNotLostEither() {
        sellerEdits();
        world.portal(pair, World.NOTES, World.text(LONG + ", and more"));
        world.settle();
        assertEquals(LONG + ", and more", world.note(pair));
        assertEquals(ProblemCode.CONFLICT, world.again(pair).held().get("notes").code());
    }

    @Test
    void madeEqualByHandItIsOver() {
        String edited = sellerEdits();
        world.portal(pair, World.NOTES, World.text(edited));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void emptyingItEmptiesItOnBothSides() {
        world.seller(pair, "description", NullNode.getInstance());
        world.settle();
        assertEquals("", world.note(pair));
    }

    @Test
    void aCrashWhileItIsSettledLosesNothing() {
        Asked.crashAtEveryStep(
                World::new,
                world -> edited(longNote(world), world),
                (world, pair) -> Asked.settle(world, pair, "notes", Side.CRM),
                (world, pair) -> {
                    assertEquals(world.description(pair), world.note(pair));
                    assertEquals(Phase.IN_STEP, world.again(pair).phase());
                });
    }

    @Test
    void otherFieldsGoOnMeanwhile() {
        sellerEdits();
        world.seller(pair, "estimatedclosedate", World.text("2028-01-01"));
        world.settle();
        assertEquals(
                "2028-01-01",
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .text("/details/closingDateTime")
                        .orElse("")
                        .substring(0, 10));
        assertEquals(LONG, world.note(pair));
    }

    private String sellerEdits() {
        edited(pair, world);
        return world.description(pair);
    }

    private Pair longNote() {
        return longNote(world);
    }

    private static Pair longNote(World world) {
        Pair pair = world.inbound("Deal");
        world.portal(pair, World.NOTES, World.text(LONG));
        world.settle();
        return pair;
    }

    private static Pair edited(Pair pair, World world) {
        world.seller(pair, "description", World.text(world.description(pair).replaceFirst("word", "Word")));
        world.settle();
        return pair;
    }
}
