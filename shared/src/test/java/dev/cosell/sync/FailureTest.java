package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What fails, and that nothing is lost, doubled or left standing by it. */
class FailureTest {
    private static final Faults.Fault LOST_ANSWER = new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "502"), true);
    private static final Faults.Fault DOWN_FOR_NOW =
            new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503"), false);
    private static final Faults.Fault NO_CONSENT =
            new Faults.Fault(Problem.of(ProblemCode.TOKEN_REFUSED, "401"), false);

    private final World world = new World();
    private final Pair pair = world.inbound("Move to Azure");

    @Test
    void anUpdateWhoseAnswerWasLostIsFoundAndNotRepeated() {
        world.counting();
        world.failsNext("pc.patch", LOST_ANSWER);
        world.seller(pair, "description", World.text("typed by the seller"));
        world.settle();
        assertEquals("typed by the seller", world.note(pair));
        assertEquals(1, world.calls.of("pc.patch"));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertFalse(world.again(pair).pending().isPresent());
    }

    @Test
    void aChangeIsNotLostWhenTheOtherSideFailsForAWhile() {
        world.failsTimes("crm.update", 3, DOWN_FOR_NOW);
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.settle();
        assertEquals("typed in the portal", world.description(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(0, world.again(pair).failures());
    }

    @Test
    void aRemoteSystemIsNotAskedAgainBeforeTheTimeItAskedFor() {
        Faults.Fault throttled =
                new Faults.Fault(Problem.of(ProblemCode.THROTTLED, "429").retryAfter(Duration.ofSeconds(77)), false);
        world.failsNext("pc.patch", throttled);
        world.counting();
        world.seller(pair, "description", World.text("typed by the seller"));
        world.settle();
        List<Instant> tries = world.calls.all().stream()
                .filter(call -> call.verb().equals("pc.patch"))
                .map(call -> call.at())
                .toList();
        assertEquals(2, tries.size());
        assertTrue(Duration.between(tries.get(0), tries.get(1)).compareTo(Duration.ofSeconds(77)) >= 0);
    }

    @Test
    void aCrashAtAnyStepOfAnUpdateLosesNothingAndRepeatsNothing() {
        int[] steps = {0};
        World counting = new World();
        Pair counted = counting.inbound("Move to Azure");
        counting.hook = step -> steps[0]++;
        editBothSides(counting, counted);
        counting.settle();
        for (int at = 1; at <= steps[0]; at++) {
            World crashing = new World();
            Pair crashed = crashing.inbound("Move to Azure");
            crashing.crashesAt(at);
            editBothSides(crashing, crashed);
            crashing.settleThroughCrashes();
            assertEquals("the seller's note", crashing.note(crashed), "crash at step " + at);
            assertEquals("777.00", crashing.crm.text(crashed.record().orElseThrow(), "estimatedvalue"), "step " + at);
            assertEquals(Set.of(), crashing.differences(crashed), "crash at step " + at);
            assertEquals(Phase.IN_STEP, crashing.again(crashed).phase(), "crash at step " + at);
        }
    }

    @Test
    void aPairThatACrashedWorkerHeldIsFreeAgainAfterTheLease() {
        world.crashesAt("after pc.patch", 1);
        world.seller(pair, "description", World.text("typed by the seller"));
        Instant before = world.clock.instant();
        world.settleThroughCrashes();
        assertEquals("typed by the seller", world.note(pair));
        assertFalse(world.again(pair).lease().isPresent());
        assertTrue(Duration.between(before, world.clock.instant()).compareTo(Duration.ofMinutes(5)) < 0);
    }

    @Test
    void anOutagePausesEverythingBurnsNoAttemptAndEndsByItself() {
        Instant over = world.clock.instant().plus(Duration.ofHours(2));
        world.faults = (system, verb, write) ->
                system == RemoteSystem.PARTNER_CENTER && world.clock.instant().isBefore(over)
                        ? Optional.of(NO_CONSENT)
                        : Optional.empty();
        world.counting();
        world.seller(pair, "description", World.text("typed during the outage"));
        String arrived = world.partnerCenter.arrives("came during the outage");
        world.settle();
        assertEquals("typed during the outage", world.note(pair));
        assertEquals(Phase.IN_STEP, world.pairOf(arrived).phase());
        assertEquals(0, world.again(pair).failures());
        assertEquals(Optional.empty(), world.store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE));
        assertEquals(List.of(), world.queue.parked());
        assertTrue(world.calls.size() < 2 * 60 * 2 * 2 + 20, "probes only, not every message: " + world.calls.size());
    }

    @Test
    void onlyAnAnswerOfTheSystemItselfEndsItsOutage() {
        Instant over = world.clock.instant().plus(Duration.ofMinutes(10));
        world.faults = (system, verb, write) ->
                system == RemoteSystem.PARTNER_CENTER && world.clock.instant().isBefore(over)
                        ? Optional.of(NO_CONSENT)
                        : Optional.empty();
        world.store.begin(new Outage(
                RemoteSystem.PARTNER_CENTER, NO_CONSENT.problem(), world.clock.instant(), world.clock.instant()));
        world.wait(Duration.ofSeconds(1));
        world.sellerSwitches(pair.record().orElseThrow(), false);
        world.workNow();
        assertTrue(world.store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE).isPresent());
    }

    @Test
    void afterTheLastAttemptTheMessageIsParkedFirstAndThenThePairSaysSo() {
        world.failsTimes("crm.update", 1000, DOWN_FOR_NOW);
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        Instant before = world.clock.instant();
        boolean[] parkedFirst = {false};
        world.hook = step -> {
            if (step.equals("after queue.park")) {
                parkedFirst[0] = world.again(pair).phase() != Phase.PARKED;
            }
        };
        world.settle();
        assertTrue(parkedFirst[0]);
        assertEquals(1, world.queue.parked().size());
        assertEquals(Phase.PARKED, world.again(pair).phase());
        long hours = Duration.between(before, world.clock.instant()).toHours();
        assertTrue(hours >= 4 && hours <= 7, hours + " hours");
        world.faults = Faults.NONE;
        MemoryQueue.Parked parked = world.queue.parked().getFirst();
        world.asks(parked.work().subject(), "requeued").settle();
        assertEquals("typed in the portal", world.description(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aWriteThatIsRefusedHalfWayHoldsItsGroupsAndDoesNotComeBackAsNews() {
        Problem halfWay = Problem.of(ProblemCode.INVALID_VALUE, "columns written, closing refused")
                .withOutcomeUnknown();
        world.failsTimes("crm.update", 1000, new Faults.Fault(halfWay, false));
        world.counting();
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.portal(pair, "/details/closingDateTime", World.text("2027-06-30T00:00:00Z"));
        world.settle();
        assertEquals(Phase.HELD, world.again(pair).phase());
        assertFalse(world.again(pair).pending().isPresent());
        assertTrue(world.calls.of("crm.update") <= 6, world.calls.of("crm.update") + " writes");
        world.faults = Faults.NONE;
        world.portal(pair, World.NOTES, World.text("typed again"));
        world.settle();
        assertEquals("typed again", world.description(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aParkedPairGoesOnWithItsNextEvent() {
        world.failsTimes("crm.update", 1000, DOWN_FOR_NOW);
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.settle();
        world.faults = Faults.NONE;
        world.seller(pair, "estimatedvalue", IntNode.valueOf(4321));
        world.settle();
        assertEquals("typed in the portal", world.description(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aDefectOfOursIsParkedWithThePlaceItHappened() {
        world.hook = step -> {
            if (step.equals("before crm.update")) {
                throw new IllegalStateException("not thought of");
            }
        };
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.settle();
        assertEquals(
                ProblemCode.UNEXPECTED,
                world.queue.parked().getFirst().problem().code());
        assertEquals(Phase.PARKED, world.again(pair).phase());
    }

    @Test
    void aDealThatLacksSomethingIsHeldToldAndGoesOnAfterTheRepair() {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.edits(record, Map.of("customerid/address1_country", NullNode.getInstance()));
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals(Phase.HELD, world.pairOf(record).phase());
        assertEquals("Held", world.crm.text(record, "cosell_syncstatus"));
        assertTrue(world.crm.text(record, "cosell_syncproblem").contains("CUS-01"));
        assertEquals(1, world.partnerCenter.all().size());
        world.crm.edits(record, Map.of("customerid/address1_country", World.text("DE")));
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertEquals("In step", world.crm.text(record, "cosell_syncstatus"));
        assertEquals("", world.crm.text(record, "cosell_syncproblem"));
    }

    @Test
    void allThatADealLacksIsNamedAtOnce() {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.edits(
                record,
                Map.of(
                        "customerid/address1_country",
                        World.text("Atlantis"),
                        World.SOLUTIONS,
                        NullNode.getInstance(),
                        "estimatedvalue",
                        IntNode.valueOf(0)));
        world.sellerSwitches(record, true);
        world.settle();
        String told = world.crm.text(record, "cosell_syncproblem");
        assertTrue(told.contains("Atlantis") && told.contains("solution") && told.contains("above 0"), told);
    }

    @Test
    void anIncompleteContactHoldsOnlyTheRequestToMicrosoft() {
        RecordRef record = world.crm.enters("Contoso goes cloud", true);
        world.settle();
        world.crm.edits(record, Map.of("parentcontactid/telephone1", NullNode.getInstance()));
        world.crm.edits(record, Map.of(World.HELP, World.text("Quotes or Licensing")));
        world.seller(world.pairOf(record), "description", World.text("goes on"));
        world.settle();
        assertEquals("goes on", world.note(world.pairOf(record)));
        assertEquals(Set.of("help"), world.pairOf(record).held().keySet());
        world.crm.edits(record, Map.of("parentcontactid/telephone1", World.text("+49 30 1")));
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertTrue(world.pairOf(record).microsoftReferralId().isPresent());
    }

    @Test
    void anEventThatComesBeforeItsChangeIsVisibleIsTriedAgainAndGivenUpSoon() {
        world.counting();
        Subject subject = Subject.referral(pair.referralId().orElseThrow());
        world.inbox.accept(
                subject, "referral-updated", Optional.of(world.clock.instant().plusSeconds(3600)), Map.of(), "");
        Instant before = world.clock.instant();
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertTrue(Duration.between(before, world.clock.instant()).compareTo(Duration.ofMinutes(2)) < 0);
    }

    @Test
    void aSlowWorkerCannotCompleteOverAFasterOne() {
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.hook = step -> {
            if (step.equals("after crm.update")) {
                world.hook = any -> {};
                world.wait(SyncSettings.Timing.STANDARD.lease().plusSeconds(1));
                world.seller(pair, "estimatedvalue", IntNode.valueOf(4321));
                world.workNow();
            }
        };
        world.settle();
        assertEquals("typed in the portal", world.description(pair));
        assertEquals(Set.of(), world.differences(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertTrue(world.outcomes.stream()
                .anyMatch(outcome ->
                        outcome instanceof Outcome.Later later && later.why().equals("another worker was faster")));
    }

    @Test
    void whenStorageIsAwayTheMessageComesBack() {
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        int[] times = {3};
        world.hook = step -> {
            if (step.equals("before pairs.replace") && times[0]-- > 0) {
                throw Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "503").failure();
            }
        };
        for (int i = 0; i < 4; i++) {
            try {
                world.settle();
            } catch (Failure away) {
                assertEquals(ProblemCode.STORAGE_UNAVAILABLE, away.problem().code());
                world.wait(MemoryQueue.LOCK);
            }
        }
        assertEquals("typed in the portal", world.description(pair));
    }

    @Test
    void s17_whatOnlyALaterVersionCanReadCountsAsNoTryInARunEither() {
        world.portal(pair, World.NOTES, World.text("typed in the portal"));
        world.hook = step -> {
            if (step.equals("before pairs.replace")) {
                world.hook = any -> {};
                throw Problem.of(ProblemCode.STORED_LATER, "found 3").failure();
            }
        };

        Problem problem = assertThrows(Failure.class, world::settle).problem();

        assertEquals(ProblemCode.STORED_LATER, problem.code());
        assertEquals(0, world.again(pair).failures());
        world.wait(MemoryQueue.LOCK).settle();
        assertEquals("typed in the portal", world.description(pair));
    }

    @Test
    void everyLineOfTheTimelineIsKept() {
        RecordRef record = world.crm.enters("Contoso goes cloud", true);
        world.settle();
        List<String> did = world.store.audit(world.pairOf(record).id()).stream()
                .map(AuditEntry::did)
                .toList();
        assertEquals(List.of("created", "defaulted", "wrote", "switched on by Ada Byron"), did);
        world.crm.edits(record, Map.of("estimatedvalue", IntNode.valueOf(0)));
        world.settle();
        world.crm.edits(record, Map.of("name", World.text("renamed")));
        world.settle();
        did = world.store.audit(world.pairOf(record).id()).stream()
                .map(AuditEntry::did)
                .toList();
        assertEquals(List.of("created", "defaulted", "wrote", "switched on by Ada Byron", "held", "kept apart"), did);
    }

    private static void editBothSides(World world, Pair pair) {
        world.seller(pair, "description", World.text("the seller's note"));
        world.portal(pair, World.VALUE, IntNode.valueOf(777));
    }
}
