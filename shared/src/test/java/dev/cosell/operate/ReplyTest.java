package dev.cosell.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyTest {
    @ParameterizedTest
    @CsvSource({
        "SIGNATURE_INVALID,401",
        "SECRET_WRONG,401",
        "REQUEST_UNREADABLE,400",
        "TOO_LARGE,413",
        "NOT_FOUND,404",
        "REGISTRATION_FOREIGN,409",
        "MESSAGE_UNREADABLE,409",
        "STORAGE_UNAVAILABLE,503",
        "UNAVAILABLE,503",
        "MISCONFIGURED,503",
        "SOLUTION_MISSING,422",
        "UNEXPECTED,500"
    })
    void eachProblemHasItsStatus(ProblemCode code, int status) {
        assertEquals(status, Reply.of(Problem.of(code, "d"), "c").status());
        assertEquals(status, Reply.toStranger(Problem.of(code, "d"), "c").status());
    }

    @Test
    void aProblemIsToldWithItsFixAndWhereTheRestIs() {
        JsonNode error = Reply.of(Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "expected a, found b"), "inv-1")
                .body()
                .orElseThrow()
                .path("error");

        assertEquals("STO-01", error.path("code").asText());
        assertEquals("Storage unavailable", error.path("title").asText());
        assertEquals("expected a, found b", error.path("detail").asText());
        assertEquals("Check the storage account if it lasts.", error.path("fix").asText());
        assertEquals("AZURE_ADMIN", error.path("fixer").asText());
        assertEquals("inv-1", error.path("correlationId").asText());
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void strangersLearnOnlyWhatIsWrongWithTheirRequest(ProblemCode code) {
        String body = Reply.toStranger(Problem.of(code, "DYNAMICS_URL"), "c")
                .body()
                .orElseThrow()
                .toString();

        assertEquals(code.handling() == Handling.PERSON, body.contains("DYNAMICS_URL"));
        assertFalse(body.isEmpty());
    }

    @Test
    void onlyWhatPassesIsWorthAnotherTry() {
        assertEquals(Optional.of(5L), retryAfter(Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "")));
        assertEquals(
                Optional.of(30L),
                retryAfter(Problem.of(ProblemCode.THROTTLED, "").retryAfter(Duration.ofSeconds(30))));
        assertEquals(
                Optional.of(5L),
                retryAfter(Problem.of(ProblemCode.THROTTLED, "").retryAfter(Duration.ZERO)));
        assertEquals(
                Optional.of(3600L),
                retryAfter(Problem.of(ProblemCode.THROTTLED, "").retryAfter(Duration.ofDays(1))));
        assertEquals(Optional.empty(), retryAfter(Problem.of(ProblemCode.SIGNATURE_INVALID, "")));
        assertEquals(Optional.empty(), retryAfter(Problem.of(ProblemCode.UNEXPECTED, "")));
    }

    private static Optional<Long> retryAfter(Problem problem) {
        return Reply.of(problem, "c").retryAfterSeconds();
    }
}
