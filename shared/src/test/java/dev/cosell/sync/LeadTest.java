package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Status;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Customer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** An inbound lead from its arrival to the deal it becomes, whoever takes the step and whatever happens on the way. */
class LeadTest {
    private static final String LEAD = "lead";
    private static final String DEAL = "opportunity";
    private static final String SYNC = World.SYNC;

    private static final TeamMember MARA = new TeamMember("Mara", "Lind", "mara@partner.example", "+46 8 1234", "");

    private final World world = World.withLeads();

    @Test
    void anInboundLeadBecomesALeadAndGetsItsIdWrittenBack() {
        Pair pair = arrived(world);
        RecordRef lead = pair.record().orElseThrow();
        assertEquals(LEAD, lead.table());
        assertEquals(Set.of(lead), world.crm.all());
        assertEquals(Set.of(), world.crm.accounts());
        assertEquals("Move to Azure", world.crm.text(lead, "subject"));
        assertEquals("Fabrikam, Inc.", world.crm.text(lead, "companyname"));
        assertEquals("Akers", world.crm.text(lead, "lastname"));
        assertEquals("In step", world.crm.text(lead, "cosell_syncstatus"));
        assertEquals(
                lead.id(),
                world.partnerCenter.look(referral(pair)).externalReferenceId().orElseThrow());
        assertEquals(Phase.IN_STEP, pair.phase());
    }

    @Test
    void aLeadThatWasDisqualifiedIsNotQualifiedWhileItsClosingWaits() {
        World patient = new World(
                1, World.MAPS, UnaryOperator.identity(), World.WITH_LEADS.withCloseGrace(Duration.ofMinutes(10)));
        Pair pair = arrived(patient);
        disqualify(patient, record(pair));
        patient.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        patient.workNow();
        assertEquals(
                ProblemCode.CLOSING_WAITS,
                patient.again(pair).problem().orElseThrow().code());
        patient.settle();
        assertEquals(0, patient.calls.of("crm.qualify"));
        assertEquals(
                Optional.of(Status.LOST),
                patient.partnerCenter.look(referral(pair)).status());
        assertEquals(Phase.CLOSED, patient.again(pair).phase());
    }

    @Test
    void aLeadWithoutAContactBearsItsCompanysNameAsLastName() {
        String referral = world.partnerCenter.arrives("Move to Azure", it -> {
            asLead(it);
            it.withObject("/customerProfile").putArray("team");
        });
        world.settle();
        Pair pair = world.pairOf(referral);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("Fabrikam, Inc.", world.crm.text(record(pair), "lastname"));
    }

    @Test
    void editsOfALeadCrossBothWays() {
        Pair pair = arrived(world);
        world.seller(pair, "description", World.text("called them"));
        world.settle();
        world.portal(pair, World.VALUE, IntNode.valueOf(31000));
        world.settle();
        assertEquals("called them", world.note(pair));
        assertEquals("31000.00", world.crm.text(record(pair), "estimatedamount"));
    }

    @Test
    void s54_aLeadAcceptedInPartnerCenterIsQualifiedAndGoesOnAsTheDealItBecame() {
        Pair pair = arrived(world);
        accepted(pair);
        assertIsOneDeal(world, pair, "accepted in Partner Center");
        assertEquals(1, world.calls.of("crm.qualify"));
    }

    @Test
    void s54_aLeadQualifiedByTheSellerIsAcceptedAndGoesOnAsTheDealItBecame() {
        Pair pair = arrived(world);
        qualified(pair);
        assertIsOneDeal(world, pair, "qualified in the CRM");
        assertEquals(0, world.calls.of("crm.qualify"));
    }

    @Test
    void s54_aLeadQualifiedAndAcceptedAtOnceBecomesOneDeal() {
        Pair pair = arrived(world);
        world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        qualified(pair);
        assertIsOneDeal(world, pair, "both at once");
        assertEquals(0, world.calls.of("crm.qualify"));
    }

