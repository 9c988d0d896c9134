package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.sync.pair.Pair;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeldByAnotherTest {
    private static final Duration LEASE = SyncSettings.Timing.STANDARD.lease();

    @Test
    void whoeverHasJustBegunIsWaitedForAMoment() {
        assertEquals(Duration.ofMillis(500), HeldByAnother.delay(Duration.ZERO, LEASE, Duration.ZERO));
        assertEquals(
                Duration.ofMillis(750),
                HeldByAnother.delay(Duration.ofSeconds(1), LEASE.minusSeconds(1), Duration.ZERO));
    }

    @Test
    void nobodyWaitsPastTheEndOfTheLeaseForMoreThanAMoment() {
        for (Duration held = Duration.ZERO; held.compareTo(LEASE) < 0; held = held.plusSeconds(1)) {
            Duration left = LEASE.minus(held);
            Duration delay = HeldByAnother.delay(held, left, Duration.ZERO);
            assertTrue(delay.compareTo(left.plusMillis(500)) <= 0, "held for " + held + ", waits " + delay);
        }
    }

    @Test
    void aClockThatIsBehindWaitsAMoment() {
        assertEquals(Duration.ofMillis(500), HeldByAnother.delay(Duration.ofSeconds(-2), LEASE, Duration.ZERO));
    }

    /** There are two messages about it. With one look a second each looked more than a hundred times. */
    @Test
    void aDeadWorkersPairIsLookedAtAFewTimesByEachMessage() {
        World world = new World();
        Pair pair = world.inbound("Deal");
        world.crashesAt("after pc.patch", 1);
        world.seller(pair, "description", World.text("typed by the seller"));
        world.outcomes.clear();

        world.settleThroughCrashes();

        long looks = world.outcomes.stream()
                .filter(outcome -> outcome instanceof Outcome.Later)
                .count();
        assertEquals("typed by the seller", world.note(pair));
        assertTrue(looks <= 2 * 20, "looked " + looks + " times");
    }
}
