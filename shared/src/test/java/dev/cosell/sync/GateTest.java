package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.live.Switchboard;
import dev.cosell.operate.live.Switches;
import dev.cosell.operate.live.Switches.Mode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the switches let the engine do, and that nothing is lost by them. */
class GateTest {
    private static final Switches LIVE = Switches.ALL_ON;
    private static final Switches PAUSED = new Switches(true, true, true, true, Mode.LIVE, Set.of());
    private static final Switches OBSERVE = new Switches(true, true, true, false, Mode.OBSERVE, Set.of());

    private final MemoryState row = new MemoryState();
    private final World world = world(row);

    @Test
    void s23_whatHappensDuringAPauseIsDoneAfterIt() {
        Pair old = world.inbound("Old");
        turn(PAUSED);
        world.counting();
        String referral = world.partnerCenter.arrives("New");
        RecordRef record = world.crm.enters("Shared", true);
        world.seller(old, "description", World.text("edited during the pause"));
        waitAWhile();
        assertEquals(0, world.calls.size(), "a paused connector calls nobody");

        turn(LIVE);
        world.settle();

        assertEquals("edited during the pause", world.note(old));
        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void s23_oneDirectionIsOffAndTheOtherGoesOn() {
        turn(new Switches(false, true, true, false, Mode.LIVE, Set.of()));
        String referral = world.partnerCenter.arrives("In");
        RecordRef record = world.crm.enters("Out", true);
        waitAWhile();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertTrue(
                world.store.pairs().stream().noneMatch(pair -> pair.referralId().equals(Optional.of(referral))));

        turn(LIVE);
        world.settle();

        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iol", "ilo", "oil", "oli", "lio", "loi"})
    void s20_switchesTurnedOnInAnyOrderEndTheSame(String order) {
        MemoryState state = new MemoryState();
        World any = world(state);
        String deal = any.partnerCenter.arrives("In");
        String lead = any.partnerCenter.arrives("Lead", LeadTest::asLead);
        RecordRef record = any.crm.enters("Out", true);
        put(state, Switches.ALL_OFF);
        for (int turned = 1; turned <= order.length(); turned++) {
            String on = order.substring(0, turned);
            put(state, new Switches(on.contains("i"), on.contains("o"), on.contains("l"), false, Mode.LIVE, Set.of()));
            waitAWhile(any);
            retryHeld(any);
            waitAWhile(any);
        }
        any.settle();

        assertEquals(Phase.IN_STEP, any.pairOf(deal).phase());
        assertEquals(Phase.IN_STEP, any.pairOf(lead).phase());
        assertEquals(Phase.IN_STEP, any.pairOf(record).phase());
        assertEquals(3, any.store.pairs().size());
        assertEquals(List.of(), any.violations());
    }

    @Test
    void whoOnlyObservesWritesNothingAndSaysWhatWouldBeWritten() {
        Pair old = world.inbound("Old");
        turn(OBSERVE);
        world.counting();
        String referral = world.partnerCenter.arrives("New");
        RecordRef record = world.crm.enters("Shared", true);
        world.portal(old, World.VALUE, IntNode.valueOf(4711));
        world.settle();

        assertEquals(0, world.calls.writes());
        Pair watched = world.again(old);
        assertEquals(Phase.HELD, watched.phase());
        assertEquals(ProblemCode.ONLY_OBSERVED, code(watched));
        AuditEntry would = said(watched);
        assertEquals(Optional.of(Side.CRM), would.to());
        assertTrue(would.changes().stream().anyMatch(change -> change.after().contains("4711")), would.toString());
        assertEquals(ProblemCode.ONLY_OBSERVED, code(world.pairOf(referral)));
        assertEquals(ProblemCode.ONLY_OBSERVED, code(world.pairOf(record)));

        turn(LIVE);
        retryHeld(world);
        world.settle();

        assertTrue(world.store.pairs().stream().allMatch(pair -> pair.phase() == Phase.IN_STEP));
        assertEquals(
                4711,
                world.crm.look(old.record().orElseThrow()).get("estimatedvalue").asInt());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void whatWouldBeWrittenIsSaidOnceHoweverOftenItIsLookedAt() {
        Pair old = world.inbound("Old");
        turn(OBSERVE);
        world.portal(old, World.VALUE, IntNode.valueOf(4711));
        world.settle();
        int before = world.store.audit(old.id()).size();
        retryHeld(world);
        world.settle();
        assertEquals(before, world.store.audit(old.id()).size());
    }

    @Test
    void whatAPersonAskedForWhileOnlyObservedIsDoneAfterwards() {
        Pair old = world.outbound("Old");
        turn(OBSERVE);
        world.seller(old, "description", World.text("news"));
        world.settle();
        world.asks(Subject.record(old.record().orElseThrow()), Causes.SYNC_NOW).settle();
        assertEquals(ProblemCode.ONLY_OBSERVED, code(world.again(old)));

        turn(LIVE);
        retryHeld(world);
        world.settle();

        assertEquals("news", world.note(old));
        assertEquals(Phase.IN_STEP, world.again(old).phase());
    }

    @Test
    void inPilotModeOnlyThePilotsDealsAreWritten() {
        RecordRef hers = ownedBy("u1", "Ada@Contoso.example");
        RecordRef his = ownedBy("u2", "bob@contoso.example");
        turn(new Switches(true, true, true, false, Mode.PILOT, Set.of("ada@contoso.example")));
        world.settle();

        assertEquals(Phase.IN_STEP, world.pairOf(hers).phase());
        assertEquals(ProblemCode.SWITCHED_OFF, code(world.pairOf(his)));
        assertEquals(1, world.partnerCenter.all().size());

        turn(LIVE);
        retryHeld(world);
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(his).phase());
        assertEquals(2, world.partnerCenter.all().size());
    }

    @Test
    void aCrashAtAnyStepWhileSwitchesTurnLosesAndDoublesNothing() {
        for (int step = 1; step < 60; step++) {
            MemoryState state = new MemoryState();
            World crashing = world(state);
            put(state, OBSERVE);
            String referral = crashing.partnerCenter.arrives("New");
            RecordRef record = crashing.crm.enters("Shared", true);
            crashing.crashesAt(step).settleThroughCrashes();
            assertEquals(0, crashing.calls.writes());
            put(state, LIVE);
            retryHeld(crashing);
            crashing.settle();
            assertEquals(Phase.IN_STEP, crashing.pairOf(referral).phase(), "step " + step);
            assertEquals(Phase.IN_STEP, crashing.pairOf(record).phase(), "step " + step);
            assertEquals(2, crashing.partnerCenter.all().size(), "step " + step);
            assertEquals(List.of(), crashing.violations());
        }
    }

    private static World world(MemoryState row) {
        return World.withLeads(1, ports -> ports.with(new Switchboard(row, LIVE, true, ports.clock())));
    }

    private static void put(MemoryState row, Switches switches) {
        row.write(row.read(), switches.json());
    }

    private void turn(Switches switches) {
        put(row, switches);
        world.wait(Duration.ofSeconds(6));
    }

    /** Work that waits for a switch is looked at again and again, so the queue never falls silent. */
    private void waitAWhile() {
        waitAWhile(world);
    }

    private static void waitAWhile(World any) {
        for (int i = 0; i < 60; i++) {
            any.workNow();
            any.wait(Duration.ofSeconds(5));
        }
    }

    private static void retryHeld(World any) {
        any.wait(Duration.ofSeconds(6));
        any.store.pairs().stream()
                .filter(pair -> pair.phase() == Phase.HELD)
                .flatMap(pair -> Subject.of(pair.record(), pair.referralId()).stream())
                .forEach(subject -> any.asks(subject, Causes.HELD_RETRY));
    }

    private AuditEntry said(Pair pair) {
        return world.store.audit(pair.id()).stream()
                .filter(entry -> entry.did().equals("would write"))
                .findFirst()
                .orElseThrow();
    }

    private static ProblemCode code(Pair pair) {
        return pair.problem().map(Problem::code).orElseThrow();
    }

    private RecordRef ownedBy(String id, String address) {
        world.crm.customers().employs(id, new TeamMember("Somebody", "Selling", address, "", ""));
        RecordRef record = world.crm.enters(id, false);
        world.crm.edits(record, Map.of("ownerid", World.text(id)));
        world.sellerSwitches(record, true);
        return record;
    }
}
