package dev.cosell.operate.notice;

import dev.cosell.store.PoisonChoice;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says what was parked without a pair whose change would tell: by the Functions host, because nobody can read it, or before
 * there was a pair.
 */
public final class ParkedWatch {
    private final PoisonMessages messages;
    private final QueueNames queues;
    private final Notices notices;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public ParkedWatch(PoisonMessages messages, QueueNames queues, Notices notices, InstantSource clock) {
        this.messages = messages;
        this.queues = queues;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * For a timer, at least a quarter past each hour: tells of the last whole hour, whose messages the sweep has moved to
     * the list by then.
     */
    public void run() {
        Instant now = clock.instant();
        Instant end = now.truncatedTo(ChronoUnit.HOURS);
        Instant start = end.minus(1, ChronoUnit.HOURS);
        Map<String, Integer> reasons = new TreeMap<>();
        messages.each(PoisonChoice.allOf(queues.all()), Optional.of(end), message -> {
            if (!message.parkedAt().isBefore(start) && hasNoPair(message)) {
                reasons.merge(message.reason(), 1, Integer::sum);
            }
            return true;
        });
        if (!reasons.isEmpty()) {
            notices.tell(new Notice(
                    Notice.Kind.MESSAGE_PARKED,
                    "poison list",
                    "Messages were parked between " + start + " and " + end + ": "
                            + reasons.entrySet().stream()
                                    .map(each -> each.getKey() + " " + each.getValue())
                                    .collect(Collectors.joining(", "))
                            + ". GET /api/poison/groups says more.",
                    now));
        }
    }

    /** The attempts of work that has a pair are counted there, not in the message. */
    private static boolean hasNoPair(PoisonMessage message) {
        return message.problem().isEmpty()
                || message.work().filter(work -> work.attempt() == 0).isEmpty();
    }
}
