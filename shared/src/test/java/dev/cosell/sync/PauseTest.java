package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A system that is out is tried by one piece of work at a time, and not stormed when it is back. */
class PauseTest {
    private static final int DEALS = 20;
    private static final Faults.Fault NO_CONSENT =
            new Faults.Fault(Problem.of(ProblemCode.TOKEN_REFUSED, "401"), false);

    private final World world = new World();
    private final List<Pair> pairs = new ArrayList<>();

    @Test
    void ofAllThatWaitsOneTriesAtATime() {
        deals();
        Instant over = outUntil(Duration.ofHours(2));
        allEdited();
        world.settle();
        List<Instant> tries = world.calls.all().stream()
                .filter(call -> call.system() == RemoteSystem.PARTNER_CENTER
                        && call.at().isBefore(over))
                .map(call -> call.at())
                .toList();
        long trials = Duration.ofHours(2).dividedBy(SyncSettings.Timing.STANDARD.probe());
        assertTrue(tries.size() <= trials + 1, tries.size() + " calls to a system that is out");
        allInStep();
    }

    @Test
    void whatWaitedForLongComesBackLittleByLittle() {
        deals();
        Instant over = outUntil(Duration.ofHours(2));
        allEdited();
        world.settle();
        List<Instant> after = world.calls.all().stream()
                .filter(call -> call.verb().equals("pc.patch") && !call.at().isBefore(over))
                .map(call -> call.at())
                .toList();
        Instant first = after.getFirst();
        long inTheFirstMinute = after.stream()
                .filter(at -> at.isBefore(first.plus(Duration.ofMinutes(1))))
                .count();
        assertEquals(DEALS, after.size());
        assertTrue(inTheFirstMinute <= DEALS / 2, inTheFirstMinute + " of " + DEALS + " in the first minute");
        allInStep();
    }

    @Test
    void whatAPersonAsksForComesAtOnceWhenTheSystemIsBack() {
        deals();
        outUntil(Duration.ofHours(2));
        world.portal(pairs.getFirst(), World.NOTES, World.text("typed in the portal"));
        world.asks(Subject.referral(pairs.getFirst().referralId().orElseThrow()), Causes.SYNC_NOW);
        Instant over = world.clock.instant().plus(Duration.ofHours(2));
        world.settle();
        Instant written = world.calls.all().stream()
                .filter(call -> call.verb().equals("crm.update"))
                .map(call -> call.at())
                .findFirst()
                .orElseThrow();
        assertTrue(Duration.between(over, written).compareTo(Duration.ofSeconds(45)) < 0, written + " after " + over);
    }

    @Test
    void whoeverTriesAndNeedsAnotherSystemOnlyLeavesTheTrialToTheNext() {
        deals();
        world.wait(Duration.ofMinutes(1));
        Outage outage = new Outage(
                RemoteSystem.PARTNER_CENTER, NO_CONSENT.problem(), world.clock.instant(), world.clock.instant());
        world.store.begin(outage);
        world.wait(Duration.ofSeconds(1));
        world.failsNext("crm.read", new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503"), false));
        world.sellerSwitches(pairs.getFirst().record().orElseThrow(), false);
        world.workNow();
        assertEquals(
                Optional.of(world.clock.instant()),
                world.store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE).map(Outage::probeAt));
    }

    @Test
    void anOutageThatEndsEarlyIsNoticedWithinMinutes() {
        deals();
        world.store.begin(new Outage(
                RemoteSystem.PARTNER_CENTER,
                NO_CONSENT.problem(),
                world.clock.instant(),
                world.clock.instant().plus(Duration.ofHours(20))));
        world.seller(pairs.getFirst(), "description", World.text("typed"));
        world.workNow();
        world.store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE).ifPresent(world.store::end);
        Instant ended = world.clock.instant();
        world.settle();
        assertEquals("typed", world.note(pairs.getFirst()));
        assertTrue(Duration.between(ended, world.clock.instant()).compareTo(Duration.ofMinutes(16)) < 0);
    }

    @Test
    void aTrialThatDiesIsTakenByAnotherAfterAMoment() {
        deals();
        Instant now = world.clock.instant();
        world.store.begin(new Outage(RemoteSystem.PARTNER_CENTER, NO_CONSENT.problem(), now, now));
        world.crashesAt("before pc.patch", 1);
        allEdited();
        world.settleThroughCrashes();
        allInStep();
        assertTrue(Duration.between(now, world.clock.instant()).compareTo(Duration.ofMinutes(5)) < 0);
    }

    private void deals() {
        for (int number = 0; number < DEALS; number++) {
            pairs.add(world.inbound("Deal " + number));
        }
        world.counting();
    }

    private Instant outUntil(Duration time) {
        Instant over = world.clock.instant().plus(time);
        world.faults = (system, verb, write) ->
                system == RemoteSystem.PARTNER_CENTER && world.clock.instant().isBefore(over)
                        ? Optional.of(NO_CONSENT)
                        : Optional.empty();
        return over;
    }

    private void allEdited() {
        pairs.forEach(pair -> world.seller(pair, "description", World.text("typed by the seller of " + pair.id())));
    }

    private void allInStep() {
        for (Pair pair : pairs) {
            assertEquals("typed by the seller of " + pair.id(), world.note(pair));
            assertEquals(Phase.IN_STEP, world.again(pair).phase());
            assertEquals(0, world.again(pair).failures());
        }
        assertEquals(Optional.empty(), world.store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE));
    }
}