    @Test
    void s54_aSellerWhoQualifiesInTheMomentWeDoMakesNoSecondDeal() {
        Pair pair = arrived(world);
        RecordRef lead = record(pair);
        world.hook = step -> {
            if (step.equals("before crm.qualify")) {
                world.hook = any -> {};
                world.crm.qualifies(lead);
            }
        };
        accepted(pair);
        assertIsOneDeal(world, pair, "in the same moment");
    }

    @Test
    void s54_aCrashAtAnyStepOfALeadsWayStillMakesOneChain() {
        for (BiConsumer<World, Pair> story : List.<BiConsumer<World, Pair>>of(
                (there, pair) -> there.partnerCenter.moves(referral(pair), Status.ACCEPTED),
                (there, pair) -> there.crm.qualifies(record(pair)))) {
            crashingAtEachStep(referral -> {}, story, LeadTest::assertIsOneDeal);
        }
    }

    @Test
    void s54_whereOnlySellersQualifyTheAcceptanceWaitsForThemAndTheRestGoesOn() {
        world.crm.leavesLeadsToSellers();
        Pair pair = arrived(world);
        RecordRef lead = record(pair);
        world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        world.settle();
        assertEquals(
                ProblemCode.LEAD_TO_CONVERT,
                world.store.pairs().getFirst().held().get("status").code());
        assertTrue(world.crm.text(lead, "cosell_syncproblem").contains("Convert the lead"));
        assertEquals(0, world.calls.of("crm.qualify"));
        world.portal(world.store.pairs().getFirst(), World.NOTES, World.text("meanwhile"));
        world.settle();
        assertEquals("meanwhile", world.crm.text(lead, "description"));

        RecordRef deal = world.crm.qualifies(lead).orElseThrow();
        world.settle();
        Pair after = world.store.pairs().getFirst();
        assertEquals(deal, after.record().orElseThrow());
        assertEquals(Phase.IN_STEP, after.phase());
        assertEquals(Map.of(), after.held());
        assertEquals(1, world.store.pairs().size());
    }

    @Test
    void aQualificationWhoseAnswerIsLostIsNotRepeated() {
        Pair pair = arrived(world);
        world.failsNext("crm.qualify", new Faults.Fault(Problem.of(ProblemCode.TIMED_OUT, "no answer"), true));
        accepted(pair);
        assertIsOneDeal(world, pair, "answer lost");
        assertEquals(1, world.calls.of("crm.qualify"));
    }

    @Test
    void aQualificationThatNeverArrivedIsTriedAgain() {
        Pair pair = arrived(world);
        world.failsNext(
                "crm.qualify",
                new Faults.Fault(
                        Problem.of(ProblemCode.UNAVAILABLE, "no answer").withOutcomeUnknown(), false));
        accepted(pair);
        assertIsOneDeal(world, pair, "never arrived");
        assertEquals(2, world.calls.of("crm.qualify"));
    }

    @Test
    void aRefusedQualificationHoldsOnlyTheAcceptance() {
        Pair pair = arrived(world);
        world.failsTimes(
                "crm.qualify",
                1,
                new Faults.Fault(
                        Problem.of(ProblemCode.PLUGIN_REFUSED, "rate it first").from(RemoteSystem.CRM), false));
        world.partnerCenter.edits(referral(pair), Map.of(World.NOTES, World.text("they are in a hurry")));
        accepted(pair);
        assertHeld(pair, "status", ProblemCode.PLUGIN_REFUSED);
        assertEquals("they are in a hurry", world.crm.text(record(pair), "description"));
        assertTrue(world.crm.text(record(pair), "cosell_syncproblem").contains("rate it first"));
        world.seller(pair, "description", World.text("rated"));
        world.settle();
        assertIsOneDeal(world, pair, "after the repair");
        assertEquals("rated", world.note(world.again(pair)));
    }

    @Test
    void whatTheSellerTypedOnTheLeadLastIsWhatTheDealAndPartnerCenterShow() {
        Pair pair = arrived(world);
        world.seller(pair, "description", World.text("typed just before"));
        world.seller(pair, "estimatedamount", IntNode.valueOf(777));
        world.crm.qualifies(record(pair));
        world.counting().settle();
        Pair deal = world.again(pair);
        assertEquals("typed just before", world.note(deal));
        assertEquals("typed just before", world.description(deal));
        assertEquals(
                "777",
                world.partnerCenter.look(referral(pair)).text(World.VALUE).orElseThrow());
        assertEquals("777.00", world.crm.text(record(deal), "estimatedvalue"));
        assertEquals(Phase.IN_STEP, deal.phase());
    }

