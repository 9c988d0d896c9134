package dev.cosell.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people and programs are told. */
class ReportTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void aLineTellsWhatStandsHowAndTheEndWhetherAnythingIsToDo() {
        tells(false, false, Finding.missing("column", "lead.x", "String"), Finding.there("view", "a\u001b[31m"));

        assertEquals(
                List.of(
                        "missing    column lead.x: String",
                        "there      view a [31m",
                        "",
                        "To be made: 1; --apply does it. Nothing was changed."),
                out.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void aRunThatChangedNothingSaysSo() {
        tells(false, true, Finding.there("view", "a"), Finding.leftOut("stage", "b", "add it"));

        assertEquals(
                List.of(
                        "there      view a",
                        "left out   stage b: add it",
                        "",
                        "Nothing was changed.",
                        "For you to look at, and left alone: 1."),
                out.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void forProgramsItIsOneObject() throws IOException {
        tells(true, true, Finding.missing("column", "lead.x", "String").done());

        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertEquals(1, report.path("changed").asInt());
        assertEquals("made", report.at("/findings/0/state").asText());
    }

    private void tells(boolean json, boolean applied, Finding... findings) {
        Report report = new Report(new PrintStream(out, true, StandardCharsets.UTF_8), json);
        List.of(findings).forEach(report::tell);
        report.close(applied, List.of(findings));
    }
}
