package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTest {
    private static final String PERSONAL = "Ada Byron, ada@contoso.com";

    private final Call call = new Call();

    @ParameterizedTest
    @CsvSource({
        "SIGNATURE_INVALID,401,",
        "NOT_SIGNED_IN,401,",
        "ROLE_MISSING,403,",
        "REQUEST_UNREADABLE,400,",
        "TOO_LARGE,413,",
        "NOT_FOUND,404,",
        "REGISTRATION_FOREIGN,409,",
        "STORAGE_UNAVAILABLE,503,5",
        "MISCONFIGURED,503,5",
        "SOLUTION_MISSING,422,",
        "UNEXPECTED,500,"
    })
    void aFailureBecomesAnAnswerWithItsStatus(ProblemCode code, int status, String retryAfter)
            throws JsonProcessingException {
        Http.answer(call.request(), call.context(), () -> {
            throw Problem.of(code, "expected a, found b").failure();
        });

        JsonNode error = new ObjectMapper().readTree(call.answered().body()).path("error");
        assertEquals(status, call.answered().status());
        assertEquals(retryAfter, call.answered().headers().get("Retry-After"));
        assertEquals(code.code(), error.path("code").asText());
        assertEquals(code.title(), error.path("title").asText());
        assertEquals("expected a, found b", error.path("detail").asText());
        assertEquals(code.fix(), error.path("fix").asText());
        assertEquals(code.fixer().name(), error.path("fixer").asText());
        assertEquals(Call.INVOCATION, error.path("correlationId").asText());
        assertEquals("TheFunction problem=" + code.code() + " " + code.title(), call.logged());
    }

    @Test
    void strangersAreNotToldWhatIsWrongWithTheApp() {
        Http.answerStranger(call.request(), call.context(), () -> {
            throw Problem.of(ProblemCode.MISCONFIGURED, "DYNAMICS_URL: expected it")
                    .failure();
        });

        assertEquals(503, call.answered().status());
        assertFalse(call.answered().body().contains("DYNAMICS_URL"));
        assertTrue(call.logged().contains("DYNAMICS_URL"));
    }

    @Test
    void whatTheAnswerTellsIsNotLoggedForItMayQuoteARecordOrTheRequest() {
        Http.answer(call.request(), call.context(), () -> {
            throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "filter: found " + PERSONAL)
                    .failure();
        });
        Http.answerStranger(call.request(), call.context(), () -> {
            throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "found " + PERSONAL)
                    .failure();
        });

        assertTrue(call.answered().body().contains(PERSONAL));
        assertFalse(call.logged().contains("Ada"), call.logged());
    }

    @Test
    void aDefectIsAnsweredWithoutInternalsAndLoggedWithoutData() {
        Http.answer(call.request(), call.context(), () -> {
            throw new IllegalStateException(PERSONAL);
        });

        String body = call.answered().body();
        assertEquals(500, call.answered().status());
        assertTrue(body.contains("BUG-02") && body.contains(Call.INVOCATION), body);
        for (String internal : new String[] {"Ada", "IllegalState", "dev.cosell", ".java", "Exception"}) {
            assertFalse(body.contains(internal), body);
        }
        assertEquals(Level.SEVERE, call.log.getFirst().getLevel());
        assertTrue(call.logged().contains("java.lang.IllegalStateException at dev.cosell.functions.HttpTest"));
        assertFalse(call.logged().contains("Ada"), call.logged());
    }

    @Test
    void aRequestWritesNoLogLineOfItsOwn() {
        Http.answerStranger(call.request(), call.context(), () -> {
            throw Problem.of(ProblemCode.MISCONFIGURED, "found x\r\n2026 SEVERE all is lost")
                    .failure();
        });

        assertEquals(1, call.logged().lines().count());
    }

    @Test
    void anEmptyReplyHasNoBody() {
        Http.answer(call.request(), call.context(), () -> Reply.empty(202));

        assertEquals(202, call.answered().status());
        assertEquals("", call.answered().body());
        assertEquals("", call.logged());
    }
}
