package dev.cosell.operate.console;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of the console, each read once. Only those named here are ever sent. */
public final class ConsoleFiles {
    private static final String PAGE = "console.html";

    /** What the page loads from {@code /api/console/{file}}; a view of its own is a file of its own. */
    static final List<String> PARTS = List.of(
            "console.css",
            "icon.svg",
            "console.js",
            "views.js",
            "api.js",
            "dom.js",
            "words.js",
            "parts.js",
            "dialog.js",
            "actions.js",
            "chart.js",
            "health.js",
            "attention.js",
            "usage.js",
            "connected.js",
            "connections.js",
            "switching.js",
            "fieldmap.js",
            "doctor.js",
            "findings.js",
            "deals.js",
            "deal.js",
            "fields.js",
            "conflicts.js",
            "parked.js",
            "requeue.js",
            "discarded.js",
            "ignored.js",
            "reconcile.js",
            "migration.js");

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml; charset=utf-8",
            "js", "text/javascript; charset=utf-8");

    private static final Map<String, ConsoleFile> READ = new ConcurrentHashMap<>();

    private ConsoleFiles() {}

    /** The page itself. */
    public static ConsoleFile page() {
        return file(PAGE);
    }

    /**
     * A part that the page loads.
     *
     * @throws dev.cosell.problem.Failure {@code NOT_FOUND} for any other name
     */
    public static ConsoleFile part(String name) {
        return Optional.of(name)
                .filter(PARTS::contains)
                .map(ConsoleFiles::file)
                .orElseThrow(
                        () -> Problem.of(ProblemCode.NOT_FOUND, "expected a file of the console, found another name")
                                .failure());
    }

    private static ConsoleFile file(String name) {
        return READ.computeIfAbsent(name, ConsoleFiles::read);
    }

    private static ConsoleFile read(String name) {
        try (InputStream file = ConsoleFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("expected " + name + " in the package, found none");
            }
            return new ConsoleFile(
                    CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1)),
                    new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be read", e);
        }
    }
}
