package dev.cosell.operate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build of the connector runs.
 *
 * @param version such as {@code 0.2.0}
 * @param commit short hash
 */
public record Build(String version, String commit) {
    /** This one, as the build wrote it. */
    public static Build ours() {
        Properties build = new Properties();
        try (InputStream file = Build.class.getResourceAsStream("/dev/cosell/build.properties")) {
            build.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties is missing from the package", e);
        }
        return new Build(build.getProperty("version"), build.getProperty("commit"));
    }
}
