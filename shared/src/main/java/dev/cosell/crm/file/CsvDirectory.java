package dev.cosell.crm.file;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The directory that holds the files: each is read whole and replaced whole. A file is never made here: one that is
 * missing is more likely a share that is not mounted, and taking it for empty would look as if every deal had been deleted.
 *
 * <p>A new text is written beside the old one, forced to disk, and moved over it in one step, so that nobody ever sees half
 * a file. Right before, the old one is read again: what a person saved in between is not overwritten.
 *
 * <p>What somebody else saved a moment ago is not replaced yet: a program that fills the file bit by bit may be at it still.
 *
 * <p>What remains: a person who saves within the milliseconds between that reading and the move loses what was saved, and so
 * does a program that pauses for longer than {@link #QUIET} in the midst of saving; and a person whose spreadsheet does not
 * lock the file it has open may save an old state over a newer one.
 */
final class CsvDirectory {
    /** Our own files: the lock, what is being written, and what was seen. */
    static final String OWN = ".cosell";

    /** For how long nobody else saved a file that is replaced. */
    static final Duration QUIET = Duration.ofSeconds(2);

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    /** A dozen workers hold a file each, and what they make of it is many times as large. */
    private static final long MOST_BYTES = 4L << 20;

    private static final int READINGS = 3;

    private final Path directory;
    private final DirectoryLock lock;
    private final Duration quiet;
    private final Copies copies;
    private final LastWritten ours;

    /**
     * Makes no call.
     *
     * @param patience how long one worker's lock is respected while nothing is heard of it
     * @param quiet for how long nobody else must have saved a file that is replaced
     */
    CsvDirectory(Path directory, Duration patience, Duration quiet) {
        Path own = directory.resolve(OWN);
        this.directory = directory;
        this.lock = new DirectoryLock(own.resolve("lock"), patience);
        this.quiet = quiet;
        this.copies = new Copies(own);
        this.ours = new LastWritten(own.resolve("written"));
    }

    Path path() {
        return directory;
    }

    /**
     * A table to be.
     *
     * @param after what the file is to hold; empty to leave it as it is
     * @param result of whoever changed it
     */
    record Change<T>(Optional<CsvTable> after, T result) {
        static <T> Change<T> to(CsvTable after, T result) {
            return new Change<>(Optional.of(after), result);
        }

        static <T> Change<T> none(T result) {
            return new Change<>(Optional.empty(), result);
        }
    }

    /**
     * A file as it is. Rows without an id are in it.
     *
     * @throws Failure {@code FILE_BROKEN} if it is missing or cannot be understood
     */
    CsvTable read(String table) {
        return CsvText.parse(fileName(table), bytes(file(table)));
    }

    /** A file in which every row has an id: new rows get theirs now. */
    CsvTable named(String table) {
        CsvTable read = read(table);
        return read.lacksIds() ? change(table, now -> both(now.withIds())) : read;
    }

    private static Change<CsvTable> both(CsvTable after) {
        return Change.to(after, after);
    }

    /**
     * Changes a file while nobody else of us does.
     *
     * @param work what it becomes, of what it is now; if it throws, nothing is changed
     * @throws Failure {@code LOCKED} if somebody has it open, or saved it meanwhile or a moment ago: nothing was written;
     *     {@code FILE_BROKEN} also if people could not open it any more once it is replaced
     */
    <T> T change(String table, Function<CsvTable, Change<T>> work) {
        return lock.holding(() -> {
            byte[] before = bytes(file(table));
            CsvTable now = CsvText.parse(fileName(table), before);
            Change<T> change = work.apply(now);
            change.after().filter(after -> !after.equals(now)).ifPresent(after -> replace(table, before, after));
            return change.result();
        });
    }

    /** Does something while nobody else of us changes a file. */
    <T> T holding(Supplier<T> work) {
        return lock.holding(work);
    }

    /** When a file was last saved, by the clock of whoever keeps it. */
    Instant savedAt(String table) {
        try {
            return Files.getLastModifiedTime(file(table)).toInstant();
        } catch (IOException e) {
            throw unavailable("read", file(table), e).failure(e);
        }
    }

    /** Whether the directory is there, but not this file. */
    boolean lacks(String table) {
        return !Files.exists(file(table)) && Files.isDirectory(directory);
    }

    /** Whether the connector may replace a file. */
    boolean isWritable(String table) {
        return Files.isWritable(file(table)) && Files.isWritable(directory);
    }

    static String fileName(String table) {
        return table + ".csv";
    }

    /** A name becomes part of a path: whatever it comes from, it is checked here. */
    private Path file(String table) {
        if (!NAME.matcher(table).matches()) {
            throw Problem.of(
                            ProblemCode.SCHEMA_MISMATCH,
                            "expected a table whose name is letters, digits and _, found another text")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return directory.resolve(fileName(table));
    }

    /** A spreadsheet that writes into the file is waited for: size and time must stay as they were. */
    private byte[] bytes(Path file) {
        try {
            for (int i = 0; i < READINGS; i++) {
                FileTime time = Files.getLastModifiedTime(file);
                if (Files.size(file) > MOST_BYTES) {
                    throw Broken.file(
                            file.getFileName().toString(), "at most " + MOST_BYTES + " bytes", Files.size(file) + "");
                }
                byte[] bytes = Files.readAllBytes(file);
                if (Files.size(file) == bytes.length
                        && Files.getLastModifiedTime(file).equals(time)) {
                    return bytes;
                }
            }
            throw open(file, "it was being saved");
        } catch (NoSuchFileException missing) {
            throw Broken.file(
                    file.getFileName().toString(),
                    "this file in " + directory + " (docs/csv.md says where to get an empty one)",
                    Files.isDirectory(directory) ? "none" : "no such directory");
        } catch (AccessDeniedException denied) {
            throw Broken.file(file.getFileName().toString(), "that the connector may read it", "that it may not");
        } catch (IOException e) {
            throw unavailable("read", file, e).failure(e);
        }
    }

    private void replace(String table, byte[] before, CsvTable after) {
        Path file = file(table);
        Path beside = copies.nameFor(file);
        try {
            byte[] text = CsvText.print(after);
            written(beside, text);
            FileTime now = Files.getLastModifiedTime(beside);
            copies.forgetOld(now.toInstant());
            likeTheOther(beside, file);
            refuseIfJustSaved(file, before, now);
            ours.note(file, text);
            // Last of all, since everything before it takes as long as the disk does.
            refuseWhileOpen(file);
            refuseIfOvertaken(file, before);
            move(beside, file, before);
        } catch (IOException e) {
            throw unavailable("write beside", file, e).failure(e);
        } finally {
            Copies.forget(beside);
        }
    }

    private void refuseWhileOpen(Path file) {
        String openIn = ".~lock." + file.getFileName() + "#";
        if (Files.exists(directory.resolve(openIn))) {
            throw open(file, "LibreOffice has it open, or left " + openIn + " behind");
        }
    }

    /** @param now by the clock of whoever keeps the files */
    private void refuseIfJustSaved(Path file, byte[] before, FileTime now) throws IOException {
        Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), now.toInstant());
        if (age.abs().compareTo(quiet) < 0 && !ours.is(file, before)) {
            throw open(file, "somebody saved it just now, and may be at it still");
        }
    }

    private void refuseIfOvertaken(Path file, byte[] before) throws IOException {
        if (!lock.isHeld()) {
            throw open(file, "another worker took over");
        }
        if (!Arrays.equals(before, bytes(file))) {
            throw open(file, "somebody saved it while it was being changed");
        }
    }

    private static void move(Path beside, Path file, byte[] before) {
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (e instanceof FileSystemException && isStill(file, before)) {
                throw open(file, "somebody has it open, or it may not be replaced");
            }
            throw unavailable("replace", file, e).withOutcomeUnknown().failure(e);
        }
    }

    private static boolean isStill(Path file, byte[] before) {
        try {
            return Arrays.equals(before, Files.readAllBytes(file));
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Writes a file of our own, whole or not at all. */
    static void replaced(Path file, byte[] text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        written(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Forced to disk before the move: a crash must not leave a file of the new name without its text. */
    private static void written(Path file, byte[] text) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(text);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void likeTheOther(Path beside, Path file) throws IOException {
        Optional<FileRights> rights = FileRights.of(file);
        Optional<String> lost = rights.isPresent() ? rights.get().giveTo(beside) : Optional.empty();
        if (lost.isPresent()) {
            throw Broken.file(
                    file.getFileName().toString(),
                    "that the connector may give a new file " + lost.get() + " (docs/csv.md, Who may save)",
                    "that it may not, so that people could not open it any more");
        }
    }

    private static Failure open(Path file, String why) {
        return Problem.of(ProblemCode.LOCKED, file.getFileName() + " cannot be written now: " + why)
                .from(RemoteSystem.CRM)
                .failure();
    }

    /** The share does not answer as it should. */
    static Problem unavailable(String verb, Path file, IOException why) {
        return Problem.of(
                        ProblemCode.UNAVAILABLE,
                        "expected to " + verb + " " + file.getFileName() + ", found "
                                + why.getClass().getSimpleName())
                .from(RemoteSystem.CRM);
    }
}
