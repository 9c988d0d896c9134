package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkCodecTest {
    private static final Work WORK = new Work(
            Subject.referral("ref-1"),
            "mark-1",
            "referral-updated",
            Optional.of(Instant.parse("2026-03-01T10:00:00Z")),
            Map.of("name", "f1"),
            1,
            "trace");

    @Test
    void theFormatIsTheOneWeDocument() {
        assertEquals(
                "{\"v\":1,\"subject\":\"pc|ref-1\",\"mark\":\"mark-1\",\"cause\":\"referral-updated\","
                        + "\"stamp\":\"2026-03-01T10:00:00Z\",\"fingerprints\":{\"name\":\"f1\"},\"attempt\":1,"
                        + "\"trace\":\"trace\"}",
                WorkCodec.encode(WORK));
        assertEquals(WORK, WorkCodec.decode(WorkCodec.encode(WORK)));
    }

    @Test
    void aMessageOfALaterVersionReadsAsFarAsWeKnowIt() {
        Work work = WorkCodec.decode(
                "{\"v\":7,\"subject\":\"crm|opportunity/1\",\"mark\":\"m\",\"priority\":{\"lane\":\"edits\"}}");

        assertEquals("crm|opportunity/1", work.subject().key());
        assertEquals(0, work.attempt());
        assertEquals(Map.of(), work.fingerprints());
    }

    @Test
    void aMessageTypedByHandNeedsOnlySubjectAndMark() {
        assertEquals(
                Subject.referral("r"),
                WorkCodec.decode("{\"subject\":\"pc|r\",\"mark\":\"m\"}").subject());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, a JSON object",
                "hello, a JSON object",
                "`[1,2]`, found JSON of type ARRAY",
                "`{\"v\":1} trailing`, a JSON object",
                "`{\"v\":1,\"mark\":\"m\"}`, text member subject",
                "`{\"v\":2,\"subject\":7,\"mark\":\"m\"}`, of type NUMBER",
                "`{\"subject\":\"pc|r\",\"mark\":\"\"}`, text member mark",
                "`{\"subject\":\"eng|r\",\"mark\":\"m\"}`, pc|id or crm|table/id",
                "`{\"subject\":\"pc|r\",\"mark\":\"m\",\"stamp\":\"yesterday\"}`, stamp to be an instant"
            })
    void anUnreadableMessageSaysWhatWasExpectedAndFound(String text, String expected) {
        Problem problem =
                assertThrows(Failure.class, () -> WorkCodec.decode(text)).problem();

        assertEquals(ProblemCode.MESSAGE_UNREADABLE, problem.code());
        assertTrue(problem.detail().contains(expected), problem.detail());
    }

    @Test
    void anUnreadableMessageIsNotQuoted() {
        String detail = assertThrows(Failure.class, () -> WorkCodec.decode("password=hunter2"))
                .problem()
                .detail();

        assertFalse(detail.contains("hunter2"), detail);
    }

    @Test
    void aMessageThatWouldBeTooLargeGoesWithoutFingerprints() {
        Work large = new Work(WORK.subject(), "m", "cause", WORK.stamp(), Map.of("note", "ä".repeat(40_000)), 0, "");
        String text = WorkCodec.encode(large);

        assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 48 * 1024);
        assertEquals(Map.of(), WorkCodec.decode(text).fingerprints());
        assertEquals(WORK.stamp(), WorkCodec.decode(text).stamp());
    }

    @Test
    void aMessageThatCannotFitIsRefused() {
        Work endless = new Work(Subject.referral("x".repeat(50_000)), "m", "cause", Optional.empty(), Map.of(), 0, "");

        assertEquals(
                ProblemCode.TOO_LARGE,
                assertThrows(Failure.class, () -> WorkCodec.encode(endless))
                        .problem()
                        .code());
    }

    @Test
    void aParkedMessageCanBeMovedBackAsItIs() {
        Problem problem = Problem.of(ProblemCode.UNAVAILABLE, "x".repeat(100_000));
        String parked = WorkCodec.encodeParked(WORK, problem, Instant.parse("2026-03-01T11:00:00Z"));

        assertEquals(WORK, WorkCodec.decode(parked));
        assertEquals(
                Optional.of(ProblemCode.UNAVAILABLE), WorkCodec.problem(parked).map(Problem::code));
        assertEquals(Optional.empty(), WorkCodec.problem(WorkCodec.encode(WORK)));
    }
}
