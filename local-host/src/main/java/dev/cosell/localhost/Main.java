package dev.cosell.localhost;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cosell.localhost.app.StartFailure;
import dev.cosell.localhost.http.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The host as a process: {@code Main <package directory> [--port <n>] [--settings <json file>]}.
 *
 * <p>Prints one line with the base URL on standard output when it is ready, and logs on standard error. SIGTERM and
 * SIGINT close it gracefully. Exit status: 128 plus the signal's number after a signal, 1 if the app cannot start, 2 for wrong arguments.
 *
 * <p>App settings come from the environment, then from the settings file (a JSON object of texts), then from
 * {@code local.settings.json} in the package. A file steers only the host: the app's code reads the environment, as it
 * does in Azure, so a launcher passes settings as environment variables. The keys are the settings
 * {@code LOCAL_HOST_MASTER_KEY} and {@code LOCAL_HOST_FUNCTION_KEY}; a missing one is made up and printed on standard
 * error.
 */
public final class Main {
    private static final int CANNOT_START = 1;
    private static final int WRONG_USAGE = 2;
    private static final String USAGE = "Usage: <package directory> [--port <n>] [--settings <json file>]";
    private static final String MASTER_KEY = "LOCAL_HOST_MASTER_KEY";
    private static final String FUNCTION_KEY = "LOCAL_HOST_FUNCTION_KEY";

    /** Held so that its level stays: the storage client logs every missing queue; the host says itself what it cannot reach. */
    private static final Logger STORAGE_CLIENT = Logger.getLogger("com.azure.core");

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        STORAGE_CLIENT.setLevel(Level.OFF);
        HostOptions options;
        try {
            options = options(arguments, System.getenv());
        } catch (IllegalArgumentException e) {
            exit(e.getMessage() + System.lineSeparator() + USAGE, WRONG_USAGE);
            return;
        }
        try {
            LocalHost host = LocalHost.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(host::close, "close-local-host"));
            System.out.println(host.baseUrl());
        } catch (StartFailure | UncheckedIOException e) {
            exit(e.getMessage(), CANNOT_START);
        }
        // Until a signal: the shutdown hook then closes, and the process ends without waiting for this thread.
        new CountDownLatch(1).await();
    }

    private static void exit(String message, int status) {
        System.err.println(message);
        System.exit(status);
    }

    /** @throws IllegalArgumentException naming the argument that was not understood */
    static HostOptions options(String[] arguments, Map<String, String> environment) {
        Optional<Path> directory = Optional.empty();
        int port = 0;
        Map<String, String> settings = new TreeMap<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--port" -> port = port(value(arguments, ++i));
                case "--settings" -> settings.putAll(settings(value(arguments, ++i)));
                default -> {
                    if (arguments[i].startsWith("-") || directory.isPresent()) {
                        throw new IllegalArgumentException("Unexpected argument '" + arguments[i] + "'");
                    }
                    directory = Optional.of(Path.of(arguments[i]));
                }
            }
        }
        settings.putAll(environment);
        HostOptions options = HostOptions.of(
                directory.orElseThrow(() -> new IllegalArgumentException("The package directory is missing")));
        return options.withPort(port).withSettings(settings).withKeys(keys(options.keys(), settings));
    }

    private static Keys keys(Keys random, Map<String, String> settings) {
        return new Keys(key(MASTER_KEY, random.master(), settings), key(FUNCTION_KEY, random.function(), settings));
    }

    private static String key(String name, String otherwise, Map<String, String> settings) {
        String given = settings.getOrDefault(name, "");
        if (given.isBlank()) {
            System.err.println(name + " is not set; using " + otherwise);
            return otherwise;
        }
        return given;
    }

    private static String value(String[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException("A value is missing after '" + arguments[index - 1] + "'");
        }
        return arguments[index];
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("--port must be 0 to 65535; found '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static Map<String, String> settings(String file) {
        try {
            return new JsonMapper().readValue(Path.of(file).toFile(), new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--settings must name a JSON file with one object of texts; " + file + ": " + e.getMessage(), e);
        }
    }
}
