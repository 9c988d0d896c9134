package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A closing is final in Partner Center: it is sent only if it is meant. */
class ClosingGuardTest {
    private static final Duration GRACE = Duration.ofMinutes(30);

    private final World world = new World(SyncSettings.DEFAULT.withCloseGrace(GRACE));
    private final Pair pair = accepted();

    @Test
    void s50_aClosingInTheCrmWaitsForItsGraceTimeAndIsToldWithTheTime() {
        Instant closed = world.clock.instant();
        world.sellerCloses(pair, true);
        world.workNow();
        assertEquals(Status.ACCEPTED, status());
        assertEquals("Waiting", world.crm.text(record(), "cosell_syncstatus"));
        assertTrue(told().contains("Closed/Won is sent to Partner Center at "), told());
        assertTrue(told().contains(Calendar.minute(closed.plus(GRACE))), told());
        world.settle();
        assertEquals(Status.WON, status());
        assertFalse(world.clock.instant().isBefore(closed.plus(GRACE)));
        assertEquals("Closed in Partner Center: Won", world.crm.text(record(), "cosell_syncstatus"));
        assertEquals(Deadlines.NONE, world.again(pair).deadlines());
    }

    @Test
    void s50_aClosingByAccidentIsTakenBackByReopeningTheRecord() {
        world.sellerCloses(pair, false);
        world.workNow();
        world.wait(Duration.ofMinutes(10));
        world.sellerReopens(pair);
        world.settle();
        assertEquals(Status.ACCEPTED, status());
        assertEquals("In step", world.crm.text(record(), "cosell_syncstatus"));
        assertEquals(Optional.empty(), world.again(pair).deadlines().closeAt());
        assertTrue(did().contains("closing taken back"), did()::toString);
    }

