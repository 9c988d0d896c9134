package dev.cosell.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Small cases come out as on paper. */
class PlayTest {
    private static final double CLOSE = 0.01;
    private static final List<String> EDIT = List.of(
            "merge hints",
            "send queue",
            "receive queue",
            "get hints",
            "get pairs",
            "replace pairs",
            "transact pairs",
            "delete queue");
    private static final Message CHANGE = Message.counted(EDIT, List.of(false, true), true);
    private static final Message ON_LISTS = Message.counted(
            List.of("merge hints", "send queue", "receive queue", "put index", "delete queue"), List.of(), true);

    @Test
    void aWorkerAloneTakesAsLongAsItsStepsTogether() {
        Result result = Play.of(plan(1, 1, Set.of()), List.of(CHANGE));

        assertEquals(60 / (6 * 0.010 + 2 * 0.5), result.changesPerMinute(), 1);
        assertEquals(Optional.empty(), result.bottleneck(Set.of(Limit.values())));
    }

    @Test
    void whatIsUsedIsWhatIsDone() {
        Result result = Play.of(plan(2, 12, Set.of()), List.of(CHANGE));

        double changesPerSecond = 24 / 1.06;
        assertEquals(changesPerSecond * 8 / 20_000, result.used().get(Limit.ACCOUNT), 0.001);
        assertEquals(changesPerSecond / 2_000, result.used().get(Limit.QUEUE), 0.001);
        assertEquals(0.0, result.used().get(Limit.LISTS));
    }

    @Test
    void aLimitLetsThroughWhatItSaysHoweverManyComeToIt() {
        Result result = Play.of(plan(40, 12, Set.of(Limit.DATAVERSE)), List.of(CHANGE));

        assertEquals(20 * 60, result.changesPerMinute(), 20 * 60 * CLOSE);
        assertEquals(Optional.of(Limit.DATAVERSE), result.bottleneck(Set.of(Limit.values())));
    }

    @Test
    void aPartitionCountsRowsNotTransactions() {
        Result result = Play.of(plan(40, 12, Set.of(Limit.values())), List.of(ON_LISTS));

        assertEquals(2_000.0 / 14 * 60, result.changesPerMinute(), 2_000.0 / 14 * 60 * CLOSE);
        assertEquals(Optional.of(Limit.LISTS), result.bottleneck(Set.of(Limit.values())));
    }

    @Test
    void anEchoIsNoChange() {
        Message first = Message.counted(EDIT, List.of(false, true), false);
        Message echo = Message.counted(EDIT, List.of(), true);

        Result result = Play.of(plan(1, 1, Set.of()), List.of(first, echo));

        assertEquals(60 / (12 * 0.010 + 2 * 0.5), result.changesPerMinute(), 1);
    }

    @Test
    void theSamePlanGivesTheSameResult() {
        Plan plan = plan(64, 12, Set.of(Limit.values()));

        assertEquals(Play.of(plan, List.of(CHANGE, ON_LISTS)), Play.of(plan, List.of(CHANGE, ON_LISTS)));
    }

    private static Plan plan(int instances, int each, Set<Limit> limits) {
        return new Plan(instances, each, Duration.ofMillis(10), Duration.ofMillis(500), limits, Duration.ofMinutes(1));
    }
}
