package dev.cosell.localhost.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The app's own class loader: what is not in its package is not there, so that a packaging mistake shows here and not in
 * Azure. Only the functions API is shared with the host, because both sides cast to it.
 */
public final class AppClasses {
    private static final String SHARED = "com.microsoft.azure.functions.";

    private AppClasses() {}

    /** The caller closes it. Parent first: the JDK, the functions API, then the app's jar and {@code lib}. */
    public static URLClassLoader open(AppPackage app) {
        Set<URL> jars = new LinkedHashSet<>();
        app.functions().forEach(function -> jars.add(url(function.scriptFile())));
        Path lib = app.directory().resolve("lib");
        if (Files.isDirectory(lib)) {
            try (Stream<Path> files = Files.list(lib)) {
                files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(file -> jars.add(url(file)));
            } catch (IOException e) {
                throw new UncheckedIOException("Could not list " + lib, e);
            }
        }
        return new URLClassLoader("functions-app", jars.toArray(URL[]::new), new FunctionsApi());
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class FunctionsApi extends ClassLoader {
        FunctionsApi() {
            super("functions-api", getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(SHARED)) {
                return AppClasses.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
