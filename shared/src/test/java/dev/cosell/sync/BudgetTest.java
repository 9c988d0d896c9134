package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.operate.notice.Notice;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A budget of calls delays work and loses none of it. */
class BudgetTest {
    private static final Faults.Fault TOO_MANY =
            new Faults.Fault(Problem.of(ProblemCode.THROTTLED, "429").retryAfter(Duration.ofSeconds(57)), false);

    private final World world = new World();
    private final Pair pair = world.inbound("Move to Azure");

    @Test
    void s04_whereverTheBudgetEndsTheWorkGoesOnTheNextDayAndNothingIsDoneTwice() {
        for (int calls = 0; calls < 14; calls++) {
            World tight = new World();
            Pair edited = tight.inbound("Move to Azure");
            String arrived = tight.partnerCenter.arrives("Contoso goes cloud");
            RecordRef entered = tight.crm.enters("Fabrikam goes cloud", true);
            tight.seller(edited, "description", World.text("typed by the seller"));
            LocalDate today = day(tight);
            tight.counting().allows(fromNow(tight, calls));
            tight.settle();
            String budget = "with " + calls + " calls left";
            assertEquals("typed by the seller", tight.note(edited), budget);
            assertEquals(Phase.IN_STEP, tight.again(edited).phase(), budget);
            assertEquals(Phase.IN_STEP, tight.pairOf(arrived).phase(), budget);
            assertEquals(Phase.IN_STEP, tight.pairOf(entered).phase(), budget);
            assertEquals(0, tight.again(edited).failures(), budget);
            assertEquals(List.of(), tight.queue.parked(), budget);
            assertEquals(List.of(), tight.violations(), budget);
            assertEquals(1, tight.calls.of("pc.create"), budget);
            assertEquals(1, tight.calls.of("crm.create"), budget);
            assertTrue(made(tight, RemoteSystem.PARTNER_CENTER, today) <= calls, budget);
            assertTrue(made(tight, RemoteSystem.CRM, today) <= calls, budget);
        }
    }

    @Test
    void s04_aBudgetOfNothingStopsEverythingUntilItIsRaised() {
        world.counting().allows(Map.of(RemoteSystem.PARTNER_CENTER, 0L, RemoteSystem.CRM, 0L));
        world.seller(pair, "description", World.text("typed by the seller"));
        for (int hour = 0; hour < 72; hour++) {
            world.wait(Duration.ofHours(1)).workNow();
        }
        assertEquals(0, world.calls.size());
        assertEquals(List.of(), world.queue.parked());
        world.allows(Map.of());
        Instant raised = world.clock.instant();
        world.settle();
        assertEquals("typed by the seller", world.note(pair));
        assertEquals(0, world.again(pair).failures());
        assertTrue(Duration.between(raised, world.clock.instant()).compareTo(Duration.ofMinutes(26)) < 0);
    }

    @Test
    void s04_a429StormLosesNothing() {
        Instant over = world.clock.instant().plus(Duration.ofHours(12));
        world.faults = (system, verb, write) ->
                world.clock.instant().isBefore(over) ? Optional.of(TOO_MANY) : Optional.empty();
        world.counting();
        world.seller(pair, "description", World.text("typed by the seller"));
        String arrived = world.partnerCenter.arrives("came in the storm");
        for (int number = 0; number < 10; number++) {
            world.partnerCenter.arrives("deal " + number);
        }
        world.settle();
        assertEquals("typed by the seller", world.note(pair));
        assertEquals(Phase.IN_STEP, world.pairOf(arrived).phase());
        assertEquals(12, world.store.pairs().size());
        assertTrue(world.store.pairs().stream().allMatch(each -> each.phase() == Phase.IN_STEP));
        assertEquals(List.of(), world.queue.parked());
    }

    @Test
    void s04_aSystemThatSaysTooManyIsCalledOnceAndThenNotBeforeTheTimeItAskedFor() {
        Instant over = world.clock.instant().plus(Duration.ofHours(1));
        for (int number = 0; number < 30; number++) {
            world.partnerCenter.arrives("deal " + number);
        }
        world.faults = (system, verb, write) ->
                system == RemoteSystem.PARTNER_CENTER && world.clock.instant().isBefore(over)
                        ? Optional.of(TOO_MANY)
                        : Optional.empty();
        world.counting().settle();
        List<Instant> refused = world.calls.all().stream()
                .filter(call -> call.system() == RemoteSystem.PARTNER_CENTER
                        && call.at().isBefore(over))
                .map(Calls.Call::at)
                .toList();
        assertTrue(refused.size() <= 5 + 3600 / 57, refused.size() + " calls");
        for (int next = 6; next < refused.size(); next++) {
            Duration apart = Duration.between(refused.get(next - 1), refused.get(next));
            assertTrue(apart.compareTo(Duration.ofSeconds(57)) >= 0, "only " + apart + " apart");
        }
    }