    @Test
    void whatTheSellerTypedOnTheNewDealGoesToPartnerCenterAndIsNotOverwritten() {
        Pair pair = arrived(world);
        RecordRef deal = world.crm.qualifies(record(pair)).orElseThrow();
        world.crm.edits(deal, Map.of("description", World.text("typed on the deal")));
        world.settle();
        assertEquals("typed on the deal", world.note(world.again(pair)));
        assertEquals("typed on the deal", world.crm.text(deal, "description"));
    }

    @Test
    void editsOnBothSidesAroundTheQualificationFollowTheFieldsRules() {
        Pair pair = arrived(world);
        RecordRef deal = world.crm.qualifies(record(pair)).orElseThrow();
        world.crm.edits(deal, Map.of("description", World.text("the seller's")));
        world.portal(pair, World.NOTES, World.text("the portal's"));
        world.portal(pair, "/details/closingDateTime", World.text("2027-05-05T00:00:00Z"));
        world.settle();
        assertEquals("the seller's", world.note(world.again(pair)));
        assertEquals("2027-05-05", world.crm.text(deal, "estimatedclosedate"));
        assertEquals(Set.of(), world.differences(world.again(pair)));
    }

    @Test
    void whatTheCrmLeavesBehindOnTheLeadIsTakenAlongAndEmptiesNothing() {
        Pair pair = arrived(world);
        world.crm.leavesBehind(Set.of("description", "estimatedvalue", "estimatedclosedate"));
        world.seller(pair, "description", World.text("typed just before"));
        qualified(pair);
        Pair deal = world.again(pair);
        assertEquals("typed just before", world.description(deal));
        assertEquals("typed just before", world.note(deal));
        assertEquals("25000.00", world.crm.text(record(deal), "estimatedvalue"));
        assertEquals("2026-09-30", world.crm.text(record(deal), "estimatedclosedate"));
        assertEquals(
                "25000",
                world.partnerCenter.look(referral(pair)).text(World.VALUE).orElseThrow());
        assertEquals(Set.of(), world.differences(deal));
        assertEquals(Phase.IN_STEP, deal.phase());
    }

