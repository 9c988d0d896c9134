package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.Ports;
import dev.cosell.launcher.Project;
import dev.cosell.launcher.Stack;
import dev.cosell.launcher.crm.CrmProduct;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Plays the story on a stack of its own, and shows what came of it. */
public final class Demo {
    private static final int SHOWN_DIFFERENCES = 30;

    private Demo() {}

    /**
     * Plays and reports.
     *
     * @param crm the partner's
     * @param json print only the result
     * @return whether both sides agree in every field, nothing is held, doubled or missing
     */
    public static boolean play(Project project, CrmProduct crm, Ports ports, boolean json, PrintStream out) {
        Instant start = Instant.now();
        Narrator narrator = new Narrator(out, json);
        Path logs = project.state().resolve("demo-logs");
        Map<String, String> chosen =
                Map.of("SYNC_LEADS", "true", "FIELD_MAP_FILE", ownFieldMap(logs).toString());
        try (Stack stack = Stack.start(project, ports, logs, crm, chosen, narrator::print)) {
            narrator.print("Ready after " + seconds(start) + " s; the story begins.");
            Sides sides = new Sides(stack);
            Story story = new Story(sides, narrator);
            Result result = story.play();
            if (json) {
                out.println(result.json());
            } else {
                report(sides, story, result, narrator);
                narrator.print("Took " + seconds(start) + " s.");
            }
            return result.ok();
        }
    }

    /** What this partner wants otherwise than the map that comes with the connector: a person decides on close dates. */
    private static Path ownFieldMap(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve("field-map.json"), """
                    {"deals": {"fields": {"closeDate": {"rule": "hold"}}}}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's field map cannot be written", e);
        }
    }

    private static void report(Sides sides, Story story, Result result, Narrator narrator) {
        narrator.print(System.lineSeparator() + "Timeline of one deal");
        timeline(sides.functions().get("/api/referrals/" + story.heroReferral()), narrator);
        narrator.print(System.lineSeparator() + "Both sides, compared field by field");
        result.census().differences().stream()
                .limit(SHOWN_DIFFERENCES)
                .forEach(line -> narrator.print("  DIFFERENT " + line));
        narrator.print(result.table());
        narrator.print(result.ok() ? "Both sides agree." : "The sides do NOT agree.");
    }

    private static void timeline(JsonNode deal, Narrator narrator) {
        for (JsonNode entry : deal.path("timeline")) {
            StringBuilder line = new StringBuilder("  ");
            line.append(entry.path("at").asText()).append("  ");
            line.append(entry.path("cause").asText())
                    .append(": ")
                    .append(entry.path("did").asText());
            if (entry.hasNonNull("to")) {
                line.append(" -> ").append(entry.path("to").asText());
            }
            for (JsonNode change : entry.path("changes")) {
                line.append("; ")
                        .append(change.path("field").asText())
                        .append(" \"")
                        .append(change.path("before").asText())
                        .append("\" to \"")
                        .append(change.path("after").asText())
                        .append('"');
            }
            narrator.print(line.toString());
        }
    }

    private static long seconds(Instant start) {
        return Duration.between(start, Instant.now()).toSeconds();
    }
}
