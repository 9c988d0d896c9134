package dev.cosell.store;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Secrets in a folder, one file each, which nobody but their owner can read; for one computer. */
public final class FolderSecrets implements Secrets {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path folder;

    /** @param folder made when the first secret is written */
    public FolderSecrets(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(folder.resolve(name)).strip()).filter(value -> !value.isEmpty());
        } catch (NoSuchFileException nobodyWroteIt) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    /** Whole or not at all: whoever reads meanwhile finds the value before. */
    @Override
    public void write(String name, String value) {
        try {
            Files.createDirectories(folder, ownersOnly("rwx------"));
            Path written = Files.createTempFile(folder, "." + name, ".new", ownersOnly("rw-------"));
            Files.writeString(written, value);
            Files.move(
                    written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    private static FileAttribute<?>[] ownersOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private Failure failure(String name, IOException e) {
        return Problem.of(
                        ProblemCode.MISCONFIGURED,
                        "SECRETS_FOLDER: expected to read and write " + folder.resolve(name) + ", found "
                                + e.getClass().getSimpleName())
                .failure(e);
    }
}
