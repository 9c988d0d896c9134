package dev.cosell.localhost.queue;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import java.util.Optional;

/** Where messages go that failed too often: {@code NAME-poison}, created when the first one comes. */
final class PoisonQueue {
    private static final String SUFFIX = "-poison";
    private static final int LONGEST_NAME = 63;

    private final QueueClient queue;

    private PoisonQueue(QueueClient queue) {
        this.queue = queue;
    }

    /** Nothing for a queue that is a poison queue itself, or whose poison queue could not be named. */
    static Optional<PoisonQueue> of(QueueServiceClient service, String queueName) {
        return Optional.of(queueName + SUFFIX)
                .filter(name -> !queueName.endsWith(SUFFIX) && name.length() <= LONGEST_NAME)
                .map(name -> new PoisonQueue(service.getQueueClient(name)));
    }

    String name() {
        return queue.getQueueName();
    }

    /** @param text the message as it was, still encoded */
    void add(String text) {
        queue.createIfNotExists();
        queue.sendMessage(text);
    }
}
