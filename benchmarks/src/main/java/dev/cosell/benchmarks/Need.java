package dev.cosell.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a thread needed of the machine.
 *
 * @param bytes that it allocated
 * @param nanos of a processor's time, waiting left out
 */
record Need(long bytes, long nanos) {
    static final Need NOTHING = new Need(0, 0);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Of this thread, since it began. */
    static Need soFar() {
        return new Need(THREADS.getCurrentThreadAllocatedBytes(), THREADS.getCurrentThreadCpuTime());
    }

    /** Of this thread, for something. */
    static Need of(Runnable work) {
        Need before = soFar();
        work.run();
        return soFar().minus(before);
    }

    Need plus(Need other) {
        return new Need(bytes + other.bytes, nanos + other.nanos);
    }

    Need minus(Need other) {
        return new Need(bytes - other.bytes, nanos - other.nanos);
    }

    Need dividedBy(int times) {
        return new Need(bytes / times, nanos / times);
    }
}
