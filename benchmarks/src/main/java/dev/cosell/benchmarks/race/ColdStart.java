package dev.cosell.benchmarks.race;

import dev.cosell.benchmarks.Machine;
import dev.cosell.launcher.ChildProcess;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How long a new process takes from its start to the answer to its first webhook, and to that deal in the CRM: the
 * connector, and an app with one empty function, in the same host with the same flags.
 *
 * <p>For the first answer the connector has its HTTP functions alone, as an instance for HTTP has on the Flex Consumption
 * plan: that runs queues on other instances, and polls them outside the Java process on any plan. For the first deal it has all.
 */
public final class ColdStart {
    private static final String HOST = "dev.cosell.localhost.Main";
    private static final double NANOS_PER_SECOND = 1e9;

    /** In seconds since the process was started. */
    private record Times(double answered, double synced) {}

    private final Stage stage;
    private final Load load;
    private final AtomicLong amounts = new AtomicLong(1_000_000);

    private ColdStart(Stage stage) {
        this.stage = stage;
        this.load = new Load(stage, amounts::incrementAndGet);
    }

    /**
     * Starts both by turns.
     *
     * @param starts of each; the medians count
     * @return a table in Markdown
     */
    public static String run(int starts, Project project, Consumer<String> progress) {
        Path connector = project.functionsPackage();
        Path empty = EmptyApp.in(project.state().resolve("empty-app"), connector.resolve("host.json"));
        List<Double> emptyAnswered = new ArrayList<>();
        List<Times> times = new ArrayList<>();
        try (Stage stage = Stage.empty(project, project.state().resolve("race-logs"))) {
            ColdStart cold = new ColdStart(stage);
            for (int start = 0; start < starts; start++) {
                int number = start;
                Event event =
                        stage.capture(2, () -> cold.load.receive(number, 1)).getLast();
                emptyAnswered.add(cold.answered("empty", empty, event));
                times.add(new Times(cold.answered("http", connector, event), cold.synced(connector, event)));
                progress.accept(String.format(
                        Locale.ROOT,
                        "empty %.2f s, connector %.2f s, deal in the CRM after %.2f s",
                        emptyAnswered.getLast(),
                        times.getLast().answered(),
                        times.getLast().synced()));
            }
        }
        return table(
                starts,
                median(emptyAnswered),
                median(times.stream().map(Times::answered).toList()),
                median(times.stream().map(Times::synced).toList()));
    }

    private double answered(String name, Path app, Event event) {
        Map<String, String> settings = new HashMap<>(stage.settings());
        // Nobody works on it, neither now nor in the start after this one.
        settings.put("CRM_UPDATES_QUEUE", "taken-and-left");
        withoutHttp(app).forEach(function -> settings.put("AzureWebJobs." + function + ".Disabled", "true"));
        long start = System.nanoTime();
        try (ChildProcess host = host(name, app, settings)) {
            load.postUntilTaken(event, host.process());
            return since(start, System.nanoTime());
        }
    }

    private double synced(Path app, Event event) {
        long start = System.nanoTime();
        try (ChildProcess host = host("cold", app, stage.settings())) {
            load.postUntilTaken(event, host.process());
            return since(start, load.awaitOne(amounts.get()));
        }
    }

    /** Functions of an app that something else than HTTP starts. */
    private static List<String> withoutHttp(Path app) {
        try (Stream<Path> folders = Files.list(app)) {
            return folders.map(folder -> folder.resolve("function.json"))
                    .filter(Files::exists)
                    .filter(function -> !isHttp(function))
                    .map(function -> function.getParent().getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(app + " cannot be read", e);
        }
    }

    private static boolean isHttp(Path function) {
        try {
            return JsonClient.JSON
                    .readTree(Files.readString(function))
                    .at("/bindings/0/type")
                    .asText()
                    .equals("httpTrigger");
        } catch (IOException e) {
            throw new UncheckedIOException(function + " cannot be read", e);
        }
    }

    /** On the port where the stage's events are sent to. */
    private ChildProcess host(String name, Path app, Map<String, String> settings) {
        URI address = stage.address();
        return ChildProcess.start(
                name,
                System.getProperty("java.class.path"),
                HOST,
                List.of(app.toString(), "--port", Integer.toString(address.getPort())),
                settings,
                stage.logs().resolve(name + ".log"));
    }

    private static double since(long start, long end) {
        return (end - start) / NANOS_PER_SECOND;
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().toList().get(seconds.size() / 2);
    }

    private static String table(int starts, double empty, double answered, double synced) {
        return String.format(
                Locale.ROOT, """
                Medians of %d starts of each, by turns.%s
                %s

                | from the process's start, s | empty function | connector | connector by empty |
                | --- | --- | --- | --- |
                | first webhook answered | %.2f | %.2f | %.2f |
                | first deal in the CRM | | %.2f | |
                """, starts, "  ", Machine.described(), empty, answered, answered / empty, synced);
    }
}
