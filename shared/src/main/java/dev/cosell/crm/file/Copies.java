package dev.cosell.crm.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/** The new texts of files, each beside the old one until it is moved over it. */
final class Copies {
    /** No change takes as long: whoever began one is no more. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern NAME = Pattern.compile(".+\\.csv\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path directory;

    Copies(Path directory) {
        this.directory = directory;
    }

    /** A name of its own: two workers of whom one stood still must not write into one file. */
    Path nameFor(Path file) {
        return directory.resolve(file.getFileName() + "." + UUID.randomUUID());
    }

    /** Takes away what crashes left. The ages are by the clock of whoever keeps the files. */
    void forgetOld(Instant now) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Copies::isCopy)) {
            for (Path copy : all) {
                if (Files.getLastModifiedTime(copy).toInstant().plus(LONGEST).isBefore(now)) {
                    Files.deleteIfExists(copy);
                }
            }
        }
    }

    /** A copy that cannot be deleted now is in nobody's way, and must not hide how the change ended: {@link #forgetOld} comes. */
    static void forget(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException later) {
            return;
        }
    }

    private static boolean isCopy(Path path) {
        return NAME.matcher(path.getFileName().toString()).matches();
    }
}
