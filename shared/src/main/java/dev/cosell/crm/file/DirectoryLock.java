package dev.cosell.crm.file;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one worker at a time change the files of a directory, whichever process or host it is on.
 *
 * <p>The lock is a file that only its holder can have made: to create a file that must not exist is one operation of the
 * file system, also on a mounted share, where locks on file handles are not to be relied upon. It holds a word of its
 * holder's. Who waits and sees the same word all the time takes the lock for one that a crash left behind; no clocks are
 * compared.
 *
 * <p>What remains: a holder that stands still for longer than others wait, and then goes on. It looks whether the lock is
 * still its own right before a file is replaced ({@link #isHeld}); between that look and the replacing lie microseconds.
 */
final class DirectoryLock {
    /** A change takes milliseconds; on a share, a fraction of a second. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(25);

    /** Threads of this process do not wait by looking at a file. */
    private static final Map<Path, ReentrantLock> OF_PROCESS = new ConcurrentHashMap<>();

    private final Path file;
    private final Duration patience;
    private final ReentrantLock ofProcess;
    /** Of the holder, guarded by the lock of the process. Another one each time: who works much is not taken for one who is no more. */
    private String word = "";

    DirectoryLock(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
        this.ofProcess = OF_PROCESS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    }

    /**
     * Does something while nobody else changes a file. May be called within itself.
     *
     * @throws Failure {@code LOCKED} if another worker does not come to an end
     */
    <T> T holding(Supplier<T> work) {
        enter();
        try {
            if (ofProcess.getHoldCount() > 1) {
                return work.get();
            }
            take();
            try {
                return work.get();
            } finally {
                leave();
            }
        } finally {
            ofProcess.unlock();
        }
    }

    /** Whether nobody took the lock from us. */
    boolean isHeld() {
        return holder().equals(Optional.of(word));
    }

    private void enter() {
        try {
            if (!ofProcess.tryLock(longest().toMillis(), TimeUnit.MILLISECONDS)) {
                throw locked();
            }
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    /** Others may come and go: whoever is not served in this time tries again later. */
    private Duration longest() {
        return patience.plus(PATIENCE);
    }

    private void take() {
        word = UUID.randomUUID().toString();
        long entered = System.nanoTime();
        long began = entered;
        Optional<String> watched = holder();
        while (!made()) {
            Optional<String> now = holder();
            if (!now.equals(watched)) {
                watched = now;
                began = System.nanoTime();
            } else if (System.nanoTime() - began >= patience.toNanos()) {
                forget();
            }
            if (System.nanoTime() - entered > longest().toNanos()) {
                throw locked();
            }
            rest();
        }
    }

    private boolean made() {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, word, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException held) {
            return false;
        } catch (IOException e) {
            throw CsvDirectory.unavailable("make", file, e).failure(e);
        }
    }

    private Optional<String> holder() {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException free) {
            return Optional.empty();
        } catch (IOException e) {
            throw CsvDirectory.unavailable("read", file, e).failure(e);
        }
    }

    /** What was done under the lock is done: a lock that stays is taken for that of a crash, and must not hide how it ended. */
    private void leave() {
        try {
            if (isHeld()) {
                forget();
            }
        } catch (Failure stays) {
            return;
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw CsvDirectory.unavailable("delete", file, e).failure(e);
        }
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static Failure locked() {
        return Problem.of(ProblemCode.LOCKED, "another worker has been changing the files for long")
                .from(RemoteSystem.CRM)
                .failure();
    }

    private static Failure interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return Problem.of(ProblemCode.LOCKED, "stopped while waiting for another worker")
                .from(RemoteSystem.CRM)
                .failure(stopped);
    }
}
