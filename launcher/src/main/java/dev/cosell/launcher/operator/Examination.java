package dev.cosell.launcher.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code doctor}: what {@code GET /api/doctor} of an app finds, for people or for a program. */
public final class Examination {
    private static final int WIDTH = 100;
    private static final String INDENT = " ".repeat(13);
    /** In the order in which they are shown. */
    private static final List<String> STATES = List.of("failed", "warning", "not-checked", "ok");

    private static final ObjectWriter ASCII =
            JsonClient.JSON.writerWithDefaultPrettyPrinter().with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());

    private final DeployedApp app;
    private final PrintStream out;

    public Examination(DeployedApp app, PrintStream out) {
        this.app = app;
        this.out = out;
    }

    /**
     * Asks the doctor and shows what it found.
     *
     * @param check only this one, in lower case with hyphens; all without
     * @param json the answer itself, in ASCII
     * @return whether nothing failed
     * @throws LaunchFailure if no doctor answers
     */
    public boolean show(Optional<String> check, boolean json) {
        JsonNode answer =
                app.get("/api/doctor" + check.map(name -> "?check=" + name).orElse(""));
        String state = answer.path("state").asText();
        if (!STATES.contains(state) || !answer.path("findings").isArray()) {
            throw new LaunchFailure("Expected state and findings of a doctor from " + app.uri() + ", found "
                    + Plain.text(answer.toString()));
        }
        if (json) {
            out.println(text(answer));
        } else {
            out.println(app.uri() + ": " + Plain.text(answer.path("summary")));
            out.println();
            sorted(answer.path("findings")).forEach(this::show);
        }
        return !state.equals("failed");
    }

    private static List<JsonNode> sorted(JsonNode findings) {
        List<JsonNode> sorted = new ArrayList<>();
        for (String state : STATES) {
            findings.forEach(finding -> {
                if (finding.path("state").asText().equals(state)) {
                    sorted.add(finding);
                }
            });
        }
        return sorted;
    }

    private void show(JsonNode finding) {
        String state = finding.path("state").asText();
        String head = List.of("check", "code", "title").stream()
                .map(finding::path)
                .map(Plain::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("  "));
        out.printf("%-13s%s%n", state.equals("failed") ? "FAILED" : state, head);
        told("", finding.path("detail"));
        told("cause: ", finding.path("cause"));
        told("fix: ", finding.path("fix"));
        told("who: ", finding.path("who").asText().toLowerCase(Locale.ROOT).replace('_', ' '));
        told("link: ", finding.path("link"));
    }

    private void told(String what, JsonNode text) {
        told(what, text.asText(""));
    }

    private void told(String what, String text) {
        String plain = Plain.text(text);
        if (!plain.isEmpty()) {
            Plain.wrapped(what + plain, WIDTH - INDENT.length()).forEach(line -> out.println(INDENT + line));
        }
    }

    private static String text(JsonNode answer) {
        try {
            return ASCII.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }
}
