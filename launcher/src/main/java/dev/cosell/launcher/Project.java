package dev.cosell.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The working copy that the commands are run from.
 *
 * @param root the directory of {@code host.json} and {@code mvnw}
 */
public record Project(Path root) {
    /** @throws LaunchFailure outside a working copy */
    public static Project current() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("host.json")) && Files.exists(folder.resolve("mvnw"))) {
                return new Project(folder);
            }
        }
        throw new LaunchFailure("Expected to run inside the project; found no host.json above " + start);
    }

    /**
     * The functions as the build packages them.
     *
     * @throws LaunchFailure if they are not built
     */
    public Path functionsPackage() {
        Path directory = root.resolve("functions/target/azure-functions/cosell-connector");
        if (!Files.exists(directory.resolve("host.json"))) {
            throw new LaunchFailure("Expected the packaged functions in " + directory
                    + ", found none; build them with ./mvnw -DskipTests package");
        }
        return directory;
    }

    /** What belongs to a run; ignored by git. */
    public Path state() {
        return root.resolve(".cosell");
    }
}
