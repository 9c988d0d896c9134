package dev.cosell.operate.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.operate.TestStorage;
import dev.cosell.store.ClosedPairs;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Retention.Terms TERMS = new Retention.Terms(Duration.ofDays(365), Duration.ofDays(30));

    private final TestStorage local = new TestStorage();
    private final TablePairs pairs = new TablePairs(local.storage());

    @Test
    void s11_eachIsForgottenWhenItsOwnTimeIsUpAndNothingBefore() {
        pairs.create(pair("r-closed", Phase.CLOSED));
        pairs.create(pair("r-open", Phase.IN_STEP));
        PoisonMessages parked = new PoisonMessages(local.storage(), local.queues());
        local.throwOnPoisonQueue(local.queues().crmUpdates(), "not ours");
        parked.drain(local.queues().crmUpdates());
        Instant today = local.storage().clock().instant();

        List<String> told = List.of(29, 31, 364, 366, 9999).stream()
                .map(days ->
                        retention(parked, today.plus(Duration.ofDays(days))).run())
                .toList();

        assertEquals(
                List.of(
                        "closedDealsForgotten=0 parkedMessagesForgotten=0",
                        "closedDealsForgotten=0 parkedMessagesForgotten=1",
                        "closedDealsForgotten=0 parkedMessagesForgotten=0",
                        "closedDealsForgotten=1 parkedMessagesForgotten=0",
                        "closedDealsForgotten=0 parkedMessagesForgotten=0"),
                told);
    }

    private Retention retention(PoisonMessages parked, Instant now) {
        return new Retention(new ClosedPairs(local.storage()), parked, TERMS, () -> now);
    }

    private static Pair pair(String id, Phase phase) {
        return Pair.fresh(new PairId(id), Instant.EPOCH).change().phase(phase).now();
    }
}
