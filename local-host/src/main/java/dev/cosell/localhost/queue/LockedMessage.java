package dev.cosell.localhost.queue;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import dev.cosell.localhost.app.HostLog;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A received message and its lock, which is renewed at half time for as long as the function runs. Each renewal changes
 * the pop receipt, so all calls on the message go through here, one at a time.
 */
final class LockedMessage {
    private final QueueClient queue;
    private final QueueMessageItem item;
    private final Duration lock;
    private final HostLog log;
    private String popReceipt;
    private boolean settled;

    LockedMessage(QueueClient queue, QueueMessageItem item, Duration lock, HostLog log) {
        this.queue = queue;
        this.item = item;
        this.lock = lock;
        this.log = log;
        this.popReceipt = item.getPopReceipt();
    }

    QueueMessageItem item() {
        return item;
    }

    String text() {
        return item.getBody().toString();
    }

    ScheduledFuture<?> keepLocked(ScheduledExecutorService clock) {
        long half = lock.dividedBy(2).toMillis();
        return clock.scheduleWithFixedDelay(
                () -> Thread.startVirtualThread(this::renew), half, half, TimeUnit.MILLISECONDS);
    }

    /** Removes the message; not ours any more is fine. */
    synchronized void delete() {
        settled = true;
        ifStillOurs(() -> queue.deleteMessage(item.getMessageId(), popReceipt));
    }

    /** Gives the message back, visible again after the delay; not ours any more is fine. */
    synchronized void release(Duration delay) {
        settled = true;
        ifStillOurs(() -> hide(delay));
    }

    private synchronized void renew() {
        if (settled) {
            return;
        }
        try {
            hide(lock);
        } catch (RuntimeException e) {
            log.warning(
                    "Could not renew the lock of message " + item.getMessageId() + " on " + queue.getQueueName(), e);
        }
    }

    private void hide(Duration delay) {
        // No text: the service then keeps the message as it is.
        popReceipt = queue.updateMessage(item.getMessageId(), popReceipt, null, delay)
                .getPopReceipt();
    }

    private static void ifStillOurs(Runnable call) {
        try {
            call.run();
        } catch (QueueStorageException e) {
            if (!StorageAnswer.isLostMessage(e)) {
                throw e;
            }
        }
    }
}
