package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SomeAtATimeTest {
    @Test
    void resultsAreInTheOrderOfWhatTheyAreOf() {
        List<Integer> all = IntStream.range(0, 100).boxed().toList();

        assertEquals(all.stream().map(each -> "n" + each).toList(), SomeAtATime.map(all, each -> "n" + each));
        assertEquals(List.of(), SomeAtATime.map(List.<Integer>of(), each -> each));
    }

    /** Each of sixteen waits for the others, so they are under way together or never end. */
    @Test
    void sixteenAreUnderWayTogetherAndNeverMore() {
        CountDownLatch together = new CountDownLatch(16);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SomeAtATime.map(IntStream.range(0, 64).boxed().toList(), each -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            await(together);
            return underWay.decrementAndGet();
        });

        assertEquals(16, most.get());
    }

    @Test
    void afterAFailureNothingMoreIsBegunAndItIsThrownAsItWas() {
        IllegalStateException failure = new IllegalStateException("storage is away");
        AtomicInteger begun = new AtomicInteger();

        assertSame(
                failure,
                assertThrows(
                        IllegalStateException.class,
                        () -> SomeAtATime.map(IntStream.range(0, 1000).boxed().toList(), each -> {
                            begun.incrementAndGet();
                            throw failure;
                        })));
        assertTrue(begun.get() <= 16, () -> "begun: " + begun.get());
    }

    private static void await(CountDownLatch latch) {
        latch.countDown();
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
