package dev.cosell.benchmarks.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that are sent to a contender are those of the edits, and of nothing else. */
class CapturedTest {
    private final Captured captured = new Captured(Duration.ZERO);

    @Test
    void anEchoOfAnotherDealIsNotTakenForAnEditsEvent() {
        captured.add(event("other", 1));
        captured.add(event("edited", 2));

        assertEquals(List.of(2L), moments(captured.take(1, List.of("edited"))));
    }

    @Test
    void aSecondEventOfADealDoesNotStandForThatOfAnother() {
        captured.add(event("first", 1));
        captured.add(event("first", 2));
        captured.add(event("second", 3));

        assertEquals(List.of(1L, 3L), moments(captured.take(1, List.of("first", "second"))));
    }

    @Test
    void eachDealHasAsManyEventsAsAreWanted() {
        captured.add(event("deal", 1));
        captured.add(event("deal", 2));

        assertEquals(List.of(1L, 2L), moments(captured.take(2, List.of("deal"))));
    }

    @Test
    void anEventThatNeverComesIsNamed() {
        captured.add(event("first", 1));

        Throwable failure =
                assertThrows(IllegalStateException.class, () -> captured.take(1, List.of("first", "second")));
        assertTrue(failure.getMessage().contains("{second=1}"), failure.getMessage());
    }

    private static List<Long> moments(List<Event> events) {
        return events.stream().map(Event::nanos).toList();
    }

    private static Event event(String referral, long nanos) {
        String body = "{\"ResourceUri\": \"https://api.partnercenter.microsoft.com/engagements/v1/referrals/" + referral
                + "\"}";
        return new Event(Map.of(), body.getBytes(StandardCharsets.UTF_8), nanos);
    }
}
