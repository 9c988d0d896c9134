package dev.cosell.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code down}: stops what {@code run.json} names, or what is being started, and nothing else. */
final class Down {
    /** The launcher stops its children one after the other, each with a limit of its own. */
    private static final Duration POLITE_LIMIT = Duration.ofSeconds(45);

    private final RunFile file;
    private final RunFile start;
    private final PrintStream out;

    Down(Project project, PrintStream out) {
        this.file = new RunFile(project);
        this.start = RunFile.ofStart(project);
        this.out = out;
    }

    void run() {
        Optional<JsonNode> run = file.read().or(start::read);
        if (run.isEmpty()) {
            out.println("Nothing runs.");
            return;
        }
        List<ProcessHandle> running = RunFile.running(run.get());
        running.stream().findFirst().ifPresent(Down::stop);
        // Left over only if the launcher itself was killed before.
        running.stream().skip(1).filter(ProcessHandle::isAlive).forEach(Down::stop);
        String data = run.get().path("data").asText();
        if (!data.isEmpty()) {
            Directories.delete(Path.of(data));
        }
        file.remove();
        start.remove();
        out.println(running.isEmpty() ? "Nothing runs any more." : "Stopped.");
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        CompletableFuture<ProcessHandle> end = process.onExit();
        try {
            end.orTimeout(POLITE_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (java.util.concurrent.CompletionException tooLong) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
