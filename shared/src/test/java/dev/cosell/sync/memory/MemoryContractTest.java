package dev.cosell.sync.memory;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.store.CallLedgerContract;
import dev.cosell.store.ClaimsContract;
import dev.cosell.store.HintsContract;
import dev.cosell.store.IgnoredContract;
import dev.cosell.store.OutagesContract;
import dev.cosell.store.PairStoreContract;
import dev.cosell.store.WorkQueueContract;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.CallLedger;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.Ignored;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The fakes keep what the ports promise. */
class MemoryContractTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryStore store = new MemoryStore(clock);
    private final MemoryQueue queue = new MemoryQueue(clock);

    @Nested
    class AsHints extends HintsContract {
        @Override
        protected Hints hints() {
            return store;
        }
    }

    @Nested
    class AsClaims extends ClaimsContract {
        @Override
        protected Claims claims() {
            return store;
        }
    }

    @Nested
    class AsPairStore extends PairStoreContract {
        @Override
        protected PairStore pairs() {
            return store;
        }

        @Override
        protected List<AuditEntry> audit(PairId id) {
            return store.audit(id);
        }
    }

    @Nested
    class AsIgnored extends IgnoredContract {
        @Override
        protected Ignored ignored() {
            return store;
        }

        @Override
        protected void admit(String referralId) {
            store.admit(referralId);
        }

        @Override
        protected List<IgnoredReferral> kept() {
            return store.ignored();
        }
    }

    @Nested
    class AsOutages extends OutagesContract {
        @Override
        protected Outages outages() {
            return store;
        }
    }

    @Nested
    class AsCallLedger extends CallLedgerContract {
        @Override
        protected CallLedger ledger() {
            return new MemoryLedger();
        }
    }

    @Nested
    class AsWorkQueue extends WorkQueueContract {
        @Override
        protected WorkQueue queue() {
            return queue;
        }

        @Override
        protected Optional<Work> take(Side from) {
            return queue.poll(MemoryQueue.queueFrom(from)).map(delivery -> {
                queue.complete(delivery);
                return delivery.work();
            });
        }

        @Override
        protected void pass(Duration time) {
            clock.advance(time);
        }

        @Override
        protected List<Map.Entry<Work, Problem>> parked(Side from) {
            return queue.parked().stream()
                    .filter(parked -> parked.queue().equals(MemoryQueue.queueFrom(from)))
                    .map(parked -> Map.entry(parked.work(), parked.problem()))
                    .toList();
        }
    }
}
