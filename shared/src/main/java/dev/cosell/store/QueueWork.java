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

    /** About how many messages wait on each work queue, delayed ones included; one transaction per queue. */
    public Map<String, Long> depths() {
        Map<String, Long> depths = new LinkedHashMap<>();
        queues.values().forEach(queue -> depths.put(queue.name(), queue.depth()));
        return depths;
    }

    /**
     * For how long the message that is next has been on a work queue, if one is due; one transaction per queue. One that
     * was put back with a delay counts from then on.
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
