package dev.cosell.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.CrmProduct;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** {@code up}: runs the stack until Ctrl-C, or leaves it running. */
final class Up {
    private static final Duration DETACHED_LIMIT = Duration.ofSeconds(180);

    private final Project project;
    private final PrintStream out;
    private final RunFile file;
    private final RunFile start;

    Up(Project project, PrintStream out) {
        this.project = project;
        this.out = out;
        this.file = new RunFile(project);
        this.start = RunFile.ofStart(project);
    }

    /** Returns never: a signal ends the process, and its hooks everything else. */
    void inForeground(CrmProduct crm, Ports ports, Map<String, String> chosen) throws InterruptedException {
        refuseSecond();
        Runtime.getRuntime().addShutdownHook(new Thread(this::removeFiles, "remove-run-file"));
        start.write(ProcessHandle.current());
        Stack stack = Stack.start(project, ports, project.state().resolve("logs"), crm, chosen, this::progress);
        file.write(stack);
        start.remove();
        showAddresses();
        out.println("Ctrl-C stops everything.");
        new CountDownLatch(1).await();
    }

    /** Starts a process that stays, and returns when events may come. */
    void detached(CrmProduct crm, OptionalInt port, Map<String, String> chosen) {
        refuseSecond();
        Path log = project.state().resolve("logs/launcher.log");
        Process launcher = launched(log, crm, port, chosen);
        start.write(launcher.toHandle());
        progress("Starting; progress is in " + project.root().relativize(log));
        Waiting.until(DETACHED_LIMIT, "the launcher to write " + file.path(), () -> {
            if (!launcher.isAlive()) {
                throw new LaunchFailure("The launcher ended; its log says:\n" + text(log));
            }
            return isOf(launcher);
        });
        showAddresses();
        out.println("./cosell down stops everything.");
    }

    private boolean isOf(Process launcher) {
        return file.read()
                .filter(run -> run.at("/processes/0/pid").asLong() == launcher.pid())
                .isPresent();
    }

    private void removeFiles() {
        start.remove();
        file.remove();
    }

    private Process launched(Path log, CrmProduct crm, OptionalInt port, Map<String, String> chosen) {
        List<String> command = new ArrayList<>(List.of(
                ChildProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--crm",
                crm.word()));
        port.ifPresent(number -> command.addAll(List.of("--port", Integer.toString(number))));
        chosen.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        try {
            Files.createDirectories(log.getParent());
            Files.deleteIfExists(log);
            return new ProcessBuilder(command)
                    .directory(project.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start the launcher", e);
        }
    }

    private void refuseSecond() {
        Optional<JsonNode> run = file.read();
        if (run.filter(found -> !RunFile.running(found).isEmpty()).isPresent()) {
            throw new LaunchFailure(
                    "It runs already, at " + run.get().path("functions").asText() + "; ./cosell down stops it");
        }
        boolean isStarted = start.read().map(RunFile::running).orElse(List.of()).stream()
                .anyMatch(launcher -> launcher.pid() != ProcessHandle.current().pid());
        if (isStarted) {
            throw new LaunchFailure("It is being started already; ./cosell down stops it");
        }
        // What a killed run left behind is no run.
        removeFiles();
    }

    private void showAddresses() {
        JsonNode run = file.read().orElseThrow(() -> new LaunchFailure("Expected " + file.path() + ", found no file"));
        out.println();
        String crm = run.path("crm").asText();
        for (String name : List.of("functions", "partnerCenter", crm, "tokenAuthority", "webhooks", "sandboxControl")) {
            out.printf("  %-16s %s%n", name, run.path(name).asText());
        }
        out.println();
        out.println("Keys, clients and secrets are in " + project.root().relativize(file.path()) + ", logs in "
                + project.root().relativize(project.state().resolve("logs")) + ".");
    }

    private void progress(String line) {
        out.println(line);
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
