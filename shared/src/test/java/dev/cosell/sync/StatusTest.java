package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A deal from New to Closed, moved from either side, and never against Partner Center's rules. */
class StatusTest {
    private final World world = new World();
    private final Pair pair = world.inbound("Move to Azure");

    @Test
    void aNewReferralIsOnHoldInTheCrmUntilSomebodyAcceptsIt() {
        assertEquals("2", world.crm.text(record(), "statuscode"));
        sellerSets(0, 1);
        assertEquals(Status.ACCEPTED, status());
    }

    @Test
    void aReferralAcceptedInThePortalOpensInTheCrm() {
        world.partnerCenter.moves(referral(), Status.ACCEPTED);
        world.settle();
        assertEquals("1", world.crm.text(record(), "statuscode"));
    }

    @Test
    void losingWhatWasNeverAcceptedDeclinesIt() {
        sellerSets(2, 4);
        assertEquals(Status.DECLINED, status());
        assertEquals("Closed in Partner Center: Declined", world.crm.text(record(), "cosell_syncstatus"));
    }

    @Test
    void winningInTheCrmWinsInPartnerCenter() {
        sellerSets(0, 1);
        sellerSets(1, 3);
        assertEquals(Status.WON, status());
        assertEquals(Phase.CLOSED, world.again(pair).phase());
    }

    @Test
    void losingInTheCrmLosesInPartnerCenter() {
        sellerSets(0, 1);
        sellerSets(2, 4);
        assertEquals(Status.LOST, status());
    }

    @Test
    void winningWhatWasNeverAcceptedIsHeldUntilItIsAccepted() {
        sellerSets(1, 3);
        assertEquals(Status.PENDING, status());
        assertEquals(
                ProblemCode.ILLEGAL_MOVE,
                world.again(pair).problem().orElseThrow().code());
        assertEquals(List.of(), world.violations());
        world.partnerCenter.moves(referral(), Status.ACCEPTED);
        world.settle();
        assertEquals(Status.WON, status());
    }

    @Test
    void wonInPartnerCenterClosesTheRecordWithEverythingElse() {
        world.partnerCenter.moves(referral(), Status.ACCEPTED);
        world.partnerCenter.edits(referral(), Map.of(World.VALUE, IntNode.valueOf(31000)));
        world.partnerCenter.moves(referral(), Status.WON);
        world.settle();
        assertEquals("1", world.crm.text(record(), "statecode"));
        assertEquals("31000.00", world.crm.text(record(), "estimatedvalue"));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void nothingIsWrittenToATerminalReferralAndTheSellerIsToldOnce() {
        wonInPartnerCenter();
        sellerReopensAnd("description", "one more thing");
        world.counting();
        assertTrue(world.crm.text(record(), "cosell_syncproblem").contains("STA-02"));
        world.seller(pair, "description", World.text("and another"));
        world.settle();
        assertEquals(0, world.calls.of("pc.patch"));
        assertEquals(List.of(), world.violations());
        assertEquals("as sent by Microsoft", world.note(pair));
    }

    @Test
    void reopeningInTheCrmIsToldAndChangesNothingInPartnerCenter() {
        wonInPartnerCenter();
        world.sellerReopens(pair);
        world.settle();
        assertEquals(Status.WON, status());
        assertEquals("0", world.crm.text(record(), "statecode"));
        assertTrue(world.crm.text(record(), "cosell_syncproblem").contains("STA-02"));
        int told = told();
        world.asks(Subject.record(record()), Causes.SYNC_NOW).settle();
        assertEquals(told, told());
    }

    @Test
    void whatPartnerCenterChangesOnAClosedRecordIsToldAndDoesNotCross() {
        sellerSets(1, 3);
        world.portal(pair, World.VALUE, IntNode.valueOf(31000));
        world.settle();
        assertEquals("25000.00", world.crm.text(record(), "estimatedvalue"));
        assertTrue(world.crm.text(record(), "cosell_syncproblem").contains("STA-03"));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void bothSidesClosingDifferentlyEndAsPartnerCenterSays() {
        sellerSets(0, 1);
        world.partnerCenter.moves(referral(), Status.WON);
        world.crm.edits(record(), Map.of("statecode", IntNode.valueOf(2), "statuscode", IntNode.valueOf(4)));
        world.settle();
        assertEquals("1", world.crm.text(record(), "statecode"));
        assertEquals(Status.WON, status());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void anEditThatMeetsAClosedReferralGivesWayAndIsOnRecord() {
        sellerSets(0, 1);
        world.partnerCenter.edits(referral(), Map.of(World.NOTES, World.text("the last word")));
        world.partnerCenter.moves(referral(), Status.ERROR);
        world.seller(pair, "description", World.text("too late"));
        world.settle();
        assertEquals("the last word", world.description(pair));
        assertTrue(world.store.audit(pair.id()).stream()
                .flatMap(entry -> entry.changes().stream())
                .anyMatch(change -> change.lost().filter("too late"::equals).isPresent()));
    }

    @Test
    void expiringInPartnerCenterLosesTheRecord() {
        world.partnerCenter.moves(referral(), Status.EXPIRED);
        world.settle();
        assertEquals("2", world.crm.text(record(), "statecode"));
    }

    @Test
    void aReferralThatIsClosedBeforeWeKnowItMakesNoRecord() {
        String late = world.partnerCenter.arrives("too late");
        world.partnerCenter.moves(late, Status.EXPIRED);
        world.settle();
        assertEquals(1, world.crm.all().size());
    }

    @Test
    void sharingAWonOpportunityMakesAReferralAndWinsIt() {
        RecordRef won = world.crm.enters("sold already", false);
        world.crm.edits(won, Map.of("statecode", IntNode.valueOf(1), "statuscode", IntNode.valueOf(3)));
        world.asks(Subject.record(won), Causes.SHARE).settle();
        assertEquals(
                Status.WON,
                world.partnerCenter
                        .look(world.pairOf(won).referralId().orElseThrow())
                        .status()
                        .orElseThrow());
    }

    private void wonInPartnerCenter() {
        world.partnerCenter.moves(referral(), Status.ACCEPTED);
        world.partnerCenter.moves(referral(), Status.WON);
        world.settle();
    }

    private void sellerReopensAnd(String column, String value) {
        world.sellerReopens(pair);
        world.seller(pair, column, World.text(value));
        world.settle();
    }

    private void sellerSets(int state, int reason) {
        world.crm.edits(record(), Map.of("statecode", IntNode.valueOf(state), "statuscode", IntNode.valueOf(reason)));
        world.settle();
    }

    private int told() {
        return (int) world.calls.of("crm.tell");
    }

    private Status status() {
        return world.partnerCenter.look(referral()).status().orElseThrow();
    }

    private String referral() {
        return pair.referralId().orElseThrow();
    }

    private RecordRef record() {
        return pair.record().orElseThrow();
    }
}