    @Test
    void s50_cancelCloseReopensTheRecordAndSendsNothing() {
        world.sellerCloses(pair, false);
        world.workNow();
        world.counting();
        MovingTest.ask(world, pair, Command.Kind.CANCEL_CLOSE, "");
        world.settle();
        assertTrue(did().contains("closing taken back, asked by Kim"), did()::toString);
        assertEquals(0, world.calls.of("pc.patch"));
        assertEquals("0", world.crm.text(record(), "statecode"));
        assertEquals("In step", world.crm.text(record(), "cosell_syncstatus"));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void cancelCloseIsDoneOnceAlsoAfterACrash() {
        world.sellerCloses(pair, false);
        world.workNow();
        MovingTest.ask(world, pair, Command.Kind.CANCEL_CLOSE, "");
        world.crashesAt("after crm.update", 1);
        assertThrows(World.Crash.class, world::workNow);
        assertEquals("0", world.crm.text(record(), "statecode"));
        // The seller closes it on purpose before the request is looked at again.
        world.sellerCloses(pair, false);
        world.wait(Duration.ofMinutes(4));
        world.workNow();
        assertNotEquals("0", world.crm.text(record(), "statecode"));
        assertEquals(List.of(), world.again(pair).commands());
        Instant closeAt = world.again(pair).deadlines().closeAt().orElseThrow();
        assertFalse(closeAt.isBefore(world.clock.instant().plus(GRACE).minusSeconds(60)), "the grace time begins anew");
    }

    @Test
    void cancelCloseIsTriedAgainIfTheCrashCameBeforeTheWrite() {
        world.sellerCloses(pair, false);
        world.workNow();
        MovingTest.ask(world, pair, Command.Kind.CANCEL_CLOSE, "");
        world.crashesAt("before crm.update", 1);
        assertThrows(World.Crash.class, world::workNow);
        world.settle();
        assertEquals("0", world.crm.text(record(), "statecode"));
        assertEquals(Status.ACCEPTED, status());
    }

    @Test
    void cancelCloseIsAboutOneClosingOnly() {
        world.sellerCloses(pair, false);
        world.workNow();
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        Command another = new Command(
                "c-1",
                Command.Kind.CANCEL_CLOSE,
                JsonNodeFactory.instance
                        .objectNode()
                        .put(
                                Command.CLOSE_AT,
                                row.value()
                                        .deadlines()
                                        .closeAt()
                                        .orElseThrow()
                                        .minusSeconds(99)
                                        .toString()),
                "Kim",
                world.clock.instant());
        world.store.replace(row, row.value().change().command(another).now(), List.of());
        world.asks(Subject.referral(referral()), Causes.ASKED).workNow();
        assertNotEquals("0", world.crm.text(record(), "statecode"));
        assertTrue(did().stream().anyMatch(line -> line.endsWith("is not possible")), did()::toString);
    }

    @Test
    void s50_closeNowSendsTheWaitingClosingAtOnce() {
        world.sellerCloses(pair, true);
        world.workNow();
        Instant before = world.clock.instant();
        MovingTest.ask(world, pair, Command.Kind.CLOSE_NOW, "");
        world.workNow();
        assertEquals(Status.WON, status());
        assertTrue(Duration.between(before, world.clock.instant()).compareTo(GRACE) < 0);
        world.settle();
        assertEquals(Phase.CLOSED, world.again(pair).phase());
    }

    @Test
    void s50_wonWithinThreeDaysOfItsCreationIsWarnedOfAndNotStopped() {
        world.sellerCloses(pair, true);
        world.workNow();
        assertTrue(told().contains("Deal registration wants 72 hours"), told());
        world.settle();
        assertEquals(Status.WON, status());
    }

    @Test
    void s50_reopeningWhatPartnerCenterClosedIsAnsweredOnceAndWritesNothing() {
        world.partnerCenter.moves(referral(), Status.LOST);
        world.settle().counting();
        world.sellerReopens(pair);
        world.settle();
        assertTrue(told().contains("cannot be reopened. Go on with a new opportunity?"), told());
        assertEquals("Closed in Partner Center: Lost", world.crm.text(record(), "cosell_syncstatus"));
        assertEquals(1, world.calls.of("crm.tell"));
        world.asks(Subject.record(record()), Causes.SYNC_NOW).settle();
        assertEquals(0, world.calls.of("pc.patch"));
        assertEquals(1, world.calls.of("crm.tell"));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void nothingElseWaitsForTheGraceTime() {
        world.sellerCloses(pair, true);
        world.workNow();
        world.portal(pair, World.VALUE, com.fasterxml.jackson.databind.node.IntNode.valueOf(4711));
        world.workNow();
        assertEquals(Status.ACCEPTED, status());
        assertTrue(told().contains("STA-03"), told());
    }

    @Test
    void whatPartnerCenterClosesMeanwhileStands() {
        world.sellerCloses(pair, true);
        world.workNow();
        world.partnerCenter.moves(referral(), Status.LOST);
        world.settle();
        assertEquals("2", world.crm.text(record(), "statecode"));
        assertEquals(List.of(), world.violations());
        assertEquals(Deadlines.NONE, world.again(pair).deadlines());
    }

    @Test
    void s82_aClosingIsSentOnlyFromAStateTheRecordShowsAndIsOnRecord() {
        world.crm.edits(record(), Map.of("statecode", NullNode.getInstance(), "statuscode", World.text("3")));
        world.settle();
        assertEquals(Status.ACCEPTED, status());
        Pair stopped = world.again(pair);
        assertEquals(
                ProblemCode.STATE_UNREADABLE,
                stopped.divergences().get("status").code());
        assertTrue(world.store.audit(pair.id()).stream()
                .anyMatch(entry -> entry.problem()
                        .filter(text -> text.startsWith("STA-05"))
                        .isPresent()));
        assertTrue(told().contains("STA-05"), told());
        world.sellerCloses(pair, true);
        world.settle();
        assertEquals(Status.WON, status());
        assertEquals(Map.of(), world.again(pair).divergences());
        assertTrue(world.store.audit(pair.id()).stream()
                .flatMap(entry -> entry.changes().stream())
                .anyMatch(change ->
                        change.field().equals("status") && change.after().equals("Closed/Won")));
    }

    @Test
    void aCrashAtAnyStepOfAWaitingClosingSendsItOnceAndNotBeforeItsTime() {
        int steps = stepsOfAClosing();
        for (int at = 1; at <= steps; at++) {
            World crashing = new World(SyncSettings.DEFAULT.withCloseGrace(GRACE));
            Pair crashed = accepted(crashing);
            crashing.counting();
            Instant due = crashing.clock.instant().plus(GRACE);
            int[] left = {at};
            boolean[] sentEarly = {false};
            crashing.hook = name -> {
                sentEarly[0] |= name.equals("before pc.patch")
                        && crashing.clock.instant().isBefore(due);
                if (--left[0] == 0) {
                    throw new World.Crash();
                }
            };
            crashing.sellerCloses(crashed, true);
            crashing.settleThroughCrashes();
            Pair after = crashing.again(crashed);
            assertFalse(sentEarly[0], "crash at step " + at);
            assertEquals(
                    Status.WON,
                    crashing.partnerCenter
                            .look(after.referralId().orElseThrow())
                            .status()
                            .orElseThrow(),
                    "crash at step " + at);
            assertEquals(1, crashing.calls.of("pc.patch"), "crash at step " + at);
            assertEquals(Phase.CLOSED, after.phase(), "crash at step " + at);
            assertEquals(List.of(), crashing.violations(), "crash at step " + at);
        }
    }

    private static int stepsOfAClosing() {
        World counting = new World(SyncSettings.DEFAULT.withCloseGrace(GRACE));
        Pair counted = accepted(counting);
        int[] steps = {0};
        counting.hook = step -> steps[0]++;
        counting.sellerCloses(counted, true);
        counting.settle();
        return steps[0];
    }

    private Pair accepted() {
        return accepted(world);
    }

    private static Pair accepted(World world) {
        Pair inbound = world.inbound("Move to Azure");
        world.partnerCenter.moves(inbound.referralId().orElseThrow(), Status.ACCEPTED);
        world.settle().wait(Duration.ofSeconds(40));
        return world.again(inbound);
    }

    private List<String> did() {
        return world.store.audit(pair.id()).stream().map(AuditEntry::did).toList();
    }

    private String told() {
        return world.crm.text(record(), "cosell_syncproblem");
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
