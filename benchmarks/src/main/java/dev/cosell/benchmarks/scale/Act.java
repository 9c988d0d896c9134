package dev.cosell.benchmarks.scale;

import java.util.Map;

/**
 * Something a worker does and waits for.
 *
 * @param remote whether it is a call to Partner Center or the CRM, else a storage transaction
 * @param takes how much of each limit
 */
record Act(boolean remote, Map<Limit, Integer> takes) {
    /** Rows that a deal has on lists when it is put there: phase, reminder, answer and the words of its name and customer. */
    private static final int ROWS_OF_LISTS = 14;

    Act {
        takes = Map.copyOf(takes);
    }

    /** @param name as {@code benchmarks/run syncs} calls a transaction, for instance {@code put index} */
    static Act transaction(String name) {
        String of = name.substring(name.indexOf(' ') + 1);
        if (of.equals("queue")) {
            // The rest of a message's way is part of the same message.
            return name.equals("receive queue")
                    ? new Act(false, Map.of(Limit.ACCOUNT, 1, Limit.QUEUE, 1))
                    : new Act(false, Map.of(Limit.ACCOUNT, 1));
        }
        if (of.endsWith("index")) {
            return new Act(false, Map.of(Limit.ACCOUNT, 1, Limit.LISTS, name.startsWith("put") ? ROWS_OF_LISTS : 1));
        }
        return new Act(false, Map.of(Limit.ACCOUNT, 1));
    }

    static Act call(boolean toCrm) {
        return new Act(true, toCrm ? Map.of(Limit.DATAVERSE, 1) : Map.of());
    }
}
