package dev.cosell.store;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.WorkQueue;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Work and poison queues on Storage Queue; each method is one transaction, messages are those of {@link WorkCodec}. */
public final class QueueWork implements WorkQueue {
    private static final Duration LONGEST_DELAY = Duration.ofDays(7);

    private final StorageClock clock;
    private final Map<Side, MessageQueue> queues = new EnumMap<>(Side.class);
    private final Map<Side, MessageQueue> poison = new EnumMap<>(Side.class);

    public QueueWork(Storage storage, QueueNames names) {
        this.clock = storage.clock();
        for (Side side : Side.values()) {
            queues.put(side, storage.queue(names.from(side)));
            poison.put(side, storage.queue(QueueNames.poison(names.from(side))));
        }
    }

    /** @throws IllegalArgumentException for a delay below zero or above seven days */
    @Override
    public void send(Work work, Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("expected a delay of 0 to 7 days, found " + delay);
        }
        queues.get(work.subject().side()).send(WorkCodec.encode(work), delay);
    }

    @Override
    public void park(Work work, Problem problem) {
        poison.get(work.subject().side()).send(WorkCodec.encodeParked(work, problem, clock.instant()), Duration.ZERO);
    }

    /**
     * About how many messages a work queue has.
     *
     * @param waiting for a worker
     * @param delayed for their time: reminders, later tries, and those that a worker is at
     */
    public record Depth(long waiting, long delayed) {}

    /**
     * Storage counts all messages together and shows only the first of those that are due. So where more are due than it
     * shows, all count as waiting. Two transactions per queue.
     */
    public Map<String, Depth> depths() {
        Map<String, Depth> depths = new LinkedHashMap<>();
        queues.values().forEach(queue -> {
            long all = queue.depth();
            long due = queue.due();
            long waiting = due < MessageQueue.LARGEST_BATCH ? Math.min(due, all) : all;
            depths.put(queue.name(), new Depth(waiting, all - waiting));
        });
        return depths;
    }

    /**
     * For how long the message that is next has been on a work queue, if one is due; one transaction per queue. It counts
     * from when it was put there, its delay included: a peek does not show when it became due.
     */
    public Map<String, Duration> ages() {
        Map<String, Duration> ages = new LinkedHashMap<>();
        queues.values()
                .forEach(queue -> queue.oldest()
                        .map(since -> Duration.between(since, clock.instant()))
                        .ifPresent(age -> ages.put(queue.name(), age.isNegative() ? Duration.ZERO : age)));
        return ages;
    }
}
