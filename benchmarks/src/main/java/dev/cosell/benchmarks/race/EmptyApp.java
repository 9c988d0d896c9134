package dev.cosell.benchmarks.race;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** An app with one empty function on the connector's route for webhooks, packaged as the build packages the connector. */
final class EmptyApp {
    private static final String CLASS_FILE = EmptyFunction.class.getName().replace('.', '/') + ".class";

    private EmptyApp() {}

    /**
     * Writes the package.
     *
     * @param directory made if missing
     * @param hostJson the connector's
     */
    static Path in(Path directory, Path hostJson) {
        try {
            Path function = Files.createDirectories(directory.resolve("Empty"));
            Files.deleteIfExists(directory.resolve("host.json"));
            Files.copy(hostJson, directory.resolve("host.json"));
            Files.writeString(function.resolve("function.json"), """
                    {"scriptFile": "../empty.jar", "entryPoint": "%s.accept", "bindings": [
                      {"type": "httpTrigger", "direction": "in", "name": "request", "route": "events/partner-center",
                       "methods": ["POST"], "authLevel": "ANONYMOUS"},
                      {"type": "http", "direction": "out", "name": "$return"}]}
                    """.formatted(EmptyFunction.class.getName()));
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve("empty.jar")));
                    InputStream compiled = EmptyFunction.class.getResourceAsStream("/" + CLASS_FILE)) {
                jar.putNextEntry(new JarEntry(CLASS_FILE));
                compiled.transferTo(jar);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("The empty app could not be written to " + directory, e);
        }
    }
}
