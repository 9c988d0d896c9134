package dev.cosell.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a customer reads about an overrides file that cannot be used, word for word. */
class BadFieldMapTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 10_000, textBlock = """
            {"deal": {}} | the file: X
            """)
    void s73_aBadMapIsExplained(String overrides, String message) {
        Failure failure = assertThrows(Failure.class, () -> FieldMapFile.dynamics(Optional.of(json(overrides))));
        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
        assertEquals("field map: " + message, failure.problem().detail());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