    @Test
    void s35_aMissingCloseDateIsDefaultedAndMarkedAsSuch() {
        Pair pair = arrived(world, referral -> referral.withObject("/details").putNull("closingDateTime"));
        qualified(pair);
        Pair deal = world.again(pair);
        String expected = world.clock
                .instant()
                .atZone(java.time.ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(90)
                .toString();
        assertEquals(expected, world.crm.text(record(deal), "estimatedclosedate"));
        assertEquals(
                expected + "T00:00:00Z",
                world.partnerCenter
                        .look(referral(pair))
                        .text("/details/closingDateTime")
                        .orElseThrow());
        List<AuditEntry> defaulted = world.store.audit(pair.id()).stream()
                .filter(entry -> entry.did().equals("defaulted"))
                .toList();
        assertEquals(1, defaulted.size());
        assertEquals(
                List.of("closeDate: " + expected),
                defaulted.getFirst().changes().stream()
                        .map(change -> change.field() + ": " + change.after())
                        .toList());
        assertEquals(Phase.IN_STEP, deal.phase());
    }

    @Test
    void s35_aGivenCloseDateIsNeverDefaulted() {
        Pair pair = arrived(world);
        qualified(pair);
        assertEquals("2026-09-30", world.crm.text(record(world.again(pair)), "estimatedclosedate"));
        assertFalse(world.store.audit(pair.id()).stream()
                .anyMatch(entry -> entry.did().equals("defaulted")));
    }

    @Test
    void s35_aCrashAroundTheDefaultLosesNeitherTheDateNorItsMark() {
        Consumer<ObjectNode> undated =
                referral -> referral.withObject("/details").putNull("closingDateTime");
        crashingAtEachStep(undated, (there, pair) -> there.crm.qualifies(record(pair)), (there, pair, at) -> {
            assertEquals(
                    there.crm.text(record(there.again(pair)), "estimatedclosedate") + "T00:00:00Z",
                    there.partnerCenter
                            .look(referral(pair))
                            .text("/details/closingDateTime")
                            .orElse("none"),
                    at);
            assertTrue(
                    there.store.audit(pair.id()).stream()
                            .anyMatch(entry -> entry.did().equals("defaulted")),
                    at);
        });
    }

    @Test
    void s35_aMissingValueHoldsOnlyTheValueUntilSomebodyGivesIt() {
        Pair pair = arrived(world, referral -> referral.withObject("/details").putNull("dealValue"));
        qualified(pair);
        Pair deal = world.again(pair);
        assertEquals(Status.ACCEPTED, status(pair));
        assertEquals(Set.of("money"), deal.held().keySet());
        assertEquals(ProblemCode.VALUE_NOT_POSITIVE, deal.held().get("money").code());
        world.seller(deal, "description", World.text("value to come"));
        world.settle();
        assertEquals("value to come", world.note(deal));
        assertEquals(Phase.HELD, world.again(deal).phase());
        world.seller(deal, "estimatedvalue", IntNode.valueOf(4200));
        world.settle();
        assertEquals(
                "4200",
                world.partnerCenter.look(referral(pair)).text(World.VALUE).orElseThrow());
        assertEquals(Phase.IN_STEP, world.again(deal).phase());
    }

    @Test
    void aLeadDeclinedOrExpiredInPartnerCenterIsDisqualified() {
        for (Status status : List.of(Status.DECLINED, Status.EXPIRED)) {
            World fresh = World.withLeads();
            Pair pair = arrived(fresh);
            fresh.partnerCenter.moves(referral(pair), status);
            fresh.settle();
            assertEquals("2", fresh.crm.text(record(pair), "statecode"), status::toString);
            assertEquals(Phase.CLOSED, fresh.again(pair).phase());
            assertEquals(List.of(), fresh.violations());
        }
    }

    @Test
    void aLeadAcceptedAndLostBeforeWeLookIsDisqualified() {
        Pair pair = arrived(world);
        world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        world.partnerCenter.moves(referral(pair), Status.LOST);
        world.settle();
        assertEquals("2", world.crm.text(record(pair), "statecode"));
        assertEquals(0, world.calls.of("crm.qualify"));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aLeadAcceptedAndWonBeforeWeLookBecomesADealThatIsWon() {
        Pair pair = arrived(world);
        world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        world.partnerCenter.moves(referral(pair), Status.WON);
        world.settle();
        Pair deal = world.again(pair);
        assertEquals(DEAL, record(deal).table());
        assertEquals("1", world.crm.text(record(deal), "statecode"));
        assertEquals(Phase.CLOSED, deal.phase());
        assertEquals(Set.of("externalReferenceId"), deal.divergences().keySet());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aLeadDisqualifiedWhileItsReferralWasWonWaitsForPeopleAndIsADealOnceTheyReopenIt() {
        Pair pair = arrived(world);
        world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        world.partnerCenter.moves(referral(pair), Status.WON);
        disqualify(record(pair));
        world.settle();
        assertHeld(pair, "status", ProblemCode.LEAD_TO_CONVERT);
        world.counting().asks(Subject.record(record(pair)), Causes.SYNC_NOW).settle();
        assertEquals(0, world.calls.writes());
        world.crm.edits(record(pair), Map.of("statecode", IntNode.valueOf(0), "statuscode", IntNode.valueOf(1)));
        world.settle();
        assertEquals(DEAL, record(world.again(pair)).table());
        assertEquals("1", world.crm.text(record(world.again(pair)), "statecode"));
        assertEquals(Phase.CLOSED, world.again(pair).phase());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aLeadDisqualifiedInTheCrmIsDeclined() {
        Pair pair = arrived(world);
        disqualify(record(pair));
        world.settle();
        assertEquals(Status.DECLINED, status(pair));
        assertEquals(Phase.CLOSED, world.again(pair).phase());
    }

    @Test
    void theReasonTheSellerWroteGoesAlongWithTheDecline() {
        Pair pair = arrived(world);
        world.seller(pair, "cosell_closereason", World.text("requirement NOT met"));
        disqualify(record(pair));
        world.settle();
        assertEquals(Status.DECLINED, status(pair));
        assertEquals(
                "Requirement not met",
                world.partnerCenter.look(referral(pair)).text("/statusReason").orElseThrow());
    }

    @Test
    void withoutWordsTheStatusReasonSaysWhy() {
        Pair pair = arrived(world);
        world.crm.edits(record(pair), Map.of("statecode", IntNode.valueOf(2), "statuscode", IntNode.valueOf(5)));
        world.settle();
        assertEquals(
                "Customer didn't respond",
                world.partnerCenter.look(referral(pair)).text("/statusReason").orElseThrow());
    }

    @Test
    void aLeadBelongsToTheUserWhomTheReferralsTeamNames() {
        world.crm.customers().employs("u1", MARA);
        Pair pair = arrived(world, referral -> referral.set("team", CustomersTest.list(MARA)));
        assertEquals("u1", world.crm.text(record(pair), "ownerid"));
    }

    @Test
    void aNewOwnerOfALeadJoinsTheReferralsTeam() {
        world.crm.customers().employs("u1", MARA);
        Pair pair = arrived(world);
        world.crm.edits(record(pair), Map.of("ownerid", World.text("u1")));
        world.settle();
        assertEquals(
                List.of(MARA),
                TeamMember.list(
                        world.partnerCenter.look(referral(pair)).document().at(TeamMember.OWN)));
    }

    @Test
    void aLeadDisqualifiedAfterItsReferralWasAcceptedIsLost() {
        Pair pair = arrived(world);
        world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        disqualify(record(pair));
        world.settle();
        assertEquals(Status.LOST, status(pair));
        assertEquals(0, world.calls.of("crm.qualify"));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aReferralWonInTheMomentItsLeadsQualificationIsToldMakesTheDealWon() {
        Pair pair = arrived(world);
        world.hook = step -> {
            if (step.equals("before pc.patch")) {
                world.hook = later -> {};
                world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
                world.partnerCenter.moves(referral(pair), Status.WON);
            }
        };
        qualified(pair);
        Pair deal = world.again(pair);
        assertEquals("1", world.crm.text(record(deal), "statecode"));
        assertEquals(Phase.CLOSED, deal.phase());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aReferralThatExpiredWhileTheSellerQualifiedMakesTheDealLost() {
        Pair pair = arrived(world);
        world.partnerCenter.moves(referral(pair), Status.EXPIRED);
        qualified(pair);
        Pair deal = world.again(pair);
        assertEquals(DEAL, record(deal).table());
        assertEquals("2", world.crm.text(record(deal), "statecode"));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void anAccountThatExistsIsNotMadeAgain() {
        world.crm.knows("a1", new Customer("FABRIKAM, INC.", "98101", "US", Map.of()));
        Pair pair = arrived(world);
        accepted(pair);
        assertEquals(Set.of(new RecordRef("account", "a1")), world.crm.accounts());
    }

    @Test
    void everybodyTheReferralNamesIsAContactOfTheDealsAccountOnce() {
        String referral = world.partnerCenter.arrives("Move to Azure", it -> {
            asLead(it);
            it.withArray("/customerProfile/team")
                    .addObject()
                    .put("firstName", "Lee")
                    .put("lastName", "Gu")
                    .put("email", "lee@fabrikam.com")
                    .put("phoneNumber", "555 0101");
        });
        world.settle();
        assertEquals(List.of(), world.crm.contacts());
        world.partnerCenter.moves(referral, Status.ACCEPTED);
        world.settle();
        RecordRef account = world.crm.accounts().iterator().next();
        assertEquals(2, world.crm.customers().of(account).size());
        assertEquals(2, world.crm.contacts().size());
        assertTrue(
                world.crm.contacts().contains("lee@fabrikam.com"),
                () -> world.crm.contacts().toString());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void theAccountTheSellerChoseIsKept() {
        Pair pair = arrived(world);
        world.crm.knows("chosen", new Customer("Fabrikam Holding", "", "", Map.of("name", World.text("chosen"))));
        world.crm.chooses(record(pair), "chosen");
        accepted(pair);
        assertEquals(Set.of(new RecordRef("account", "chosen")), world.crm.accounts());
        assertEquals("chosen", world.crm.text(record(world.again(pair)), "customerid/name"));
    }

    @Test
    void twoLeadsOfOneNewCustomerMakeOneAccount() {
        String first = world.partnerCenter.arrives("first", LeadTest::asLead);
        String second = world.partnerCenter.arrives("second", LeadTest::asLead);
        world.settle();
        world.partnerCenter.moves(first, Status.ACCEPTED);
        world.partnerCenter.moves(second, Status.ACCEPTED);
        world.settle();
        assertEquals(1, world.crm.accounts().size());
        assertEquals(4, world.crm.all().size());
    }

    @Test
    void severalMatchingAccountsHoldOnlyTheAcceptance() {
        Customer fabrikam = new Customer("FABRIKAM INC", "98101", "US", Map.of());
        world.crm.knows("a1", fabrikam);
        world.crm.knows("a2", fabrikam);
        Pair pair = arrived(world);
        accepted(pair);
        assertHeld(pair, "status", ProblemCode.CUSTOMER_AMBIGUOUS);
        assertEquals(0, world.calls.of("crm.qualify"));
    }

    @Test
    void laterEventsOfTheOldLeadCostNothingAndChangeNothing() {
        Pair pair = arrived(world);
        RecordRef lead = record(pair);
        qualified(pair);
        Pair deal = world.again(pair);
        world.counting();
        world.crm.edits(lead, Map.of("cosell_syncnow", BooleanNode.TRUE));
        world.asks(Subject.record(lead), "Update").settle();
        world.crm.deletes(lead);
        world.settle();
        assertEquals(0, world.calls.size(), world.calls::toString);
        assertEquals(deal.record(), world.again(pair).record());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aDealThatIsSharedBeforeItsLeadsEventComesJoinsTheLeadsPair() {
        Pair pair = arrived(world);
        RecordRef deal = world.crm.qualifies(record(pair)).orElseThrow();
        world.events.clear();
        world.crm.edits(deal, Map.of(SYNC, BooleanNode.TRUE));
        world.settle();
        assertIsOneDeal(world, pair, "deal's event first");
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void aSecondDealOfALeadIsADealOfItsOwn() {
        Pair pair = arrived(world);
        RecordRef lead = record(pair);
        qualified(pair);
        RecordRef second = world.crm.enters("and one more", false);
        world.crm.edits(second, Map.of("originatingleadid", World.text(lead.id())));
        world.sellerSwitches(second, true);
        world.settle();
        assertEquals(2, world.partnerCenter.all().size());
        assertEquals(Phase.IN_STEP, world.pairOf(second).phase());
    }

    @Test
    void aLeadQualifiedWithoutADealIsAcceptedAndHeldUntilThereIsOne() {
        Pair pair = arrived(world);
        RecordRef lead = record(pair);
        world.crm.qualifiesOnly(lead);
        world.settle();
        assertEquals(Status.ACCEPTED, status(pair));
        assertEquals(
                ProblemCode.LEAD_WITHOUT_DEAL,
                world.again(pair).problem().orElseThrow().code());
        RecordRef deal = world.crm.enters("made by hand", false);
        world.crm.edits(deal, Map.of("originatingleadid", World.text(lead.id())));
        world.sellerSwitches(deal, true);
        world.settle();
        assertEquals(Optional.of(deal), world.again(pair).record());
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals(1, world.store.pairs().size());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aSharedDealWhoseLeadWasDeletedBeforeWeLookedGoesOnInTheLeadsPair() {
        Pair pair = arrived(world);
        RecordRef deal = world.crm.qualifies(record(pair)).orElseThrow();
        world.crm.deletes(record(pair));
        world.settle();
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        world.sellerSwitches(deal, true);
        world.settle();
        assertEquals(Optional.of(deal), world.again(pair).record());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(Status.ACCEPTED, status(pair));
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void aLeadThatIsGoneIsLookedForToFindThePairAndOnceByIt() {
        Pair pair = arrived(world);
        RecordRef lead = record(pair);
        RecordRef deal = world.crm.qualifies(lead).orElseThrow();
        world.crm.deletes(lead);
        world.settle();
        world.counting();
        world.sellerSwitches(deal, true);
        world.settle();
        assertEquals(Optional.of(deal), world.again(pair).record());
        assertEquals(2, world.calls.of("crm.read", lead.toString()), world.calls::toString);
    }

    @Test
    void aLeadThatASellerSharesIsHeldAndToldToBeQualifiedFirst() {
        RecordRef lead = world.crm.entersLead("found at a fair", true);
        world.settle();
        Pair pair = world.pairOf(lead);
        assertEquals(
                ProblemCode.LEAD_NOT_QUALIFIED, pair.problem().orElseThrow().code());
        assertEquals(List.of(), world.partnerCenter.all());
        assertTrue(world.crm.text(lead, "cosell_syncproblem").contains("Qualify the lead"));
    }

    @Test
    void aSharedLeadThatIsQualifiedIsSharedAsTheDealItBecame() {
        RecordRef lead = world.crm.entersLead("found at a fair", true);
        world.settle();
        RecordRef deal = world.crm.qualifies(lead).orElseThrow();
        world.crm.edits(
                deal,
                Map.of(
                        "estimatedvalue",
                        IntNode.valueOf(900),
                        "transactioncurrencyid",
                        World.text("EUR"),
                        World.SOLUTIONS,
                        World.text("SOL-7-XYZ"),
                        "customerid/name",
                        World.text("Contoso AG"),
                        "customerid/address1_country",
                        World.text("DE")));
        world.settle();
        assertEquals(1, world.partnerCenter.all().size());
        assertEquals(1, world.store.pairs().size());
        Pair pair = world.pairOf(deal);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void withLeadsSwitchedOffAnAcceptedLeadEntersAsADeal() {
        World off = new World(1, World.MAPS, UnaryOperator.identity(), SyncSettings.DEFAULT);
        String referral = off.partnerCenter.arrives("Move to Azure", LeadTest::asLead);
        off.settle();
        assertEquals(Set.of(), off.crm.all());
        off.partnerCenter.moves(referral, Status.ACCEPTED);
        off.settle();
        assertEquals(DEAL, record(off.pairOf(referral)).table());
    }

    @Test
    void aLeadOfBeforeLeadsWereSwitchedOffWaitsAndIsNotTouched() {
        Pair pair = arrived(world);
        SyncEngine off = new SyncEngine(dev.cosell.fieldmap.FieldMaps.of(World.MAP), world.ports, SyncSettings.DEFAULT);
        world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        world.events.poll().deliverTo(world.inbox);
        world.counting();
        off.work(world.queue
                .poll(dev.cosell.sync.memory.MemoryQueue.CRM_UPDATES)
                .orElseThrow()
                .work());
        assertEquals(
                ProblemCode.LEADS_OFF, world.again(pair).problem().orElseThrow().code());
        assertEquals(0, world.calls.size(), world.calls::toString);
        world.asks(Subject.referral(referral(pair)), Causes.SYNC_NOW).settle();
        assertIsOneDeal(world, pair, "switched on again");
    }

    @Test
    void acceptingALeadCostsABoundedNumberOfCalls() {
        Pair pair = arrived(world);
        world.counting();
        accepted(pair);
        assertEquals(
                List.of(
                        "pc.read",
                        "crm.read",
                        "crm.accountOf",
                        "crm.candidates",
                        "crm.createAccount",
                        "crm.qualify",
                        "crm.read",
                        "crm.update",
                        "pc.patch",
                        "crm.update",
                        "crm.read"),
                world.calls.all().stream().map(Calls.Call::verb).toList());
    }

    // --- Words ---

    static void asLead(ObjectNode referral) {
        referral.put("type", "Independent").put("qualification", "SalesQualified");
    }

    private static Pair arrived(World world) {
        return arrived(world, referral -> {});
    }

    private static Pair arrived(World world, Consumer<ObjectNode> more) {
        String referral = world.partnerCenter.arrives("Move to Azure", it -> {
            asLead(it);
            more.accept(it);
        });
        world.settle();
        return world.pairOf(referral);
    }

    private void accepted(Pair pair) {
        world.partnerCenter.moves(referral(pair), Status.ACCEPTED);
        world.settle();
    }

    private void qualified(Pair pair) {
        world.crm.qualifies(record(pair));
        world.settle();
    }

    private void assertHeld(Pair pair, String group, ProblemCode why) {
        assertEquals(why, world.again(pair).held().get(group).code());
    }

    private static String referral(Pair pair) {
        return pair.referralId().orElseThrow();
    }

    private static RecordRef record(Pair pair) {
        return pair.record().orElseThrow();
    }

    @Test
    void whatPartnerCenterEmptiedIsNotTakenAlongFromTheLeadAfterACrash() {
        crashingAtEachStep(
                there -> {},
                (there, pair) -> {
                    there.portal(pair, World.NOTES, World.text(""));
                    there.crm.qualifies(record(pair));
                },
                (there, pair, at) -> {
                    assertIsOneDeal(there, pair, at);
                    assertEquals("", there.note(pair), at);
                    assertEquals("", there.description(there.again(pair)), at);
                });
    }

    private Status status(Pair pair) {
        return world.partnerCenter.look(referral(pair)).status().orElseThrow();
    }

    private void disqualify(RecordRef lead) {
        disqualify(world, lead);
    }

    private static void disqualify(World world, RecordRef lead) {
        world.crm.edits(lead, Map.of("statecode", IntNode.valueOf(2), "statuscode", IntNode.valueOf(7)));
    }

    /** One lead, one deal that names it, one pair with the deal, all in step, and the seller's switch on. */
    private static void assertIsOneDeal(World world, Pair lead, String at) {
        assertEquals(1, world.store.pairs().size(), at);
        Pair pair = world.again(lead);
        RecordRef deal = record(pair);
        assertEquals(Set.of(record(lead), deal), world.crm.all(), at);
        assertEquals(DEAL, deal.table(), at);
        assertEquals(lead.record(), pair.lead(), at);
        Map<String, JsonNode> shown = world.crm.look(deal);
        assertEquals(record(lead).id(), shown.get("originatingleadid").asText(), at);
        assertTrue(shown.get(SYNC).asBoolean(), at);
        assertEquals(referral(lead), shown.get(World.MAP.columns().referralId()).asText(), at);
        assertEquals("In step", shown.get("cosell_syncstatus").asText(), at);
        assertEquals(
                deal.id(),
                world.partnerCenter.look(referral(lead)).externalReferenceId().orElseThrow(),
                at);
        assertEquals(
                Status.ACCEPTED,
                world.partnerCenter.look(referral(lead)).status().orElseThrow(),
                at);
        assertEquals("1", world.crm.text(record(lead), "statecode"), at);
        assertEquals(Phase.IN_STEP, pair.phase(), at);
        assertEquals(Set.of(), world.differences(pair), at);
        assertEquals(Map.of(), pair.divergences(), at);
        assertTrue(world.crm.accounts().size() <= 1, at);
        assertEquals(List.of(), world.violations(), at);
    }

    private interface Check {
        void on(World world, Pair pair, String at);
    }

    /** Plays a story of a lead once for each of its steps, with a crash there. */
    private static void crashingAtEachStep(Consumer<ObjectNode> lead, BiConsumer<World, Pair> story, Check check) {
        int steps = stepsOf(lead, story);
        assertTrue(steps > 10, "steps: " + steps);
        for (int crash = 1; crash <= steps; crash++) {
            World crashing = World.withLeads();
            Pair pair = arrived(crashing, lead);
            story.accept(crashing, pair);
            crashing.crashesAt(crash);
            crashing.settleThroughCrashes();
            check.on(crashing, pair, "crash at step " + crash);
        }
    }

    private static int stepsOf(Consumer<ObjectNode> lead, BiConsumer<World, Pair> story) {
        World counting = World.withLeads();
        Pair pair = arrived(counting, lead);
        int[] steps = {0};
        counting.hook = step -> steps[0]++;
        story.accept(counting, pair);
        counting.settle();
        return steps[0];
    }
}
