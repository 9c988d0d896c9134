package dev.cosell.operate;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody gets the real thing who asked for a preview in words that nobody reads. */
class RequestFormTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"filter\":\"a eq 1\",\"preview\":\"yes\"}",
                "{\"filter\":\"a eq 1\",\"preview\":1}",
                "{\"filter\":\"a eq 1\",\"preview\":null}",
                "{\"filter\":\"a eq 1\",\"Preview\":true}",
                "{\"filter\":\"a eq 1\",\"preview\":true,\"preview\":false}",
                "{\"filter\":\"a eq 1\",\"dryRun\":true}"
            })
    void aPreviewThatIsNotUnderstoodIsRefused(String body) {
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> RequestForm.SHARE.read(body)));
    }

    @Test
    void aRefusalNamesTheMemberAndWhatIsKnown() {
        Problem unknown = Problems.of(() -> RequestForm.SYNC.read("{\"Force\":true}"));
        assertEquals("expected no other members than [force], found \"Force\"", unknown.detail());
        Problem kind = Problems.of(() -> RequestForm.SYNC.read("{\"force\":\"Ada Byron\"}"));
        assertEquals("expected force to be true or false, found a text", kind.detail());
        Problem hostile = Problems.of(() -> RequestForm.SYNC.read("{\"<script>\\r\\n\":1}"));
        assertFalse(hostile.detail().contains("<"), hostile.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"x\"", "{", "{} {}", "<xml/>"})
    void aBodyIsOneJsonObject(String body) {
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> RequestForm.ASK.read(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{}"})
    void noBodyIsAnObjectWithoutMembers(String body) {
        assertTrue(RequestForm.ASK.read(body).isEmpty());
    }

    @Test
    void aHugeBodyIsRefusedUnread() {
        assertEquals(ProblemCode.TOO_LARGE, codeOf(() -> RequestForm.ASK.read(" ".repeat(64 * 1024 + 1))));
    }

    @Test
    void anAddressHasNoOtherParametersThanThoseOfItsRouteAndTheKey() {
        List<String> known = List.of("phase", "limit");
        RequestQuery.check(Map.of("phase", "held", "code", "key"), known);
        for (Map<String, String> wrong :
                List.of(Map.of("Phase", "held"), Map.of("phase", " "), Map.of("problem", "CUS-01"))) {
            assertEquals(
                    ProblemCode.REQUEST_UNREADABLE, codeOf(() -> RequestQuery.check(wrong, known)), wrong.toString());
        }
    }
}
