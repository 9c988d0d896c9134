package dev.cosell.operate.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.TestStorage;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.problem.Problem;
import dev.cosell.store.QueueWork;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.SyncSettings;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.Solutions;
import dev.cosell.sync.port.UnmatchedPeople;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A pause on a real queue, with the host's part played as the host plays it. */
class PauseOnQueueTest {
    /** After so many failures the host would give a message up. */
    private static final int MAX_DEQUEUE_COUNT = 5;

    private static final Work WORK = new Work(
            Subject.referral("r1"), "m1", "referral-updated", Optional.of(Instant.EPOCH), Map.of("name", "f"), 3, "");

    private final TestStorage local = new TestStorage();
    private final MemoryStore store = new MemoryStore(() -> Instant.EPOCH);
    private final QueueWork queue = new QueueWork(local.storage(), local.queues());
    private final PartnerCenter partnerCenter = mock(PartnerCenter.class);
    private final Crm crm = mock(Crm.class);

    @Test
    void s23_howeverLongThePauseNoMessageExpiresAndNoTryIsCounted() {
        Worker worker = new Worker(
                work -> engine(),
                queue,
                store,
                () -> Instant.EPOCH,
                new Delays(),
                Telemetry.none().runs());
        QueueClient host = local.queueClient(local.queues().crmUpdates());
        queue.send(WORK, Duration.ZERO);

        for (int look = 0; look < 2 * MAX_DEQUEUE_COUNT; look++) {
            QueueMessageItem message = host.receiveMessage();
            assertEquals(1, message.getDequeueCount());
            assertTrue(message.getExpirationTime().isAfter(OffsetDateTime.now().plusYears(1000)));
            assertEquals(WORK, WorkCodec.decode(message.getBody().toString()).in(""));
            assertTrue(worker.work(message.getBody().toString()).contains("outcome=later"));
            host.deleteMessage(message.getMessageId(), message.getPopReceipt());
        }

        assertEquals(1, queue.depths().get(local.queues().crmUpdates()).waiting());
        verifyNoInteractions(partnerCenter, crm);
    }

    private SyncEngine engine() {
        return new SyncEngine(
                FieldMapFile.dynamics(),
                new Ports(
                        store,
                        store,
                        store,
                        queue,
                        store,
                        store,
                        partnerCenter,
                        crm,
                        () -> Instant.EPOCH,
                        () -> 0L,
                        Solutions.NONE,
                        UnmatchedPeople.UNLISTED,
                        new Paused()),
                SyncSettings.DEFAULT);
    }

    private static final class Paused implements Gate {
        @Override
        public Optional<Duration> waits(Side side) {
            return Optional.of(Duration.ZERO);
        }

        @Override
        public Optional<Problem> refusal(Intent intent) {
            throw new AssertionError("nothing is decided during a pause");
        }
    }
}
