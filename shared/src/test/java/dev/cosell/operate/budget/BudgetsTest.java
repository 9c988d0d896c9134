package dev.cosell.operate.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.operate.TestStorage;
import dev.cosell.operate.notice.Notice;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.TableCalls;
import dev.cosell.sync.memory.MemoryLedger;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.port.CallLedger;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BudgetsTest {
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final int LARGEST_BLOCK = 50;

    private final SettableClock clock = new SettableClock(TEN);
    private final MemoryLedger ledger = new MemoryLedger();
    private final List<Notice> notices = new ArrayList<>();

    /** @param turns which instance makes the next call; -1 ends all of them and begins new ones */
    @Property(tries = 300)
    void s04_howeverManyInstancesShareABudgetItIsNeverExceededAndNeverUnderstated(
            @ForAll @IntRange(max = 400) int most,
            @ForAll @Size(max = 600) List<@IntRange(min = -1, max = 4) Integer> turns) {
        MemoryLedger shared = new MemoryLedger();
        List<Budgets> instances = new ArrayList<>(instances(shared, most));
        long admitted = 0;
        long lives = 5;
        for (int turn : turns) {
            if (turn == -1) {
                instances = instances(shared, most);
                lives += 5;
            } else if (isAdmitted(instances.get(turn))) {
                admitted++;
            }
            long sum = shared.days(RemoteSystem.CRM, DAY, DAY).getOrDefault(DAY, 0L);
            assertTrue(
                    admitted <= sum && sum <= most, admitted + " calls, " + sum + " set aside, " + most + " allowed");
        }
        boolean someWereRefused = turns.stream().filter(turn -> turn >= 0).count() > admitted;
        assertTrue(!someWereRefused || admitted >= most - lives * LARGEST_BLOCK, admitted + " of " + most);
    }

    private List<Budgets> instances(CallLedger shared, long most) {
        List<Budgets> instances = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            instances.add(budgets(shared, new Allowance(OptionalLong.of(most), 80, 80)));
        }
        return instances;
    }

    @Test
    void ofEachSystemWithABudgetItIsToldHowMuchOfTheDayIsUsed() {
        Budgets budgets = new Budgets(
                Map.of(
                        RemoteSystem.PARTNER_CENTER,
                        new Allowance(OptionalLong.of(8), 80, 80),
                        RemoteSystem.CRM,
                        Allowance.UNLIMITED),
                ledger,
                notices::add,
                clock);
        budgets.admit(RemoteSystem.PARTNER_CENTER);
        budgets.admit(RemoteSystem.PARTNER_CENTER);
        budgets.admit(RemoteSystem.CRM);

        assertEquals(Map.of(RemoteSystem.PARTNER_CENTER, 25.0), new Usage(budgets, ledger, clock).used());
    }

    @Test
    void s04_instancesThatSpendOneBudgetAtTheSameTimeMakeNotOneCallTooMany() throws Exception {
        TestStorage local = new TestStorage();
        int most = 1000;
        Callable<Integer> instance = () -> {
            Budgets budgets = budgets(new TableCalls(local.storage()), new Allowance(OptionalLong.of(most), 80, 80));
            int admitted = 0;
            while (isAdmitted(budgets)) {
                admitted++;
            }
            return admitted;
        };
        int admitted = 0;
        try (ExecutorService together = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> calls : together.invokeAll(List.of(instance, instance, instance, instance))) {
                admitted += calls.get();
            }
        }
        assertEquals(most, admitted);
        assertEquals(Map.of(DAY, (long) most), new TableCalls(local.storage()).days(RemoteSystem.CRM, DAY, DAY));
    }

    @Test
    void callsCostStorageNextToNothing() {
        Budgets budgets = budgets(ledger, Allowance.UNLIMITED);
        for (int call = 0; call < 1000; call++) {
            budgets.admit(RemoteSystem.CRM);
        }
        assertTrue(ledger.transactions() <= 25, ledger.transactions() + " times for 1000 calls");
    }

    @Test
    void aShortLifeSetsAsideLittleMoreThanItUses() {
        for (int life = 0; life < 10; life++) {
            budgets(ledger, Allowance.UNLIMITED).admit(RemoteSystem.CRM);
        }
        assertEquals(Map.of(DAY, 50L), ledger.days(RemoteSystem.CRM, DAY, DAY));
    }

    @Test
    void aNewDayHasANewBudget() {
        Budgets budgets = budgets(ledger, new Allowance(OptionalLong.of(3), 80, 80));
        for (int call = 0; call < 3; call++) {
            budgets.admit(RemoteSystem.CRM);
        }
        Failure spent = assertThrows(Failure.class, () -> budgets.admit(RemoteSystem.CRM));
        assertEquals(ProblemCode.BUDGET_SPENT, spent.problem().code());
        assertTrue(notices.getLast().text().startsWith("All of the 3 calls to the CRM of 2026-03-01 (UTC) are used."));
        assertEquals(Optional.of(Duration.ofHours(14)), spent.problem().retryAfter());
        assertEquals(
                Optional.of(Instant.parse("2026-03-02T00:00:00Z")),
                budgets.stop(RemoteSystem.CRM, Lane.PEOPLE).map(Stop::until));

        clock.set(Instant.parse("2026-03-02T00:00:00Z"));

        assertEquals(Optional.empty(), budgets.stop(RemoteSystem.CRM, Lane.BACKGROUND));
        budgets.admit(RemoteSystem.CRM);
    }

    @Test
    void whatOthersSpendIsKnownWithinHalfAMinute() {
        Allowance hundred = new Allowance(OptionalLong.of(100), 80, 80);
        Budgets here = budgets(ledger, hundred);
        assertEquals(Optional.empty(), here.stop(RemoteSystem.CRM, Lane.BACKGROUND));
        ledger.take(RemoteSystem.CRM, DAY, 75, 100);
        clock.set(TEN.plusSeconds(30));
        assertTrue(here.stop(RemoteSystem.CRM, Lane.BACKGROUND).isPresent());
        assertEquals(Optional.empty(), here.stop(RemoteSystem.CRM, Lane.CHANGES));
    }

    @Test
    void whatTheSystemSaysOfEverybodyCountsForAQuarterOfAnHour() {
        Budgets budgets = budgets(ledger, new Allowance(OptionalLong.empty(), 80, 80));
        budgets.told(RemoteSystem.CRM, 60_000, 100_000);
        assertTrue(budgets.stop(RemoteSystem.CRM, Lane.BACKGROUND).isPresent());
        assertEquals(Optional.empty(), budgets.stop(RemoteSystem.CRM, Lane.CHANGES));
        budgets.told(RemoteSystem.CRM, 80_000, 100_000);
        assertTrue(budgets.stop(RemoteSystem.CRM, Lane.PEOPLE).isPresent());

        clock.set(TEN.plus(Duration.ofMinutes(15)));

        assertEquals(Optional.empty(), budgets.stop(RemoteSystem.CRM, Lane.PEOPLE));
    }

    @Test
    void thatChangesWaitBecauseOfWhatEverybodyUsesIsToldOnceADay() {
        Budgets budgets = budgets(ledger, new Allowance(OptionalLong.empty(), 80, 80));
        budgets.told(RemoteSystem.CRM, 60_000, 100_000);
        budgets.stop(RemoteSystem.CRM, Lane.CHANGES);
        assertEquals(0, notices.size());

        budgets.told(RemoteSystem.CRM, 72_000, 100_000);
        budgets.stop(RemoteSystem.CRM, Lane.CHANGES);
        budgets.told(RemoteSystem.CRM, 73_000, 100_000);
        budgets.stop(RemoteSystem.CRM, Lane.CHANGES);

        assertEquals(1, notices.size());
    }

    @Test
    void withoutALimitCallsAreMadeWhileStorageIsAwayAndCountedLater() {
        Budgets budgets = budgets(ledger, Allowance.UNLIMITED);
        ledger.away(true);
        for (int call = 0; call < 20; call++) {
            budgets.admit(RemoteSystem.CRM);
        }
        ledger.away(false);
        budgets.admit(RemoteSystem.CRM);
        assertTrue(ledger.days(RemoteSystem.CRM, DAY, DAY).get(DAY) >= 21);
    }

    @Test
    void withALimitNobodyCallsWithoutKnowingWhetherItIsReached() {
        Budgets budgets = budgets(ledger, new Allowance(OptionalLong.of(100), 80, 80));
        ledger.away(true);
        Failure away = assertThrows(Failure.class, () -> budgets.admit(RemoteSystem.CRM));
        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, away.problem().code());
    }

    private Budgets budgets(CallLedger shared, Allowance allowance) {
        return new Budgets(Map.of(RemoteSystem.CRM, allowance), shared, notices::add, clock);
    }

    private static boolean isAdmitted(Budgets budgets) {
        try {
            budgets.admit(RemoteSystem.CRM);
            return true;
        } catch (Failure refused) {
            assertEquals(ProblemCode.BUDGET_SPENT, refused.problem().code());
            return false;
        }
    }
}
