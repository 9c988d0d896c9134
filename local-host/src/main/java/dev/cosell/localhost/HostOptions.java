package dev.cosell.localhost;

import dev.cosell.localhost.http.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.LogRecord;

/**
 * How to start a host.
 *
 * @param packageDirectory the packaged app: {@code target/azure-functions/<app>}
 * @param port of the HTTP listener on 127.0.0.1, 0 for a free one
 * @param settings app settings that win over the {@code Values} of {@code local.settings.json}. They steer the host
 *     (connections, {@code %NAME%}, disabled functions); the app's own code reads the environment of this process
 * @param keys what callers of HTTP functions present
 * @param log takes every log record of host and functions, from any thread
 * @param closeLimit how long {@link LocalHost#close()} waits for running functions before it interrupts them
 */
public record HostOptions(
        Path packageDirectory,
        int port,
        Map<String, String> settings,
        Keys keys,
        Consumer<LogRecord> log,
        Duration closeLimit) {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    public HostOptions {
        settings = Map.copyOf(settings);
    }

    /** A free port, no settings of its own, random keys, log lines on standard error, 30 s to close. */
    public static HostOptions of(Path packageDirectory) {
        return new HostOptions(packageDirectory, 0, Map.of(), Keys.random(), new LogLines(System.err), CLOSE_LIMIT);
    }

    public HostOptions withPort(int newPort) {
        return new HostOptions(packageDirectory, newPort, settings, keys, log, closeLimit);
    }

    public HostOptions withSettings(Map<String, String> newSettings) {
        return new HostOptions(packageDirectory, port, newSettings, keys, log, closeLimit);
    }

    public HostOptions withKeys(Keys newKeys) {
        return new HostOptions(packageDirectory, port, settings, newKeys, log, closeLimit);
    }

    public HostOptions withLog(Consumer<LogRecord> newLog) {
        return new HostOptions(packageDirectory, port, settings, keys, newLog, closeLimit);
    }

    public HostOptions withCloseLimit(Duration newLimit) {
        return new HostOptions(packageDirectory, port, settings, keys, log, newLimit);
    }
}
