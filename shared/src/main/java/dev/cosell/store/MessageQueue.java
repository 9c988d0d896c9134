package dev.cosell.store;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One queue. Bodies travel as Base64, as host.json's {@code messageEncoding} says. The queue is made when a send finds it
 * missing. Every method is one storage transaction.
 *
 * <p>All throw {@link dev.cosell.problem.Failure} with {@code STORAGE_UNAVAILABLE}.
 */
final class MessageQueue {
    /** The most that one call gives. */
    static final int LARGEST_BATCH = 32;

    private static final Duration NEVER = Duration.ofSeconds(-1);

    /**
     * A message that was taken; it comes back when its lease ends unless it is deleted.
     *
     * @param body decoded; as it stands if it was not Base64
     */
    record Taken(String id, String receipt, byte[] body, Instant insertedAt) {}

    private final String name;
    private final Supplier<QueueClient> client;

    MessageQueue(String name, Supplier<QueueClient> client) {
        this.name = name;
        this.client = client;
    }

    String name() {
        return name;
    }

    /**
     * Sends a message that never expires.
     *
     * @param delay rounded up: storage counts whole seconds, and who comes too early only goes round again
     */
    void send(String body, Duration delay) {
        send(body, delay, NEVER);
    }

    /** @param life after which storage drops the message, read or not; at least a second */
    void send(String body, Duration delay, Duration life) {
        String encoded = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
        Duration hidden = wholeSeconds(delay);
        call("send", context -> {
            try {
                return client.get().sendMessageWithResponse(encoded, hidden, life, null, context);
            } catch (QueueStorageException refused) {
                if (refused.getStatusCode() != 404) {
                    throw refused;
                }
                // Creating an existing queue is no error, so that two instances may do it at once.
                client.get().createIfNotExistsWithResponse(null, null, TransactionPolicy.named("create " + name));
                return client.get().sendMessageWithResponse(encoded, hidden, life, null, context);
            }
        });
    }

    /** The SDK would cut the fraction off. */
    private static Duration wholeSeconds(Duration delay) {
        return Duration.ofSeconds(delay.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /**
     * Takes visible messages and hides them for a while; none if the queue is missing.
     *
     * @param most 1 to {@link #LARGEST_BATCH}
     */
    List<Taken> take(int most, Duration lease) {
        return call("receive", context -> {
            try {
                return client.get().receiveMessages(most, lease, null, context).stream()
                        .map(MessageQueue::taken)
                        .toList();
            } catch (QueueStorageException refused) {
                if (refused.getStatusCode() != 404) {
                    throw refused;
                }
                return List.of();
            }
        });
    }

    /** Deletes a taken message; one that somebody else has taken since stays. */
    void delete(Taken message) {
        call("delete", context -> {
            try {
                client.get().deleteMessageWithResponse(message.id(), message.receipt(), null, context);
            } catch (QueueStorageException refused) {
                // 404: gone, perhaps by our own first try. 400 PopReceiptMismatch: taken by another, who deletes it.
                if (refused.getStatusCode() != 404 && refused.getStatusCode() != 400) {
                    throw refused;
                }
            }
            return null;
        });
    }

    /** About how many messages there are, hidden ones included; 0 if the queue is missing. */
    long depth() {
        return call("depth", context -> {
            try {
                return client.get()
                        .getPropertiesWithResponse(null, context)
                        .getValue()
                        .getApproximateMessagesCountLong();
            } catch (QueueStorageException refused) {
                if (refused.getStatusCode() != 404) {
                    throw refused;
                }
                return 0L;
            }
        });
    }

    /** When the message that is next was queued; nothing if none is visible. */
    Optional<Instant> oldest() {
        return call("peek", context -> {
            try {
                return client.get().peekMessages(1, null, context).stream()
                        .findFirst()
                        .map(message -> message.getInsertionTime().toInstant());
            } catch (QueueStorageException refused) {
                if (refused.getStatusCode() != 404) {
                    throw refused;
                }
                return Optional.empty();
            }
        });
    }

    /** How many messages could be taken now, counted up to {@link #LARGEST_BATCH}; 0 if the queue is missing. */
    long due() {
        return call("peek", context -> {
            try {
                return client.get().peekMessages(LARGEST_BATCH, null, context).stream()
                        .count();
            } catch (QueueStorageException refused) {
                if (refused.getStatusCode() != 404) {
                    throw refused;
                }
                return 0L;
            }
        });
    }

    private <T> T call(String operation, Function<Context, T> call) {
        String named = operation + " " + name;
        return StorageProblems.guard(named, () -> call.apply(TransactionPolicy.named(named)));
    }

    private static Taken taken(QueueMessageItem item) {
        return new Taken(
                item.getMessageId(),
                item.getPopReceipt(),
                decoded(item.getBody().toBytes()),
                item.getInsertionTime().toInstant());
    }

    private static byte[] decoded(byte[] body) {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException notBase64) {
            // A foreign message: kept as it stands, so that operators see what was sent.
            return body;
        }
    }
}
