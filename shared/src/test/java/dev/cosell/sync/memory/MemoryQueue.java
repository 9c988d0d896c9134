package dev.cosell.sync.memory;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The work queues in memory: delayed visibility, at-least-once delivery, poison queues. Time is the given clock's, so a
 * test decides when a delay is over. Single-threaded and deterministic.
 *
 * <p>Like Storage Queue, a message that was polled is only hidden: unless it is {@link #complete completed} it comes back
 * after {@link #LOCK}, or at once after {@link #abandon}. Sends are announced to a hook as {@link Steps} says, under the
 * names {@code queue.send}, {@code queue.park} and {@code queue.complete}.
 */
public final class MemoryQueue implements WorkQueue {
    public static final String CRM_UPDATES = "crm-updates";
    public static final String PARTNER_CENTER_UPDATES = "partner-center-updates";
    /** How long the Functions host hides a message while a worker has it. */
    public static final Duration LOCK = Duration.ofMinutes(10);

    private static final Duration LONGEST_DELAY = Duration.ofDays(7);

    /**
     * A message as a worker gets it.
     *
     * @param dequeueCount 1 the first time
     */
    public record Delivery(long id, String queue, Work work, int dequeueCount) {}

    /** Work that was put aside. */
    public record Parked(String queue, Work work, Problem problem) {}

    private static final class Message {
        private final long id;
        private final String queue;
        private final Work work;
        private Instant visibleAt;
        private int dequeueCount;

        private Message(long id, String queue, Work work, Instant visibleAt) {
            this.id = id;
            this.queue = queue;
            this.work = work;
            this.visibleAt = visibleAt;
        }
    }

    private final InstantSource clock;
    private final Steps steps;
    private final List<Message> messages = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private final Set<String> marks = new HashSet<>();
    private long ids;

    public MemoryQueue(InstantSource clock) {
        this(clock, step -> {});
    }

    public MemoryQueue(InstantSource clock, Consumer<String> hook) {
        this.clock = clock;
        this.steps = new Steps(hook);
    }

    /** The queue on which work about a subject of this side travels. */
    public static String queueFrom(Side side) {
        return side == Side.PARTNER_CENTER ? CRM_UPDATES : PARTNER_CENTER_UPDATES;
    }

    @Override
    public void send(Work work, Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("expected a delay of 0 to 7 days, found " + delay);
        }
        steps.run("queue.send", () -> {
            Instant visibleAt = clock.instant().plus(delay);
            messages.add(new Message(++ids, queueFrom(work.subject().side()), work, visibleAt));
            marks.add(work.mark());
        });
    }

    @Override
    public void park(Work work, Problem problem) {
        steps.run("queue.park", () -> {
            parked.add(new Parked(queueFrom(work.subject().side()), work, problem));
        });
    }

    /** The message that has been visible longest, hidden for {@link #LOCK}. */
    public Optional<Delivery> poll(String queue) {
        return visible(queue).stream().findFirst().map(this::hand);
    }

    /** Any visible message, since Storage Queue promises no order; hidden for {@link #LOCK}. */
    public Optional<Delivery> poll(String queue, RandomGenerator random) {
        List<Message> visible = visible(queue);
        return visible.isEmpty() ? Optional.empty() : Optional.of(hand(visible.get(random.nextInt(visible.size()))));
    }

    /** Removes a message whose work is done, unless somebody else got it meanwhile: then it is theirs. */
    public void complete(Delivery delivery) {
        steps.run("queue.complete", () -> {
            messages.removeIf(message -> isStillHeld(message, delivery));
        });
    }

    /** Gives a message back at once, as the host does when a function throws. */
    public void abandon(Delivery delivery) {
        messages.stream().filter(message -> isStillHeld(message, delivery)).forEach(message -> {
            message.visibleAt = clock.instant();
        });
    }

    private static boolean isStillHeld(Message message, Delivery delivery) {
        return message.id == delivery.id() && message.dequeueCount == delivery.dequeueCount();
    }

    /** When the next message becomes (or became) visible, so that a simulation can move its clock there. */
    public Optional<Instant> nextVisible() {
        return messages.stream().map(message -> message.visibleAt).min(Comparator.naturalOrder());
    }

    /** How many messages wait on a queue, hidden ones included. */
    public int size(String queue) {
        return (int)
                messages.stream().filter(message -> message.queue.equals(queue)).count();
    }

    /** Everything that was parked, oldest first. */
    public List<Parked> parked() {
        return List.copyOf(parked);
    }

    /** Whether there ever was a message with this mark. */
    public boolean everHeld(String mark) {
        return marks.contains(mark);
    }

    private List<Message> visible(String queue) {
        Instant now = clock.instant();
        return messages.stream()
                .filter(message -> message.queue.equals(queue) && !message.visibleAt.isAfter(now))
                .sorted(Comparator.<Message, Instant>comparing(message -> message.visibleAt)
                        .thenComparing(message -> message.id))
                .toList();
    }

    private Delivery hand(Message message) {
        message.dequeueCount++;
        message.visibleAt = clock.instant().plus(LOCK);
        return new Delivery(message.id, message.queue, message.work, message.dequeueCount);
    }
}
