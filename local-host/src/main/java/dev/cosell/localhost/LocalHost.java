package dev.cosell.localhost;

import dev.cosell.localhost.app.AppClasses;
import dev.cosell.localhost.app.AppPackage;
import dev.cosell.localhost.app.Faults;
import dev.cosell.localhost.app.HostLog;
import dev.cosell.localhost.app.Listener;
import dev.cosell.localhost.app.StartFailure;
import dev.cosell.localhost.http.HttpListener;
import dev.cosell.localhost.invoke.Invoker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;

/** A packaged Azure Functions app, running in this process until it is closed. */
public final class LocalHost implements AutoCloseable {
    /** For functions that were interrupted, to give their messages back. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final HostLog log;
    private final Duration closeLimit;
    private final URLClassLoader classes;
    private final Invoker invoker;
    private final HttpListener http;
    private final List<Listener> listeners;
    private boolean closed;

    LocalHost(
            HostLog log,
            Duration closeLimit,
            URLClassLoader classes,
            Invoker invoker,
            HttpListener http,
            List<Listener> listeners) {
        this.log = log;
        this.closeLimit = closeLimit;
        this.classes = classes;
        this.invoker = invoker;
        this.http = http;
        this.listeners = listeners;
    }

    /**
     * Starts every function that is not disabled; returns when HTTP answers.
     *
     * @throws StartFailure with everything that is wrong with the app
     * @throws UncheckedIOException if a file cannot be read or the port is taken
     */
    public static LocalHost start(HostOptions options) {
        Faults faults = new Faults();
        AppPackage app = AppPackage.read(options.packageDirectory(), options.settings(), faults);
        URLClassLoader classes = AppClasses.open(app);
        try {
            return new HostStart(options, app, classes, faults).run();
        } catch (RuntimeException e) {
            closeQuietlyInto(e, classes);
            throw e;
        }
    }

    /** Without a slash at the end. */
    public URI baseUrl() {
        return http.baseUrl();
    }

    /**
     * Takes no new work, waits for running functions up to the limit of the options, then interrupts them; afterwards no
     * thread of the host runs (the storage SDK keeps those of its shared HTTP client). Closing twice is fine.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        listeners.forEach(Listener::stop);
        try {
            long deadline = System.nanoTime() + closeLimit.toNanos();
            boolean idle = true;
            for (Listener listener : listeners) {
                idle &= listener.awaitIdle(until(deadline));
            }
            if (!invoker.close(until(deadline)) || !idle) {
                log.warning("Functions still ran after " + closeLimit.toSeconds() + " s and were interrupted");
                for (Listener listener : listeners) {
                    listener.awaitIdle(GRACE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
        try {
            classes.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close the app's jars", e);
        }
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static void closeQuietlyInto(RuntimeException cause, URLClassLoader classes) {
        try {
            classes.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
