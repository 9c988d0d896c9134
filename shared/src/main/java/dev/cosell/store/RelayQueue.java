package dev.cosell.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The queue of callbacks that are to be passed on, and its poison queue. A message is {@code {"v":1,"event":"...",
 * "headers":{...},"body":"<Base64>","to":["..."],"attempt":0}}; a parked one can be moved back as it is.
 *
 * <p>All methods throw {@link Failure} with {@code STORAGE_UNAVAILABLE}.
 */
public final class RelayQueue {
    /** A queue takes 64 KiB, which is 48 KiB before Base64; a body, Base64 in itself, at most about 34 KiB of it. */
    private static final int LARGEST = 48 * 1024;

    /** Kept free in a new callback, for the ids of those who do not take it. */
    private static final int ROOM_FOR_TARGETS = 256;

    /** As many as a request may take. */
    private static final int MOST_BATCHES = 10;

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final MessageQueue queue;
    private final MessageQueue poison;

    /** @param name its poison queue is called the same plus {@code -poison}, as the Functions host does */
    public RelayQueue(Storage storage, String name) {
        this.queue = storage.queue(name);
        this.poison = storage.queue(QueueNames.poison(name));
    }

    /**
     * Queues a callback.
     *
     * @return false if it is larger than a queue takes, now or once it names who did not take it; then nothing happened
     */
    public boolean send(RelayMessage message, Duration delay) {
        String text = encode(message);
        int room = message.to().isEmpty() ? ROOM_FOR_TARGETS : 0;
        if (text.length() + room > LARGEST) {
            return false;
        }
        queue.send(text, delay);
        return true;
    }

    /** Puts a callback aside that was given up. */
    public void park(RelayMessage message) {
        poison.send(encode(message), Duration.ZERO);
    }

    /** About how many callbacks wait, delayed ones included. */
    public long waiting() {
        return queue.depth();
    }

    /** About how many were given up. */
    public long parked() {
        return poison.depth();
    }

    /**
     * Queues those again that were given up, from the first attempt on; after a crash in between one may be queued twice.
     *
     * @param goes whether there is anybody to take a callback now; one that nobody takes stays parked
     * @return how many; at most 320, and none that nobody can read, which stay parked
     */
    public int requeueParked(Predicate<RelayMessage> goes) {
        return settle(parked -> {
            Optional<RelayMessage> message = readable(parked).filter(goes);
            message.ifPresent(found -> queue.send(encode(afresh(found)), Duration.ZERO));
            return message.isPresent();
        });
    }

    /**
     * Forgets those that were given up, for good.
     *
     * @return how many; at most 320
     */
    public int discardParked() {
        return settle(parked -> true);
    }

    /** @param done whether a parked message need not be kept any more */
    private int settle(Predicate<MessageQueue.Taken> done) {
        int settled = 0;
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            List<MessageQueue.Taken> taken = poison.take(MessageQueue.LARGEST_BATCH, LEASE);
            List<MessageQueue.Taken> over = taken.stream().filter(done).toList();
            over.forEach(poison::delete);
            settled += over.size();
            if (taken.size() < MessageQueue.LARGEST_BATCH) {
                break;
            }
        }
        return settled;
    }

    /**
     * Reads a message.
     *
     * @param text as the queue trigger gives it, Base64 removed
     * @throws Failure {@code MESSAGE_UNREADABLE}, never quoting the text
     */
    public static RelayMessage decode(String text) {
        try {
            JsonNode json = Json.parse(text);
            List<String> to = new ArrayList<>();
            json.path("to").forEach(target -> to.add(target.asText()));
            if (json.path("event").isTextual() && json.path("body").isTextual()) {
                return new RelayMessage(
                        json.path("event").asText(),
                        Json.map(json, "headers", JsonNode::asText),
                        Base64.getDecoder().decode(json.path("body").asText()),
                        List.copyOf(to),
                        json.path("attempt").asInt());
            }
        } catch (JsonProcessingException | IllegalArgumentException notOurs) {
            // Not chained: a parser quotes what it read.
            throw unreadable();
        }
        throw unreadable();
    }

    private static Failure unreadable() {
        return Problem.of(ProblemCode.MESSAGE_UNREADABLE, "expected a callback to pass on, found another message")
                .failure();
    }

    /** A message as it stands on the queue. */
    public static String encode(RelayMessage message) {
        ObjectNode json = Json.object().put("v", 1).put("event", message.event());
        Json.put(json, "headers", message.headers(), TextNode::valueOf);
        json.put("body", Base64.getEncoder().encodeToString(message.body()));
        message.to().forEach(json.putArray("to")::add);
        return Json.text(json.put("attempt", message.attempt()));
    }

    private static RelayMessage afresh(RelayMessage parked) {
        return new RelayMessage(parked.event(), parked.headers(), parked.body(), parked.to(), 0);
    }

    private static Optional<RelayMessage> readable(MessageQueue.Taken parked) {
        try {
            return Optional.of(decode(new String(parked.body(), StandardCharsets.UTF_8)));
        } catch (Failure notOurs) {
            return Optional.empty();
        }
    }
}
