package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.CallLedger;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CallLedger} promises. */
public abstract class CallLedgerContract {
    private static final LocalDate FIRST = LocalDate.parse("2026-03-01");

    private CallLedger ledger;

    /** New and empty. */
    protected abstract CallLedger ledger();

    @BeforeEach
    void fresh() {
        ledger = ledger();
    }

    @Test
    void whatIsSetAsideAddsUp() {
        assertEquals(new CallLedger.Taken(5, 5), take(FIRST, 5, CallLedger.ANY_NUMBER));
        assertEquals(new CallLedger.Taken(10, 15), take(FIRST, 10, CallLedger.ANY_NUMBER));
    }

    @Test
    void noMoreIsSetAsideThanIsLeft() {
        assertEquals(new CallLedger.Taken(5, 5), take(FIRST, 5, 8));
        assertEquals(new CallLedger.Taken(3, 8), take(FIRST, 5, 8));
        assertEquals(new CallLedger.Taken(0, 8), take(FIRST, 5, 8));
        assertEquals(new CallLedger.Taken(0, 8), take(FIRST, 5, 2));
        assertEquals(new CallLedger.Taken(2, 10), take(FIRST, 5, 10));
    }

    @Test
    void ofNothingNothingIsSetAside() {
        assertEquals(new CallLedger.Taken(0, 0), take(FIRST, 5, 0));
    }

    @Test
    void daysAndSystemsAreCountedApart() {
        take(FIRST, 5, CallLedger.ANY_NUMBER);
        take(FIRST.plusDays(1), 7, CallLedger.ANY_NUMBER);
        ledger.take(RemoteSystem.PARTNER_CENTER, FIRST, 9, CallLedger.ANY_NUMBER);

        assertEquals(
                Map.of(FIRST, 5L, FIRST.plusDays(1), 7L), ledger.days(RemoteSystem.CRM, FIRST, FIRST.plusDays(30)));
        assertEquals(Map.of(FIRST, 5L), ledger.days(RemoteSystem.CRM, FIRST.minusDays(30), FIRST));
        assertEquals(Map.of(), ledger.days(RemoteSystem.CRM, FIRST.plusDays(2), FIRST.plusDays(30)));
    }

    private CallLedger.Taken take(LocalDate day, long wanted, long most) {
        return ledger.take(RemoteSystem.CRM, day, wanted, most);
    }
}
