package dev.cosell.launcher.soak;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * People work only while their systems are there: nobody's save is cut in two, or a test could not tell what was typed. The
 * connector's calls are cut wherever they are.
 */
final class Presence {
    private final ReadWriteLock systems = new ReentrantReadWriteLock(true);

    /** Does something that needs the systems, whole. */
    void whileThere(Runnable work) {
        systems.readLock().lock();
        try {
            work.run();
        } finally {
            systems.readLock().unlock();
        }
    }

    /** Takes the systems away and brings them back, while nobody is at work there. */
    void away(Runnable absence) {
        systems.writeLock().lock();
        try {
            absence.run();
        } finally {
            systems.writeLock().unlock();
        }
    }
}
