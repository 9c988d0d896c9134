package dev.cosell.benchmarks.scale;

import java.util.List;
import java.util.stream.Stream;

/**
 * One event: its acceptance, for which no worker of the queue is needed, and the work on its message.
 *
 * @param accepted what the acceptance does
 * @param worked what a worker does, one after the other
 * @param lastOfChange whether the change that led to it is across when it is done, echoes included
 */
public record Message(List<Act> accepted, List<Act> worked, boolean lastOfChange) {
    /** The mark of the hint, and the message. */
    private static final int ACCEPTANCE = 2;

    public Message {
        accepted = List.copyOf(accepted);
        worked = List.copyOf(worked);
    }

    /**
     * From what was counted.
     *
     * @param transactions of storage by name, in order; the first two accept the event
     * @param calls of the work: whether each is one to the CRM
     */
    public static Message counted(List<String> transactions, List<Boolean> calls, boolean lastOfChange) {
        List<Act> stored = transactions.stream().map(Act::transaction).toList();
        return new Message(
                stored.subList(0, ACCEPTANCE),
                Stream.concat(
                                stored.subList(ACCEPTANCE, stored.size()).stream(),
                                calls.stream().map(Act::call))
                        .toList(),
                lastOfChange);
    }

    /** How much of a limit it takes in all, its acceptance included. */
    public int takes(Limit limit) {
        return Stream.concat(accepted.stream(), worked.stream())
                .mapToInt(act -> act.takes().getOrDefault(limit, 0))
                .sum();
    }
}
