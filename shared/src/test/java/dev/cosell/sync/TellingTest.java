package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Milestones;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TellingTest {
    private static final Pair PAIR = Pair.fresh(new PairId("c-1"), Instant.EPOCH);
    private static final Problem VALUE =
            Problem.of(ProblemCode.VALUE_NOT_POSITIVE, "found 0").on("dealValue");
    private static final Problem NAME =
            Problem.of(ProblemCode.NOT_CHANGEABLE, "kept").on("name");

    @ParameterizedTest
    @EnumSource(Phase.class)
    void everyPhaseHasAWordAndNoProblemMeansNoDetail(Phase phase) {
        Telling telling = telling(PAIR.change().phase(phase).now());
        assertTrue(telling.status().length() > 3);
        assertEquals("", telling.detail());
        assertEquals(telling.status(), telling.key());
    }

    @Test
    void everyProblemIsToldOnceWithWhatToDo() {
        Telling telling = telling(PAIR.change()
                .phase(Phase.HELD)
                .problem(Optional.of(VALUE))
                .held(Map.of("money", VALUE))
                .divergences(Map.of("name", NAME))
                .now());
        List<String> lines = telling.detail().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).startsWith("VAL-01") && lines.get(0).endsWith(ProblemCode.VALUE_NOT_POSITIVE.fix()));
        assertTrue(lines.get(1).startsWith("MAP-01"));
    }

    @Test
    void theSameProblemsAreToldInTheSameWordsWhateverTheirOrder() {
        Map<String, Problem> one = new LinkedHashMap<>();
        Map<String, Problem> other = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            one.put("field" + i, Problem.of(ProblemCode.INVALID_VALUE, "f" + i));
            other.put("field" + (19 - i), Problem.of(ProblemCode.INVALID_VALUE, "f" + (19 - i)));
        }
        assertEquals(
                telling(PAIR.change().divergences(one).now()).key(),
                telling(PAIR.change().divergences(other).now()).key());
    }

    @Test
    void aLongDetailFitsTheColumn() {
        Map<String, Problem> many = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            many.put("f" + i, Problem.of(ProblemCode.INVALID_VALUE, "x".repeat(100) + i));
        }
        assertTrue(telling(PAIR.change().held(many).now()).detail().length() <= 3000);
    }

    @Test
    void columnsAreClearedWhenThereIsNothingToTellAndWhatTheSellerAsksByIsNotTouched() {
        Map<String, JsonNode> columns =
                telling(PAIR.change().phase(Phase.IN_STEP).now()).columns(World.MAP, Signposts.NONE, Instant.EPOCH);
        assertEquals("In step", columns.get("cosell_syncstatus").asText());
        assertTrue(columns.get("cosell_syncproblem").isNull());
        assertFalse(columns.containsKey("cosell_syncnow"));
        assertFalse(columns.containsKey("cosell_keep"));
    }

    private static Telling telling(Pair pair) {
        return Telling.of(pair, Milestones.of(Map.of()), Instant.EPOCH);
    }
}
