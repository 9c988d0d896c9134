package dev.cosell.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.setup.Finding.State;
import java.io.PrintStream;
import java.util.List;

/** Shows findings to people, line by line as they come, or to a program, as one object in the end. */
final class Report {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final PrintStream out;
    private final boolean json;

    Report(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** A finding, as soon as it is known. Names and texts of a CRM are its users': what steers a terminal is left out. */
    void tell(Finding finding) {
        if (!json) {
            String detail = finding.detail().isEmpty() ? "" : ": " + finding.detail();
            out.printf("%-11s%s %s%s%n", finding.state().word(), finding.kind(), plain(finding.name()), plain(detail));
        }
    }

    /** The end. */
    void close(boolean applied, List<Finding> findings) {
        long changed = count(findings, State.MADE) + count(findings, State.COMPLETED);
        long open = count(findings, State.MISSING) + count(findings, State.INCOMPLETE);
        long forPeople = count(findings, State.DIFFERENT) + count(findings, State.LEFT_OUT);
        if (json) {
            out.println(text(findings, changed, open, forPeople));
            return;
        }
        out.println();
        out.println(
                applied
                        ? changed == 0 ? "Nothing was changed." : "Changed: " + changed + "."
                        : open == 0
                                ? "Nothing is missing."
                                : "To be made: " + open + "; --apply does it. Nothing was changed.");
        if (forPeople > 0) {
            out.println("For you to look at, and left alone: " + forPeople + ".");
        }
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{C}+", " ");
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }

    private static String text(List<Finding> findings, long changed, long open, long forPeople) {
        ObjectNode report = JSON.createObjectNode()
                .put("changed", changed)
                .put("toBeMade", open)
                .put("forPeople", forPeople);
        ArrayNode all = report.putArray("findings");
        findings.forEach(finding -> all.addObject()
                .put("kind", finding.kind())
                .put("name", finding.name())
                .put("state", finding.state().word())
                .put("detail", finding.detail()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }
}