    @Test
    void s04_lessUrgentWorkStopsSooner() {
        for (Map.Entry<String, Long> stopsAt : Map.of(
                        Causes.RECONCILE, 70L, "referral-updated", 90L, Causes.SYNC_NOW, 100L)
                .entrySet()) {
            for (long used = stopsAt.getValue() - 1; used <= stopsAt.getValue(); used++) {
                World busy = new World();
                Pair edited = busy.inbound("Move to Azure");
                busy.allows(Map.of(RemoteSystem.PARTNER_CENTER, 1000L));
                long already = busy.ledger
                        .days(RemoteSystem.PARTNER_CENTER, day(busy), day(busy))
                        .getOrDefault(day(busy), 0L);
                busy.ledger.take(RemoteSystem.PARTNER_CENTER, day(busy), used * 10 - already, 1000);
                busy.counting()
                        .asks(Subject.referral(edited.referralId().orElseThrow()), stopsAt.getKey())
                        .workNow();
                assertEquals(used < stopsAt.getValue(), busy.calls.size() > 0, stopsAt.getKey() + " at " + used + " %");
            }
        }
    }

    @Test
    void s04_peopleAreToldOnceWhenTheBudgetRunsLowAndOnceWhenChangesWait() {
        world.allows(Map.of(RemoteSystem.PARTNER_CENTER, 30L, RemoteSystem.CRM, 1000L));
        for (int number = 0; number < 15; number++) {
            world.partnerCenter.arrives("deal " + number);
            world.workNow();
        }
        world.wait(Duration.ofMinutes(20)).workNow();
        Set<String> said = world.notices.stream()
                .filter(notice ->
                        notice.at().atZone(ZoneOffset.UTC).toLocalDate().equals(day(world)))
                .map(Notice::text)
                .collect(Collectors.toSet());
        assertEquals(2, said.size(), said.toString());
        assertTrue(said.stream().anyMatch(text -> text.startsWith("80 % of the 30 calls to Partner Center")));
        assertTrue(said.stream().anyMatch(text -> text.startsWith("90 % of the 30 calls to Partner Center")));
        assertEquals(2, world.notices.size());
    }

    @Test
    void s04_noDayHasMoreCallsThanItsBudget() {
        world.allows(Map.of(RemoteSystem.PARTNER_CENTER, 25L, RemoteSystem.CRM, 40L));
        world.counting();
        for (int number = 0; number < 40; number++) {
            world.partnerCenter.arrives("deal " + number);
        }
        world.settle();
        assertTrue(world.store.pairs().stream().allMatch(each -> each.phase() == Phase.IN_STEP));
        Map<LocalDate, Long> partnerCenter = perDay(RemoteSystem.PARTNER_CENTER);
        Map<LocalDate, Long> crm = perDay(RemoteSystem.CRM);
        assertTrue(partnerCenter.size() > 1 && partnerCenter.values().stream().allMatch(calls -> calls <= 25));
        assertTrue(crm.size() > 1 && crm.values().stream().allMatch(calls -> calls <= 40));
        assertFalse(world.notices.isEmpty());
    }

    private Map<LocalDate, Long> perDay(RemoteSystem system) {
        return world.calls.all().stream()
                .filter(call -> call.system() == system)
                .collect(Collectors.groupingBy(
                        call -> LocalDate.ofInstant(call.at(), ZoneOffset.UTC), Collectors.counting()));
    }

    private static long made(World world, RemoteSystem system, LocalDate day) {
        return world.calls.all().stream()
                .filter(call -> call.system() == system
                        && LocalDate.ofInstant(call.at(), ZoneOffset.UTC).equals(day))
                .count();
    }

    /** So many calls more than what is set aside so far. */
    private static Map<RemoteSystem, Long> fromNow(World world, long calls) {
        return Map.of(
                RemoteSystem.PARTNER_CENTER,
                setAside(world, RemoteSystem.PARTNER_CENTER) + calls,
                RemoteSystem.CRM,
                setAside(world, RemoteSystem.CRM) + calls);
    }

    private static long setAside(World world, RemoteSystem system) {
        return world.ledger.days(system, day(world), day(world)).getOrDefault(day(world), 0L);
    }

    private static LocalDate day(World world) {
        return LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
    }
}
