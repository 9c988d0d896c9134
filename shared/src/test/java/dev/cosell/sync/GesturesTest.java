package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What sellers do to a record, and what comes of it. {@code docs/gestures.md} has a row for each test, by its name. */
class GesturesTest {
    private final World world = new World();

    @Test
    void sharingMakesAReferralThatNamesTheRecord() {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.settle();
        assertEquals(List.of(), world.partnerCenter.all());
        world.sellerSwitches(record, true);
        world.settle();
        Pair pair = world.pairOf(record);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(
                record.id(),
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .externalReferenceId()
                        .orElseThrow());
    }

    @Test
    void switchingTheSyncOffStopsItAndDeletesNothing() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.sellerSwitches(pair.record().orElseThrow(), false);
        world.settle();
        world.counting();
        world.seller(pair, "description", World.text("for us only"));
        world.portal(pair, World.VALUE, IntNode.valueOf(99));
        world.settle();
        assertEquals(Phase.UNSHARED, world.again(pair).phase());
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals(0, world.calls.of("pc.patch") + world.calls.of("crm.update"));
        assertEquals("Not shared", world.crm.text(pair.record().orElseThrow(), "cosell_syncstatus"));
    }

    @Test
    void switchingItOnAgainGoesOnFromWhereBothAreAndLosesNothing() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.sellerSwitches(pair.record().orElseThrow(), false);
        world.settle();
        world.seller(pair, "description", World.text("typed meanwhile"));
        world.portal(pair, "/details/closingDateTime", World.text("2027-01-31T12:00:00Z"));
        world.settle();
        world.sellerSwitches(pair.record().orElseThrow(), true);
        world.settle();
        assertEquals("typed meanwhile", world.note(pair));
        assertEquals("2027-01-31", world.crm.text(pair.record().orElseThrow(), "estimatedclosedate"));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void deletingTheRecordMakesAnOrphanAndLeavesTheReferralAlone() {
        Pair pair = world.inbound("Move to Azure");
        String referral = pair.referralId().orElseThrow();
        String before = world.partnerCenter.look(referral).document().toString();
        world.counting();
        world.crm.deletes(pair.record().orElseThrow());
        world.settle();
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        assertEquals(
                ProblemCode.RECORD_GONE,
                world.again(pair).problem().orElseThrow().code());
        assertEquals(0, world.calls.of("pc.patch"));
        assertEquals(before, world.partnerCenter.look(referral).document().toString());
    }

    @Test
    void anEventOfADeletionWithoutADeletionChangesNothing() {
        Pair pair = world.inbound("Move to Azure");
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.DELETED).settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void restoringTheRecordUnderItsIdGoesOn() {
        Pair pair = world.inbound("Move to Azure");
        world.crm.deletes(pair.record().orElseThrow());
        world.settle();
        world.portal(pair, World.NOTES, World.text("written meanwhile"));
        world.settle();
        world.crm.restores(pair.record().orElseThrow());
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals("written meanwhile", world.description(pair));
        assertEquals(1, world.crm.all().size());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void restoringALeadUnderItsIdGoesOn() {
        World leads = World.withLeads();
        Pair pair = lead(leads);
        leads.crm.deletes(pair.record().orElseThrow());
        leads.settle();
        assertEquals(Phase.ORPHAN, leads.again(pair).phase());
        leads.portal(pair, World.NOTES, World.text("written meanwhile"));
        leads.settle();
        leads.crm.restores(pair.record().orElseThrow());
        leads.settle();
        assertEquals(Phase.IN_STEP, leads.again(pair).phase());
        assertEquals("written meanwhile", leads.description(pair));
        assertEquals(1, leads.crm.all().size());
    }

    @Test
    void mergingALeadIntoAnotherOneGoesOnWithTheSurvivorAndDeclinesNothing() {
        World leads = World.withLeads();
        Pair pair = lead(leads);
        RecordRef survivor = leads.crm.entersLead("The same, typed by hand", false);
        leads.crm.mergesLeads(pair.record().orElseThrow(), survivor, Map.of());
        leads.settle();
        assertEquals(survivor, leads.again(pair).record().orElseThrow());
        assertEquals(Phase.IN_STEP, leads.again(pair).phase());
        assertEquals(
                Status.PENDING,
                leads.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .status()
                        .orElseThrow());
    }

    private static Pair lead(World world) {
        String referral = world.partnerCenter.arrives("Move to Azure", LeadTest::asLead);
        world.settle();
        return world.pairOf(referral);
    }

    @Test
    void afterADeletionANewRecordIsMadeOnRequest() {
        Pair pair = world.inbound("Move to Azure");
        world.crm.deletes(pair.record().orElseThrow());
        world.settle();
        Asked.anew(world, pair, Command.Kind.CREATE);
        world.settle();
        Pair now = world.again(pair);
        assertEquals(Phase.IN_STEP, now.phase());
        assertNotEquals(pair.record(), now.record());
        assertEquals(Set.of(now.record().orElseThrow()), world.crm.all());
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void afterADeletionAnotherRecordIsLinkedOnRequest() {
        Pair pair = world.inbound("Move to Azure");
        RecordRef other = world.crm.enters("the same deal", false);
        world.crm.deletes(pair.record().orElseThrow());
        world.settle();
        Asked.link(world, pair, other.id());
        world.settle();
        assertEquals(other, world.again(pair).record().orElseThrow());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(Set.of(), world.differences(world.again(pair)));
    }

    @Test
    void mergingRecordsFollowsTheSurvivorWhereTheCrmNamesIt() {
        Pair pair = world.inbound("Move to Azure");
        RecordRef survivor = world.crm.enters("Move to Azure", true);
        world.events.clear();
        world.crm.merges(pair.record().orElseThrow(), survivor);
        world.settle();
        Pair now = world.again(pair);
        assertEquals(survivor, now.record().orElseThrow());
        assertEquals(Phase.IN_STEP, now.phase());
        assertEquals(
                survivor.id(),
                world.partnerCenter
                        .look(now.referralId().orElseThrow())
                        .externalReferenceId()
                        .orElseThrow());
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void mergingRecordsWithoutATraceIsADeletionThatNamesTheNearestRecords() {
        Pair pair = world.inbound("Move to Azure");
        RecordRef near = world.crm.enters("Move to Azure", false);
        world.crm.deletes(pair.record().orElseThrow());
        world.settle();
        String detail = world.again(pair).problem().orElseThrow().detail();
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        assertTrue(detail.contains(near.id()), detail);
    }

    @Test
    void copyingTheRecordDoesNotCopyItsReferral() {
        Pair pair = world.outbound("Contoso goes cloud");
        RecordRef copy = world.crm.copies(pair.record().orElseThrow());
        world.settle();
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals("Held", world.crm.text(copy, "cosell_syncstatus"));
        String told = world.crm.text(copy, "cosell_syncproblem");
        assertTrue(told.contains("Clear the referral id on the copy to share it as a deal of its own."), told);
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void clearingTheReferralIdOfACopySharesItAsItsOwnDeal() {
        Pair pair = world.outbound("Contoso goes cloud");
        RecordRef copy = world.crm.copies(pair.record().orElseThrow());
        world.settle();
        world.crm.edits(copy, Map.of(World.MAP.columns().referralId(), NullNode.getInstance()));
        world.settle();
        assertEquals(2, world.partnerCenter.all().size());
        assertEquals(Phase.IN_STEP, world.pairOf(copy).phase());
        assertNotEquals(pair.referralId(), world.pairOf(copy).referralId());
    }

    @Test
    void s40_syncNowOfARecordThatWasNeverSyncedNeedsNoEdit() {
        RecordRef record = world.crm.enters("its event was lost", true);
        world.events.clear();
        world.asks(Subject.record(record), Causes.SYNC_NOW).settle();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals("as typed by the seller", world.note(world.pairOf(record)));
    }

    @Test
    void syncNowBringsInWhatWasMissedAndIsSwitchedBack() {
        Pair pair = world.inbound("Move to Azure");
        world.portal(pair, World.NOTES, World.text("its event was lost"));
        world.events.clear();
        world.seller(pair, "cosell_syncnow", BooleanNode.TRUE);
        world.settle();
        assertEquals("its event was lost", world.description(pair));
        assertEquals(
                false,
                world.crm
                        .look(pair.record().orElseThrow())
                        .get("cosell_syncnow")
                        .asBoolean());
    }

    @Test
    void settlingAConflictOnTheRecordSendsTheChosenValue() {
        World holding = SettlingTest.world();
        Pair held = SettlingTest.conflict(holding);
        holding.seller(held, "cosell_keep", World.text("CRM"));
        holding.settle();
        assertEquals(holding.description(held), holding.note(held));
        assertEquals("the seller's note", holding.note(held));
    }

    @Test
    void makingBothSidesEqualSettlesAConflict() {
        World holding = SettlingTest.world();
        Pair held = SettlingTest.conflict(holding);
        holding.counting();
        holding.seller(held, "description", World.text("Microsoft's note"));
        holding.settle();
        assertEquals(Phase.IN_STEP, holding.again(held).phase());
        assertEquals(0, holding.calls.of("pc.patch"));
    }

    @Test
    void settlingAConflictByRequestKeepsTheSideThatWasNamed() {
        World holding = SettlingTest.world();
        Pair held = SettlingTest.conflict(holding);
        Asked.settle(holding, held, "notes", Side.PARTNER_CENTER);
        holding.settle();
        assertEquals("Microsoft's note", holding.description(held));
    }

    @Test
    void puttingARecordInProgressAcceptsItsReferral() {
        Pair pair = world.inbound("Move to Azure");
        world.seller(pair, "statuscode", IntNode.valueOf(1));
        world.settle();
        assertEquals(Status.ACCEPTED, status(pair));
    }

    @Test
    void losingARecordThatWasNeverAcceptedDeclinesItsReferral() {
        Pair pair = world.inbound("Move to Azure");
        world.sellerCloses(pair, false);
        world.settle();
        assertEquals(Status.DECLINED, status(pair));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void winningOrLosingARecordClosesItsReferral() {
        Pair won = world.outbound("won");
        Pair lost = world.outbound("lost");
        world.sellerCloses(won, true);
        world.sellerCloses(lost, false);
        world.settle();
        assertEquals(Status.WON, status(won));
        assertEquals(Status.LOST, status(lost));
        assertEquals(Phase.CLOSED, world.again(won).phase());
    }

    private Status status(Pair pair) {
        return world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .status()
                .orElseThrow();
    }
}
