package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Person;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever was erased from what is remembered of a deal is not written into a system again for that. */
class ErasedPersonTest {
    private static final TeamMember SELLER =
            new TeamMember("Zephyrine", "Quillfeather", "zephyrine@quillmail.example", "", "");
    private static final Person HER = new Person(SELLER.email(), List.of("Zephyrine Quillfeather"));
    private static final String ABOUT_HER = "ask Zephyrine Quillfeather";

    private final World world = new World();

    @Test
    void s86_aSellerWhoWasTakenOutOfTheTeamIsNotWrittenThereAgain() {
        world.crm.customers().employs("u1", SELLER);
        Pair pair = world.inbound("Contoso");
        world.seller(pair, "ownerid", TextNode.valueOf("u1"));
        world.settle();
        assertTrue(team(pair).contains(SELLER));
        world.portal(pair, TeamMember.OWN, JsonNodeFactory.instance.arrayNode());
        world.settle();

        erase(pair);
        world.portal(pair, World.NOTES, World.text("something else"));
        world.settle();

        assertEquals("something else", world.description(pair));
        assertEquals(List.of(), team(pair));
    }

    @Test
    void aTextThatWasEmptiedUnheardIsNotFilledInAgain() {
        Pair pair = world.inbound("Contoso");
        world.portal(pair, World.NOTES, World.text(ABOUT_HER));
        world.settle();
        world.seller(pair, "description", NullNode.getInstance());
        world.events.clear();

        erase(pair);
        for (int i = 0; i < 2; i++) {
            world.asks(Subject.referral(pair.referralId().orElseThrow()), Causes.SYNC_NOW)
                    .settle();
        }

        assertEquals("", world.description(pair));
        assertEquals(ABOUT_HER, world.note(pair));
        assertEquals(
                ProblemCode.MAP_REDEFINED,
                world.again(pair).divergences().get("notes").code());
        world.seller(pair, "description", World.text("goes on"));
        world.settle();
        assertEquals("goes on", world.note(pair), "the next edit crosses as ever");
    }

    @Test
    void whatIsHeldIsNotTakenForSettledByAnErasure() {
        Pair pair = world.inbound("Contoso");
        world.portal(pair, World.NOTES, World.text(ABOUT_HER));
        world.settle();
        world.crm.edits(
                record(pair),
                Map.of(
                        "description",
                        NullNode.getInstance(),
                        "estimatedclosedate",
                        NullNode.getInstance(),
                        World.SOLUTIONS,
                        NullNode.getInstance()));
        world.settle();
        assertEquals(
                ProblemCode.MASS_CLEAR, world.again(pair).held().get("notes").code());

        assertTrue(HER.isUnderWayIn(world.again(pair), world.clock.instant()));
    }

    @Test
    void aComparisonOfEverythingDoesNotReadAndStoreThemAgainOfAClosedDeal() {
        Pair pair = world.outbound("Contoso");
        world.seller(pair, "description", World.text(ABOUT_HER));
        world.settle();
        world.sellerCloses(pair, true);
        world.settle();
        assertEquals(Phase.CLOSED, world.again(pair).phase());
        erase(pair);
        Pair erased = world.again(pair);

        new Reconcile(
                        FieldMaps.of(World.MAP),
                        new MemoryState(),
                        world.partnerCenter,
                        world.crm,
                        world.store,
                        world.store,
                        world.store,
                        world.inbox,
                        world.clock)
                .walk(true, Duration.ofHours(1));
        world.settle();

        assertEquals(erased, world.again(pair));
    }

    private void erase(Pair pair) {
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        assertFalse(HER.isUnderWayIn(row.value(), world.clock.instant()));
        Pair rest = HER.erasedFrom(row.value(), World.MAP);
        assertFalse(rest.toString().contains(SELLER.lastName()), "the name beside the address goes too");
        world.store.replace(row, rest.change().raiseFence().now(), List.of()).orElseThrow();
    }

    private List<TeamMember> team(Pair pair) {
        return TeamMember.list(world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .document()
                .at(TeamMember.OWN));
    }

    private static RecordRef record(Pair pair) {
        return pair.record().orElseThrow();
    }
}
