package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link WorkQueue} promises. */
public abstract class WorkQueueContract {
    protected static final Work FROM_PARTNER_CENTER = work(Subject.referral("ref-1"));
    protected static final Work FROM_CRM = work(Subject.record(new RecordRef("opportunity", "rec-1")));
    private static final Duration DELAY = Duration.ofSeconds(2);

    private WorkQueue queue;

    /** New and empty. */
    protected abstract WorkQueue queue();

    /** The next visible message of the queue for hints from a side, for good. */
    protected abstract Optional<Work> take(Side from);

    /** Lets time go by. */
    protected abstract void pass(Duration time);

    /** What was parked of the queue for hints from a side. */
    protected abstract List<Map.Entry<Work, Problem>> parked(Side from);

    @BeforeEach
    void fresh() {
        queue = queue();
    }

    @Test
    void workTravelsWhole() {
        queue.send(FROM_PARTNER_CENTER, Duration.ZERO);

        assertEquals(Optional.of(FROM_PARTNER_CENTER), take(Side.PARTNER_CENTER));
        assertEquals(Optional.empty(), take(Side.PARTNER_CENTER));
    }

    @Test
    void eachSideHasAQueueOfItsOwn() {
        queue.send(FROM_CRM, Duration.ZERO);

        assertEquals(Optional.empty(), take(Side.PARTNER_CENTER));
        assertEquals(Optional.of(FROM_CRM), take(Side.CRM));
    }

    @Test
    void delayedWorkWaits() {
        queue.send(FROM_CRM, DELAY);
        assertEquals(Optional.empty(), take(Side.CRM));

        pass(DELAY);
        assertEquals(Optional.of(FROM_CRM), take(Side.CRM));
    }

    @Test
    void theLongestDelayIsSevenDays() {
        queue.send(FROM_CRM, Duration.ofDays(7));

        assertThrows(
                IllegalArgumentException.class,
                () -> queue.send(FROM_CRM, Duration.ofDays(7).plusSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> queue.send(FROM_CRM, Duration.ofSeconds(-1)));
    }

    @Test
    void sendingTwiceDeliversTwice() {
        queue.send(FROM_CRM, Duration.ZERO);
        queue.send(FROM_CRM, Duration.ZERO);

        assertEquals(Optional.of(FROM_CRM), take(Side.CRM));
        assertEquals(Optional.of(FROM_CRM), take(Side.CRM));
    }

    @Test
    void parkedWorkIsKeptWithItsReasonAndNotDelivered() {
        Problem problem = Problem.of(ProblemCode.UNAVAILABLE, "expected 200, found 503")
                .on("name")
                .retryAfter(Duration.ofSeconds(3));
        queue.park(FROM_PARTNER_CENTER, problem);

        assertEquals(Optional.empty(), take(Side.PARTNER_CENTER));
        assertEquals(List.of(Map.entry(FROM_PARTNER_CENTER, problem)), parked(Side.PARTNER_CENTER));
        assertEquals(List.of(), parked(Side.CRM));
    }

    private static Work work(Subject subject) {
        return new Work(
                subject,
                "mark-1",
                "referral-updated",
                Optional.of(Instant.parse("2026-03-01T10:00:00.1234567Z")),
                Map.of("name", "f1", "estimatedvalue", "f2"),
                2,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }
}
