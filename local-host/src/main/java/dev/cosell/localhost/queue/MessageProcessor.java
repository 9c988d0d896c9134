package dev.cosell.localhost.queue;

import dev.cosell.localhost.app.HostJson;
import dev.cosell.localhost.app.HostLog;
import dev.cosell.localhost.invoke.FunctionMethod;
import dev.cosell.localhost.invoke.Invoker;
import dev.cosell.localhost.invoke.Outcome;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;

/** What becomes of one message: done, tried again, or poison. Source: the storage extension's QueueProcessor. */
final class MessageProcessor {
    private final FunctionMethod function;
    private final Invoker invoker;
    private final HostJson.Queues options;
    private final Optional<PoisonQueue> poison;
    private final ScheduledExecutorService clock;
    private final HostLog log;

    MessageProcessor(
            FunctionMethod function,
            Invoker invoker,
            HostJson.Queues options,
            Optional<PoisonQueue> poison,
            ScheduledExecutorService clock,
            HostLog log) {
        this.function = function;
        this.invoker = invoker;
        this.options = options;
        this.poison = poison;
        this.clock = clock;
        this.log = log;
    }

    /** Never throws: when storage fails now, the message comes back after its lock. */
    void process(LockedMessage message) {
        ScheduledFuture<?> renewal = message.keepLocked(clock);
        try {
            settle(message);
        } catch (RuntimeException e) {
            log.error(
                    "Could not settle message " + message.item().getMessageId() + " of function '" + function.name()
                            + "'; it comes back when its lock ends",
                    e);
        } finally {
            renewal.cancel(false);
        }
    }

    private void settle(LockedMessage message) {
        long tries = message.item().getDequeueCount();
        Optional<byte[]> content = QueueEvents.decode(message.text(), options.base64());
        if (content.isEmpty()) {
            park(message, "its text is not base64, as messageEncoding in host.json promises");
        } else if (tries > options.maxDequeueCount()) {
            park(message, "it was taken " + tries + " times, more than maxDequeueCount");
        } else {
            switch (invoker.invoke(function, QueueEvents.of(message.item(), content.get()))) {
                case Outcome.Returned returned -> message.delete();
                case Outcome.Failed failed
                when tries >= options.maxDequeueCount() -> park(message, "it failed " + tries + " times");
                case Outcome.Failed failed -> message.release(options.visibilityTimeout());
            }
        }
    }

    private void park(LockedMessage message, String reason) {
        String subject = "Message " + message.item().getMessageId() + " of function '" + function.name() + "'";
        if (poison.isEmpty()) {
            log.warning(subject + " has no poison queue to go to and stays hidden until its lock ends: " + reason);
            return;
        }
        poison.get().add(message.text());
        message.delete();
        log.warning(subject + " was moved to " + poison.get().name() + ": " + reason);
    }
}
