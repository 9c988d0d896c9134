package dev.cosell.http;

import dev.cosell.problem.RemoteSystem;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls of this process since it started: reads and writes, by system. A budget can stand behind it later. */
public final class CallCounter implements CallMeter {
    /**
     * Calls to one system.
     *
     * @param unanswered of both, how many got no answer
     * @param failing how many of the latest in a row got no answer, or one that is no use: HTTP 429 and 5xx
     */
    public record Count(long reads, long writes, long unanswered, long failing) {}

    private record Tally(AtomicLong reads, AtomicLong writes, AtomicLong unanswered, AtomicLong failing) {
        Tally() {
            this(new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong());
        }
    }

    private static final int TOO_MANY = 429;
    private static final int SERVERS_FAULT = 500;

    private final Map<RemoteSystem, Tally> tallies = new EnumMap<>(RemoteSystem.class);

    public CallCounter() {
        for (RemoteSystem system : RemoteSystem.values()) {
            tallies.put(system, new Tally());
        }
    }

    @Override
    public void count(RemoteSystem system, String method, int status) {
        Tally tally = tallies.get(system);
        (method.equals("GET") ? tally.reads() : tally.writes()).incrementAndGet();
        if (status == 0) {
            tally.unanswered().incrementAndGet();
        }
        if (status == 0 || status == TOO_MANY || status >= SERVERS_FAULT) {
            tally.failing().incrementAndGet();
        } else {
            tally.failing().set(0);
        }
    }

    public Count of(RemoteSystem system) {
        Tally tally = tallies.get(system);
        return new Count(
                tally.reads().get(),
                tally.writes().get(),
                tally.unanswered().get(),
                tally.failing().get());
    }
}
