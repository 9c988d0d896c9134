package dev.cosell.localhost.queue;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import com.azure.storage.queue.models.QueuesSegmentOptions;
import dev.cosell.localhost.app.Connection;
import dev.cosell.localhost.app.HostJson;
import dev.cosell.localhost.app.HostLog;
import dev.cosell.localhost.app.Listener;
import dev.cosell.localhost.app.StartFailure;
import dev.cosell.localhost.app.Trigger;
import dev.cosell.localhost.invoke.FunctionMethod;
import dev.cosell.localhost.invoke.Invoker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Takes messages from one queue and hands each to the function. Source: the storage extension's QueueListener.
 *
 * <p>At most {@code batchSize + newBatchThreshold} messages run at once. A missing queue counts as an empty one and is
 * not created.
 */
public final class QueueListener implements Listener {
    /** The lock of a received message; what a crash costs before the message is seen again. */
    public static final Duration LOCK = Duration.ofMinutes(10);

    /** Few and quick: the loop tries again anyway, and close must not wait long for a service that is gone. */
    private static final RetryOptions RETRIES = new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(200)));

    private final QueueServiceClient service;
    private final QueueClient queue;
    private final HostJson.Queues options;
    private final Duration lock;
    private final HostLog log;
    private final FunctionMethod function;
    private final Invoker invoker;
    private final MessageProcessor processor;
    private final Backoff backoff;
    /** One permit for each message that may run: a batch may be taken once so many are free. */
    private final Semaphore room;

    private final int roomSize;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService messages;
    private final ScheduledExecutorService clock;
    private final Thread poller;
    private boolean outage;
    private boolean exists;

    /** @param lock how long a message stays hidden while it is worked on, before the first renewal */
    public QueueListener(
            FunctionMethod function,
            Trigger.Queue trigger,
            HostJson.Queues options,
            Duration lock,
            Invoker invoker,
            HostLog log) {
        this.service = service(trigger.connection());
        String name = function.name();
        this.function = function;
        this.invoker = invoker;
        this.queue = service.getQueueClient(trigger.queueName());
        this.options = options;
        this.lock = lock;
        this.log = log;
        this.roomSize = options.batchSize() + options.newBatchThreshold();
        this.room = new Semaphore(roomSize);
        this.backoff = new Backoff(
                options.maxPollingInterval(), () -> ThreadLocalRandom.current().nextDouble());
        this.messages = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("message-" + name + "-", 0).factory());
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("locks-" + name).factory());
        this.processor = new MessageProcessor(
                function, invoker, options, PoisonQueue.of(service, trigger.queueName()), clock, log);
        this.poller = Thread.ofPlatform().daemon().name("queue-" + name).unstarted(this::poll);
    }

    /** @throws StartFailure if the SDK cannot read the connection string; its text is not repeated */
    private static QueueServiceClient service(Connection connection) {
        try {
            // Decoding is ours: a text that is not base64 must reach the poison queue as it is.
            return new QueueServiceClientBuilder()
                    .connectionString(connection.connectionString())
                    .messageEncoding(QueueMessageEncoding.NONE)
                    .retryOptions(RETRIES)
                    .buildClient();
        } catch (IllegalArgumentException e) {
            throw new StartFailure("the connection is no storage connection string; expected"
                    + " UseDevelopmentStorage=true or AccountName=...;AccountKey=...");
        }
    }

    public void start() {
        poller.start();
    }

    /** One call with a text that never was on the queue, waited for; its failure is only logged. */
    public void runNow(String input) {
        invoker.invoke(function, QueueEvents.manual(input));
    }

    @Override
    public void stop() {
        stop.countDown();
    }

    @Override
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        poller.join(limit);
        boolean idle =
                !poller.isAlive() && room.tryAcquire(roomSize, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        poller.interrupt();
        clock.shutdownNow();
        messages.shutdown();
        return idle;
    }

    private void poll() {
        try {
            while (stop.getCount() > 0) {
                room.acquire(options.batchSize());
                int taken = stop.getCount() > 0 ? startBatch() : 0;
                room.release(options.batchSize() - taken);
                if (taken > 0) {
                    backoff.reset();
                } else if (stop.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private int startBatch() {
        List<QueueMessageItem> batch = receive();
        for (QueueMessageItem item : batch) {
            messages.execute(() -> {
                try {
                    processor.process(new LockedMessage(queue, item, lock, log));
                } finally {
                    room.release();
                }
            });
        }
        return batch.size();
    }

    private List<QueueMessageItem> receive() {
        try {
            List<QueueMessageItem> batch = take();
            if (outage) {
                log.info("Queue " + queue.getQueueName() + " answers again");
            }
            outage = false;
            return batch;
        } catch (RuntimeException e) {
            if (!outage) {
                log.warning("Queue " + queue.getQueueName() + " does not answer; trying again until it does", e);
            }
            outage = true;
            return List.of();
        }
    }

    /** A missing queue is not asked for messages: the SDK logs the answer as an error, each time. */
    private List<QueueMessageItem> take() {
        exists = exists || isListed();
        if (!exists) {
            return List.of();
        }
        try {
            return queue.receiveMessages(options.batchSize(), lock, null, Context.NONE).stream()
                    .toList();
        } catch (QueueStorageException e) {
            if (StorageAnswer.isMissingQueue(e)) {
                exists = false;
                return List.of();
            }
            throw e;
        }
    }

    /** With metadata, which nobody needs: without, the SDK sends an empty parameter, which Azurite refuses. */
    private boolean isListed() {
        String name = queue.getQueueName();
        return service
                .listQueues(new QueuesSegmentOptions().setPrefix(name).setIncludeMetadata(true), null, Context.NONE)
                .stream()
                .anyMatch(listed -> listed.getName().equals(name));
    }
}
