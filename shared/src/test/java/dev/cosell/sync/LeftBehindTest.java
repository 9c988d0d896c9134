package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Status;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the CRM leaves behind on a lead, and refuses to take on its deal, is nothing that anybody emptied. */
class LeftBehindTest {
    private static final String SENT = "as sent by Microsoft";

    private final World world = World.withLeads();
    private final String referral = arrived();
    private final Pair pair = world.pairOf(referral);

    @Test
    void refusedOnALeadTheSellerQualifiedItIsTakenAlongLater() {
        refuses();
        world.crm.qualifies(pair.record().orElseThrow());
        world.settle();
        assertEquals(SENT, world.note(pair));
        isTakenAlongLater();
    }

    @Test
    void refusedOnALeadAcceptedInPartnerCenterItIsTakenAlongLater() {
        refuses();
        world.partnerCenter.moves(referral, Status.ACCEPTED);
        world.settle();
        assertEquals(SENT, world.note(pair));
        isTakenAlongLater();
    }

    @Test
    void anotherEditOfTheDealDoesNotEmptyItEither() {
        refuses();
        world.partnerCenter.moves(referral, Status.ACCEPTED);
        world.settle();
        refusesNothing();
        world.seller(world.again(pair), "estimatedvalue", IntNode.valueOf(12345));
        world.settle();
        assertEquals(SENT, world.note(pair));
        assertEquals(SENT, world.description(world.again(pair)));
    }

    @Test
    void refusedForGoodItHoldsOnlyItself() {
        refuses();
        world.crm.qualifies(pair.record().orElseThrow());
        world.settle();
        Pair now = world.again(pair);
        assertTrue(now.held().containsKey("notes"), now.held().toString());
        assertEquals(
                Optional.of(Status.ACCEPTED), world.partnerCenter.look(referral).status());
        world.seller(now, "estimatedclosedate", World.text("2028-01-01"));
        world.settle();
        assertEquals(
                "2028-01-01",
                world.partnerCenter
                        .look(referral)
                        .text("/details/closingDateTime")
                        .orElse("")
                        .substring(0, 10));
        assertEquals(SENT, world.note(now));
        assertEquals("", world.description(now));
    }

    @Test
    void refusedTogetherOnlyWhatIsRefusedAloneIsHeld() {
        int[] updates = {0};
        Problem refused = Problem.of(ProblemCode.PLUGIN_REFUSED, "no").from(RemoteSystem.CRM);
        world.faults = (system, verb, write) -> verb.equals("crm.update") && ++updates[0] == 1
                ? Optional.of(new Faults.Fault(refused, false))
                : Optional.empty();
        world.partnerCenter.moves(referral, Status.ACCEPTED);
        world.settle();
        assertEquals(SENT, world.note(pair));
        assertEquals(SENT, world.description(world.again(pair)));
    }

    @Test
    void theSwitchIsTurnedOnOnlyWhenNothingIsLeftBehind() {
        refuses();
        world.crm.qualifies(pair.record().orElseThrow());
        world.settle();
        RecordRef deal = world.again(pair).record().orElseThrow();
        assertFalse(world.crm.look(deal).get(World.SYNC).asBoolean());
        isTakenAlongLater();
        assertTrue(world.crm.look(deal).get(World.SYNC).asBoolean());
    }

    @Test
    void aSellerWhoTurnsTheSwitchOnMeanwhileLosesNothing() {
        refuses();
        world.crm.qualifies(pair.record().orElseThrow());
        world.settle();
        refusesNothing();
        world.sellerSwitches(world.again(pair).record().orElseThrow(), true);
        world.settle();
        assertEquals(SENT, world.note(pair));
        assertEquals(SENT, world.description(world.again(pair)));
    }

    private void isTakenAlongLater() {
        RecordRef deal = world.again(pair).record().orElseThrow();
        refusesNothing();
        world.asks(Subject.record(deal), Causes.SYNC_NOW).settle();
        assertEquals(SENT, world.note(pair));
        assertEquals(SENT, world.description(world.again(pair)));
        assertFalse(world.again(pair).held().containsKey("notes"));
    }

    private String arrived() {
        world.crm.leavesBehind(Set.of("description"));
        String id = world.partnerCenter.arrives("Move to Azure", LeadTest::asLead);
        world.settle();
        return id;
    }

    /** The CRM refuses every write to a record. */
    private void refuses() {
        Problem refused = Problem.of(ProblemCode.PLUGIN_REFUSED, "no").from(RemoteSystem.CRM);
        world.faults = (system, verb, write) ->
                verb.equals("crm.update") ? Optional.of(new Faults.Fault(refused, false)) : Optional.empty();
    }

    private void refusesNothing() {
        world.faults = Faults.NONE;
    }
}
