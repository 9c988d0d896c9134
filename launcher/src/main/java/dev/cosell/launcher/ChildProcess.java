package dev.cosell.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Java program of ours as a process of its own. It says that it is ready by its first line on standard output; what it
 * says later goes to its log file.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(180);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int SHOWN_LOG_LINES = 20;

    /** These processes live for minutes: starting fast matters more than the last bit of speed. */
    private static final List<String> JVM =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m", "-Dfile.encoding=UTF-8");

    /** What a program needs of the surroundings; anything else exported here must not steer it. */
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "TMPDIR", "TMP", "TEMP", "SystemRoot", "LANG", "LC_ALL", "TZ");

    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> firstLine = new CompletableFuture<>();
    private final Thread hook = new Thread(this::close, "stop-child");

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a main class of this process's class path, for a stack, which stops its parts in their order.
     *
     * @param environment all that the program sees besides the bare surroundings
     * @param log where its output goes, appended
     */
    static ChildProcess start(
            String name, String mainClass, List<String> arguments, Map<String, String> environment, Path log) {
        return launch(name, System.getProperty("java.class.path"), mainClass, arguments, environment, log);
    }

    /**
     * Starts a main class of a class path. It does not outlive this process, also where a signal ends that.
     *
     * @param environment all that the program sees besides the bare surroundings
     * @param log where its output goes, appended
     */
    public static ChildProcess start(
            String name,
            String classPath,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            Path log) {
        ChildProcess child = launch(name, classPath, mainClass, arguments, environment, log);
        child.endWithThisProcess();
        return child;
    }

    private static ChildProcess launch(
            String name,
            String classPath,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            Path log) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(JVM);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> kept = new TreeMap<>(builder.environment());
        kept.keySet().retainAll(INHERITED);
        builder.environment().clear();
        builder.environment().putAll(kept);
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            Process process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ChildProcess child = new ChildProcess(name, process, log);
            Thread.ofPlatform().daemon().name("read-" + name).start(child::read);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + name, e);
        }
    }

    private void endWithThisProcess() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            close();
            throw new LaunchFailure(name + " was stopped while it was starting", shuttingDown);
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs this; it cannot be removed any more, and need not be.
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    String name() {
        return name;
    }

    public Process process() {
        return process;
    }

    /**
     * The line by which the program says that it is ready.
     *
     * @throws LaunchFailure if it ends, or says nothing for too long; with the end of its log
     */
    public String awaitReady() {
        try {
            return firstLine.get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LaunchFailure(
                    name + " was not ready within " + READY_LIMIT.toSeconds() + " s; its log ends with:\n" + logEnd(),
                    e);
        } catch (ExecutionException e) {
            throw new LaunchFailure(name + " ended before it was ready; its log ends with:\n" + logEnd(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while " + name + " was starting", e);
        }
    }

    /** As a crash: no chance to finish anything. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end, and ends it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        forgetHook();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (line == null) {
                firstLine.completeExceptionally(new IOException("end of output"));
                return;
            }
            firstLine.complete(line);
            try (var out = Files.newBufferedWriter(log.resolveSibling(name + ".out"))) {
                lines.transferTo(out);
            }
        } catch (IOException e) {
            firstLine.completeExceptionally(e);
        }
    }

    private String logEnd() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
