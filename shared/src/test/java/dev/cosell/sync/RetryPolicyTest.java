package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final Random random = new Random(3);

    @Test
    void everyWaitIsWithinItsBounds() {
        for (int failures = 1; failures < 200; failures++) {
            Duration wait = RetryPolicy.delay(failures, Optional.empty(), random);
            assertTrue(wait.compareTo(Duration.ofSeconds(1)) >= 0, failures + ": " + wait);
            assertTrue(wait.compareTo(Duration.ofMinutes(15)) <= 0, failures + ": " + wait);
        }
    }

    @Test
    void whatTheOtherSystemAskedForComesFirstAndIsNeverCutShort() {
        for (int i = 0; i < 200; i++) {
            Duration asked = Duration.ofSeconds(1 + random.nextInt(3600));
            Duration wait = RetryPolicy.delay(1 + random.nextInt(29), Optional.of(asked), random);
            assertTrue(wait.compareTo(asked) >= 0);
            assertTrue(wait.compareTo(asked.plus(asked.dividedBy(10)).plusMillis(500)) <= 0);
        }
    }

    @Test
    void allWaitsTogetherSpanAboutSixHours() {
        Duration shortest = Duration.ofHours(99);
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 200; i++) {
            Duration total = Duration.ZERO;
            for (int failures = 1; failures < RetryPolicy.LAST_ATTEMPT; failures++) {
                total = total.plus(RetryPolicy.delay(failures, Optional.empty(), random));
            }
            shortest = total.compareTo(shortest) < 0 ? total : shortest;
            longest = total.compareTo(longest) > 0 ? total : longest;
        }
        assertTrue(shortest.compareTo(Duration.ofHours(5)) > 0, "shortest " + shortest);
        assertTrue(longest.compareTo(Duration.ofHours(7)) < 0, "longest " + longest);
    }

    @Test
    void twoPairsDoNotComeBackTogether() {
        long different = random.ints(50)
                .mapToObj(seed -> RetryPolicy.delay(8, Optional.empty(), new Random(seed)))
                .distinct()
                .count();
        assertTrue(different > 45);
    }
}
