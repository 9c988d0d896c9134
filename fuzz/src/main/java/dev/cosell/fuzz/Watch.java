package dev.cosell.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Bounds what one input may take. Time is watched from outside, because what hangs does not come back: then {@code stuck} is
 * told where it hangs, once. What was allocated is counted afterwards.
 */
final class Watch {
    /** A call of storage is tried three times, five seconds each: an input that needs longer than that hangs. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    /** In bytes, garbage included. */
    static final long MOST_ALLOCATED = 512L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Thread watched = Thread.currentThread();
    private volatile long startedAt;
    private long allocatedBefore;

    /** Watches the thread that calls this. */
    static Watch over(Consumer<String> stuck) {
        Watch watch = new Watch();
        Thread.ofPlatform().daemon().name("watch").start(() -> watch.look(stuck));
        return watch;
    }

    void begin() {
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        startedAt = System.nanoTime();
    }

    /** @throws BrokenPromise if the input took more memory than any may */
    void end() {
        rest();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        if (allocated > MOST_ALLOCATED) {
            throw new BrokenPromise("allocated more than " + (MOST_ALLOCATED >> 20) + " MiB");
        }
    }

    /** Nothing runs any more, however it ended. */
    void rest() {
        startedAt = 0;
    }

    /** @param started read once: it may become 0 between two readings */
    private static boolean isTooLong(long started) {
        return started != 0 && System.nanoTime() - started > LONGEST.toNanos();
    }

    private void look(Consumer<String> stuck) {
        try {
            while (!isTooLong(startedAt)) {
                Thread.sleep(Duration.ofMillis(200));
            }
            StringBuilder where = new StringBuilder("no end after " + LONGEST);
            for (StackTraceElement at : watched.getStackTrace()) {
                where.append("\n  at ").append(at);
            }
            stuck.accept(where.toString());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
