package dev.cosell.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.HttpStatus;
import dev.cosell.fuzz.HttpCall.Answered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checks bite, and a seed gives its inputs again. */
class CampaignTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "what-nobody-may-see";
    private static final String PROBLEM =
            "{\"error\":{\"code\":\"REQ-01\",\"detail\":\"d\",\"fix\":\"f\",\"correlationId\":\"c\"}}";

    private record Told(String name, Consumer<String> taker) implements Target {
        @Override
        public int weight() {
            return 1;
        }

        @Override
        public Trial trial(Dice dice) {
            String input = Hostile.text(dice);
            return new Trial(() -> input, () -> taker.accept(input));
        }
    }

    @Test
    void aSeedGivesTheSameInputsAgain() throws IOException {
        List<String> first = new ArrayList<>();
        List<String> again = new ArrayList<>();
        List<String> other = new ArrayList<>();

        lines(first::add, 7);
        lines(again::add, 7);
        lines(other::add, 8);

        assertEquals(first, again);
        assertFalse(first.equals(other));
    }

    @Test
    void whatNobodyCaughtIsADefectWithItsInput() throws IOException {
        List<JsonNode> lines = lines(
                input -> {
                    throw new IllegalStateException("nobody caught it");
                },
                1);

        assertEquals("x", lines.getFirst().at("/defect/target").asText());
        assertTrue(lines.getFirst().at("/defect/where").asText().contains("CampaignTest"), lines::toString);
        assertEquals(20, lines.getLast().at("/totals/x/defects").asInt());
    }

    @Test
    void anInputThatTakesTooMuchMemoryIsADefect() throws IOException {
        List<JsonNode> lines = lines(
                input -> {
                    for (int piece = 0; piece < 40; piece++) {
                        assertEquals(16 << 20, new byte[16 << 20].length);
                    }
                },
                1);

        assertTrue(lines.getFirst().at("/defect/what").asText().contains("allocated more"), lines::toString);
    }

    @Test
    void noFewerInputsAreGivenThanWereAskedFor() {
        List<String> given = new ArrayList<>();
        List<Target> targets = Stream.of("x", "y", "z")
                .<Target>map(name -> new Told(name, given::add))
                .toList();

        new Campaign(targets, 1, new PrintStream(OutputStream.nullOutputStream())).run(20);

        assertEquals(21, given.size(), "seven each");
    }

    @Test
    void noAnswerMayBreakAPromise() {
        assertBroken(500, Map.of(), PROBLEM, "");
        assertBroken(400, Map.of(), "no", "");
        assertBroken(404, Map.of(), "{\"error\":{\"code\":\"X-99\"}}", "");
        assertBroken(200, Map.of(), "{\"a\":\"" + SECRET + "\"}", "");
        assertBroken(200, Map.of("Location", "x\r\nSet-Cookie: a"), "{}", "");
        assertBroken(200, Map.of(), "{\"a\":\"at Foo.java:12\"}", "");
        assertBroken(200, Map.of(), "{}", "line one\nline two");
        assertBroken(200, Map.of(), "{}", SECRET);
    }

    private static void assertBroken(int status, Map<String, String> headers, String body, String logged) {
        Invocation invocation = new Invocation("X");
        invocation.getLogger().log(Level.INFO, logged);
        Answered answer = new Answered(HttpStatus.valueOf(status), headers, body);

        assertThrows(
                BrokenPromise.class, () -> new Promises(List.of(SECRET), new AppLog()).check(answer, invocation), body);
    }

    private static List<JsonNode> lines(Consumer<String> taker, long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Campaign(List.of(new Told("x", taker)), seed, new PrintStream(out, true, StandardCharsets.UTF_8)).run(20);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
