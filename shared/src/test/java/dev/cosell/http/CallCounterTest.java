package dev.cosell.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.problem.RemoteSystem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallCounterTest {
    @Test
    void readsWritesAndUnansweredCallsAreCountedBySystem() {
        CallCounter calls = new CallCounter();
        calls.count(RemoteSystem.CRM, "GET", 200);
        calls.count(RemoteSystem.CRM, "PATCH", 412);
        calls.count(RemoteSystem.CRM, "POST", 0);
        calls.count(RemoteSystem.PARTNER_CENTER, "GET", 0);
        assertEquals(new CallCounter.Count(1, 2, 1, 1), calls.of(RemoteSystem.CRM));
        assertEquals(new CallCounter.Count(1, 0, 1, 1), calls.of(RemoteSystem.PARTNER_CENTER));
        assertEquals(new CallCounter.Count(0, 0, 0, 0), calls.of(RemoteSystem.STORAGE));
    }

    @Test
    void whatASystemCountedItselfIsAsItSaidLast() {
        CallCounter calls = new CallCounter();
        assertEquals(Optional.empty(), calls.toldBy(RemoteSystem.CRM));
        calls.told(RemoteSystem.CRM, 10_018, 100_000);
        calls.told(RemoteSystem.CRM, 10_019, 100_000);
        assertEquals(Optional.of(new CallCounter.Told(10_019, 100_000)), calls.toldBy(RemoteSystem.CRM));
        assertEquals(Optional.empty(), calls.toldBy(RemoteSystem.PARTNER_CENTER));
    }

    @Test
    void aSystemIsFailingUntilItGivesAnAnswerThatIsOfUse() {
        CallCounter calls = new CallCounter();
        for (int status : new int[] {500, 503, 429, 0}) {
            calls.count(RemoteSystem.CRM, "GET", status);
        }
        assertEquals(4, calls.of(RemoteSystem.CRM).failing());
        calls.count(RemoteSystem.CRM, "GET", 404);
        assertEquals(0, calls.of(RemoteSystem.CRM).failing());
    }
}
