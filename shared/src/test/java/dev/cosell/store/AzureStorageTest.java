package dev.cosell.store;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;

/** Table Storage and Storage Queue keep what the ports promise. */
class AzureStorageTest {
    private final LocalStorage local = new LocalStorage();

    @Nested
    class AsHints extends HintsContract {
        @Override
        protected Hints hints() {
            return new TableHints(local.storage());
        }
    }

    @Nested
    class AsClaims extends ClaimsContract {
        @Override
        protected Claims claims() {
            return new TableClaims(local.storage());
        }
    }

    @Nested
    class AsPairStore extends PairStoreContract {
        @Override
        protected PairStore pairs() {
            return new TablePairs(local.storage());
        }

        @Override
        protected List<AuditEntry> audit(PairId id) {
            return new PairDirectory(local.storage())
                    .audit(id, Optional.empty(), 100)
                    .items();
        }
    }

    @Nested
    class AsIgnored extends IgnoredContract {
        private final TableIgnored ignored = new TableIgnored(local.storage());

        @Override
        protected Ignored ignored() {
            return ignored;
        }

        @Override
        protected void admit(String referralId) {
            ignored.admit(referralId, "Grace Hopper", Instant.parse("2026-03-01T11:00:00Z"));
        }

        @Override
        protected List<IgnoredReferral> kept() {
            return ignored.list(Optional.empty(), 10).items();
        }
    }

    @Nested
    class AsOutages extends OutagesContract {
        @Override
        protected Outages outages() {
            return new TableOutages(local.storage());
        }
    }

    @Nested
    class AsCallLedger extends CallLedgerContract {
        @Override
        protected CallLedger ledger() {
            return new TableCalls(local.storage());
        }
    }

    @Nested
    class AsWorkQueue extends WorkQueueContract {
        @Override
        protected WorkQueue queue() {
            return new QueueWork(local.storage(), local.queues());
        }

        @Override
        protected Optional<Work> take(Side from) {
            return local.storage().queue(local.queues().from(from)).take(1, Duration.ofMinutes(1)).stream()
                    .findFirst()
                    .map(message -> {
                        local.storage().queue(local.queues().from(from)).delete(message);
                        return WorkCodec.decode(new String(message.body(), StandardCharsets.UTF_8));
                    });
        }

        /** The queue's clock is its own, so here time really has to go by. */
        @Override
        protected void pass(Duration time) {
            try {
                TimeUnit.MILLISECONDS.sleep(time.toMillis() + 200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a delayed message", e);
            }
        }

        @Override
        protected List<Map.Entry<Work, Problem>> parked(Side from) {
            return new PoisonMessages(local.storage(), local.queues())
                    .list(local.queues().from(from), Optional.empty(), 10).items().stream()
                            .map(message -> Map.entry(
                                    message.work().orElseThrow(),
                                    message.problem().orElseThrow()))
                            .toList();
        }
    }
}
