package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.CallLedger;
import dev.cosell.sync.port.Lane;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The rows that all instances share, when all of them come at once and this one is always the last. */
class ManyInstancesTest {
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final int OTHERS = 100;

    private final LocalStorage local = new LocalStorage();

    @Test
    void whoMeetsAHundredOthersAtTheDaysFirstCallGetsItsCallsToo() {
        TableCalls others = new TableCalls(local.another());
        AtomicInteger came = new AtomicInteger();
        TableCalls last = new TableCalls(local.overtakenBy(() -> {
            if (came.getAndIncrement() < OTHERS) {
                others.take(RemoteSystem.CRM, DAY, 5, CallLedger.ANY_NUMBER);
            }
        }));

        CallLedger.Taken taken = last.take(RemoteSystem.CRM, DAY, 5, CallLedger.ANY_NUMBER);

        assertEquals(new CallLedger.Taken(5, 5 * (OTHERS + 1)), taken);
    }

    @Test
    void whoMeetsOthersAtAnOutageLeavesItToThemIfTheyTellTheSame() {
        TableOutages others = new TableOutages(local.another());
        AtomicInteger came = new AtomicInteger();
        TableOutages last =
                new TableOutages(local.overtakenBy(() -> others.begin(outage(TEN.plusMillis(came.incrementAndGet())))));

        last.begin(outage(TEN));

        assertEquals(1, came.get());
        assertEquals(
                TEN.plusMillis(1).plusSeconds(30),
                last.current(RemoteSystem.CRM, Lane.PEOPLE).orElseThrow().probeAt());
    }

    private static Outage outage(Instant since) {
        return new Outage(
                RemoteSystem.CRM,
                Problem.of(ProblemCode.TOKEN_REFUSED, "expected 200, found 401"),
                since,
                since.plusSeconds(30));
    }
}
