package dev.cosell.http;

import dev.cosell.problem.RemoteSystem;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** What a system counted itself: calls of the last 24 hours, whoever made them, and how many it allows. */
    public record Told(long used, long allowed) {}

    private record Tally(AtomicLong reads, AtomicLong writes, AtomicLong unanswered, AtomicLong failing) {
        Tally() {
            this(new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong());
        }
    }

    private static final int TOO_MANY = 429;
    private static final int SERVERS_FAULT = 500;

    private final Map<RemoteSystem, Tally> tallies = new EnumMap<>(RemoteSystem.class);
    private final Map<RemoteSystem, Told> told = new ConcurrentHashMap<>();

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

    @Override
    public void told(RemoteSystem system, long used, long allowed) {
        told.put(system, new Told(used, allowed));
    }

    /** What a system said last; nothing if it never did. */
    public Optional<Told> toldBy(RemoteSystem system) {
        return Optional.ofNullable(told.get(system));
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
